import { DateTime } from 'luxon';
import { z } from 'zod';
import { DAY_MS, MINUTE_MS } from '#workflows/time/duration.ts';
import { offsetMs } from '#workflows/time/zones.ts';

/** A wall-clock time of day, "HH:MM", 00:00 to 23:59. */
export const localTimeSchema = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time as HH:MM, for example 09:30.');

/** 1 = Monday ... 7 = Sunday, as in ISO 8601. */
export const weekdaySchema = z.union([
  z.literal(1),
  z.literal(2),
  z.literal(3),
  z.literal(4),
  z.literal(5),
  z.literal(6),
  z.literal(7),
]);
export type Weekday = z.infer<typeof weekdaySchema>;

/** A calendar day without a zone. `month` is 1 to 12. */
export interface LocalDate {
  year: number;
  month: number;
  day: number;
}

/**
 * What to do with a wall-clock time that a zone has twice or not at all on that day.
 * `later-in-gap` (a time in a spring gap moves forward by the gap; a time that occurs twice means the first one) is what
 * people mean by "at 02:30". The two strict forms are for windows: open no earlier, close no later, than any reading.
 */
export type Disambiguation = 'later-in-gap' | 'earliest' | 'latest';

/** "09:30" -> 570. */
export function minuteOfDay(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** 570 -> "09:30"; 1440 -> "24:00". */
export function timeWords(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/**
 * Days since 1970-01-01, so that adding days, weekdays and month ends need no table. `month` must be 1 to 12; `day` may
 * run over. By the algorithms of H. Hinnant, "chrono-compatible low-level date algorithms": eras of 400 years that begin
 * on 1 March, so that the leap day is the last of its year. The gate asks this often enough to mind what a library costs.
 */
export function dayNumber({ year, month, day }: LocalDate): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

/** The inverse of `dayNumber`. */
export function dateOfDayNumber(number: number): LocalDate {
  const shifted = number + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

/** Weekday of a day number. */
export function weekdayOf(day: number): Weekday {
  // 1970-01-01 was a Thursday (4).
  return (((((day + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** The local calendar day (as a day number) and minute of the day at an instant. */
export function localAt(atMs: number, zone: string): { day: number; minute: number; weekday: Weekday } {
  const wallMs = atMs + offsetMs(zone, atMs);
  const day = Math.floor(wallMs / DAY_MS);
  return { day, minute: Math.floor((wallMs - day * DAY_MS) / MINUTE_MS), weekday: weekdayOf(day) };
}

/**
 * The instant at which clocks in `zone` show `minute` (0 to 1440) of calendar day `day`. Total: gaps and repeats of
 * daylight saving time are settled by `choice`, even where a whole day is skipped.
 */
export function instantOf(
  day: number,
  minute: number,
  zone: string,
  choice: Disambiguation = 'later-in-gap',
): number {
  const wallMs = day * DAY_MS + minute * MINUTE_MS;
  // A day either side is far enough from any offset (at most 14 h) and nearer than any two changes of one.
  const before = offsetMs(zone, wallMs - DAY_MS);
  const after = offsetMs(zone, wallMs + DAY_MS);
  const early = wallMs - Math.max(before, after);
  const late = wallMs - Math.min(before, after);
  const shown = [early, late].filter((atMs) => atMs + offsetMs(zone, atMs) === wallMs);
  const first = shown[0];
  if (first !== undefined) return choice === 'latest' ? (shown[1] ?? first) : first;
  return choice === 'earliest' ? early : late;
}

/**
 * The first instant at or after `fromMs` at which it is `time` on one of `weekdays` in `zone`. No weekdays means any day.
 */
export function nextLocalTimeMs(
  fromMs: number,
  time: string,
  weekdays: readonly Weekday[],
  zone: string,
): number {
  const minute = minuteOfDay(time);
  const today = localAt(fromMs, zone).day;
  // From yesterday, because a gap can push yesterday's time past midnight; nine days, because a zone can skip one.
  for (let day = today - 1; day <= today + 9; day += 1) {
    if (weekdays.length > 0 && !weekdays.includes(weekdayOf(day))) continue;
    const atMs = instantOf(day, minute, zone);
    if (atMs >= fromMs) return atMs;
  }
  throw new Error(`No ${time} found in ${zone} within nine days of ${fromMs}.`);
}

export type FieldInstant = { ok: true; atMs: number } | { ok: false; reason: string };

/**
 * "Until `decides by` at 09:00, 2 days before": the instant at which it is `time` in `zone`, `offsetDays` calendar days
 * from the date in a lead's field (negative = before). The field holds "2026-12-01", or an ISO instant, whose day is
 * then the one it has in `zone`.
 */
export function fieldDateInstant(
  value: string | null,
  time: string,
  offsetDays: number,
  zone: string,
): FieldInstant {
  const text = value?.trim() ?? '';
  if (text === '') return { ok: false, reason: 'The date field is empty.' };
  const day = dayNumberOfText(text, zone);
  if (day === null)
    return { ok: false, reason: `"${text.slice(0, 40)}" is not a date. Write it as YYYY-MM-DD.` };
  return { ok: true, atMs: instantOf(day + Math.trunc(offsetDays), minuteOfDay(time), zone) };
}

/** Day number of "YYYY-MM-DD" or of an ISO instant seen from `zone`; null when it is neither, or no such day exists. */
export function dayNumberOfText(text: string, zone: string): number | null {
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (plain !== null) {
    const date = DateTime.utc(Number(plain[1]), Number(plain[2]), Number(plain[3]));
    return date.isValid ? Math.round(date.toMillis() / DAY_MS) : null;
  }
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)) return null;
  const instant = DateTime.fromISO(text, { setZone: true });
  return instant.isValid ? localAt(instant.toMillis(), zone).day : null;
}
