/** One line of the bench: what was measured, what came out, and what was hoped for. */
export type Figure = { name: string; is: string; goal?: string };

/** `isSmall`: a few of everything, to see that the bench itself works. */
export type Scale = { isSmall: boolean };

/** Gives its figures one after another, as they are found. */
export type Bench = {
  about: string;
  /** Measured when no bench is named. */
  isQuick: boolean;
  measure: (scale: Scale) => AsyncIterable<Figure> | Iterable<Figure>;
};

/** @param share of the values that are no larger: 0.5 is the median */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export const count = (value: number): string => Math.round(value).toLocaleString('en');
export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
export const wholeMs = (ms: number): string => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
