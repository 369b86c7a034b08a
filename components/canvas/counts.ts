/** What happened on a live play, by step and by way out. Comes from the page; numbers are leads. */
export type PlayCounts = {
  /** "v7": which version's leads are counted, in words for the status bar. */
  of: string;
  entered: number;
  /** By step id: how many are there now. */
  here: Readonly<Record<string, number>>;
  /** By `edgeId(step, port)`: how many left by that way. */
  left: Readonly<Record<string, number>>;
};

export function edgeId(from: string, port: string): string {
  return `${from} ${port}`;
}

const grouped = new Intl.NumberFormat('en-US');

/** "1,284". */
export function countWords(count: number): string {
  return grouped.format(count);
}

/** "25 %", of those who left the step; null when the step has one way out or nobody left it. */
export function shareWords(count: number, total: number, ways: number): string | null {
  if (ways < 2 || total === 0) return null;
  return `${Math.round((100 * count) / total)} %`;
}
