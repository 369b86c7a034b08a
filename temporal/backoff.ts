/** How long to wait after so many failures: twice as long after each, up to the longest. */
export function backoffMs(failures: number, firstMs: number, longestMs: number): number {
  return Math.min(firstMs * 2 ** Math.min(failures, 10), longestMs);
}
