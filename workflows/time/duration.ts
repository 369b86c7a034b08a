import { z } from 'zod';

/** A length of time as a person sets it: "2 days". Days and weeks are elapsed time (24 h, 7 x 24 h), not calendar days. */
export const durationSchema = z.object({
  value: z.int().min(1).max(5_000),
  unit: z.enum(['minutes', 'hours', 'days', 'weeks']),
});
export type Duration = z.infer<typeof durationSchema>;
export type DurationUnit = Duration['unit'];

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const WEEK_MS = 7 * DAY_MS;

const UNIT_MS: Record<DurationUnit, number> = {
  minutes: MINUTE_MS,
  hours: HOUR_MS,
  days: DAY_MS,
  weeks: WEEK_MS,
};

/** Largest first: the order in which a length is put into words. */
const UNITS_DESCENDING = ['weeks', 'days', 'hours', 'minutes'] as const satisfies readonly DurationUnit[];

/** Milliseconds of elapsed time. */
export function durationMs(duration: Duration): number {
  return duration.value * UNIT_MS[duration.unit];
}

/** The shortest exact Duration for `ms`; a rest below a minute is rounded up, and anything below one minute is one minute. */
export function durationFromMs(ms: number): Duration {
  const minutes = Math.max(1, Math.ceil(ms / MINUTE_MS));
  for (const unit of UNITS_DESCENDING) {
    const size = UNIT_MS[unit] / MINUTE_MS;
    // Two days stay "2 days": weeks are used only for whole weeks.
    if (minutes % size === 0) return { value: minutes / size, unit };
  }
  return { value: minutes, unit: 'minutes' };
}

/** "1 day", "45 minutes". */
export function durationWords(duration: Duration): string {
  const unit = duration.value === 1 ? duration.unit.slice(0, -1) : duration.unit;
  return `${duration.value} ${unit}`;
}

/**
 * A measured length in at most two units, rounded down to the smaller: "12 days 4 hours", "3 hours", "less than a minute".
 * Weeks are not used: two weeks read as "14 days", as people say it of a bound.
 */
export function msWords(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / MINUTE_MS);
  if (minutes === 0) return 'less than a minute';
  const parts: Duration[] = [
    { value: Math.floor(minutes / 1440), unit: 'days' },
    { value: Math.floor((minutes % 1440) / 60), unit: 'hours' },
    { value: minutes % 60, unit: 'minutes' },
  ];
  const first = parts.findIndex((part) => part.value > 0);
  return parts
    .slice(first, first + 2)
    .filter((part) => part.value > 0)
    .map(durationWords)
    .join(' ');
}
