/** Building happens on the canvas, which the layout holds. */
export default function BuildPage() {
  return null;
}
