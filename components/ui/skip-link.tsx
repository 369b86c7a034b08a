/** First thing under the Tab key: past the navigation, to `#main`. */
export function SkipLink() {
  return (
    <a
      href="#main"
      className="pop fixed top-2 left-2 z-60 -translate-y-20 px-3 py-1.5 text-ui font-medium focus:translate-y-0"
    >
      Skip to the page
    </a>
  );
}
