import { MINUTE_MS } from '#workflows/time/duration.ts';
import { WEEKDAY_NAMES } from '#workflows/time/instant-words.ts';
import {
  dateOfDayNumber,
  dayNumberOfText,
  instantOf,
  localAt,
  minuteOfDay,
  timeWords,
} from '#workflows/time/local-time.ts';

/** An instant as the value of a date and time input, as clocks show it where the lead is: "2026-11-30T21:41". */
export function inputText(atMs: number, zone: string): string {
  const { day, minute } = localAt(atMs, zone);
  const { year, month, day: dayOfMonth } = dateOfDayNumber(day);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(dayOfMonth)}T${timeWords(minute)}`;
}

/** The inverse; null while the input is incomplete. */
export function instantOfInput(text: string, zone: string): number | null {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/.exec(text);
  const day = parts?.[1] === undefined ? null : dayNumberOfText(parts[1], zone);
  return day === null || parts?.[2] === undefined ? null : instantOf(day, minuteOfDay(parts[2]), zone);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "Mon 30 Nov". */
export function dayTitle(atMs: number, zone: string): string {
  const { day, weekday } = localAt(atMs, zone);
  const date = dateOfDayNumber(day);
  return `${WEEKDAY_NAMES[weekday - 1] ?? ''} ${date.day} ${MONTHS[date.month - 1] ?? ''}`;
}

/** "21:41". */
export function timeOf(atMs: number, zone: string): string {
  return timeWords(localAt(atMs, zone).minute);
}

/** To the minute: what an input can hold. */
export function wholeMinute(atMs: number): number {
  return Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
}
