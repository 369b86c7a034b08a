import { DAY_MS } from '#workflows/time/duration.ts';
import { dateOfDayNumber, localAt, timeWords } from '#workflows/time/local-time.ts';
import { zoneWords } from '#workflows/time/zones.ts';

// Own names rather than Intl's: a timeline must read the same in every browser, worker and version of ICU.
export const WEEKDAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/**
 * An instant as people tell it in `zone`: "Tue 08:00" within six days of `nowMs`, "Tue 24 Nov 08:00" in the same year,
 * else "Tue 24 Nov 2026 08:00". Seconds are dropped.
 */
export function instantWords(atMs: number, zone: string, nowMs: number): string {
  const { day, minute, weekday } = localAt(atMs, zone);
  const name = WEEKDAY_NAMES[weekday - 1] ?? '';
  const time = timeWords(minute);
  if (Math.abs(atMs - nowMs) < 6 * DAY_MS) return `${name} ${time}`;
  const date = dateOfDayNumber(day);
  const thisYear = dateOfDayNumber(localAt(nowMs, zone).day).year;
  const year = date.year === thisYear ? '' : ` ${date.year}`;
  return `${name} ${date.day} ${MONTHS[date.month - 1] ?? ''}${year} ${time}`;
}

/** "Tue 08:00 in Chicago". */
export function instantInZoneWords(atMs: number, zone: string, nowMs: number): string {
  return `${instantWords(atMs, zone, nowMs)} in ${zoneWords(zone)}`;
}

/** "1 Dec 2026", of a day number. */
export function dayWords(day: number): string {
  const date = dateOfDayNumber(day);
  return `${date.day} ${MONTHS[date.month - 1] ?? ''} ${date.year}`;
}
