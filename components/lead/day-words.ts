/** Days and hours of a timeline, by the lead's wall clock. Pure; English with 24-hour times, as everywhere. */

const formats = new Map<string, Intl.DateTimeFormat>();

function parts(atMs: number, zone: string, options: Intl.DateTimeFormatOptions): Record<string, string> {
  const key = `${zone} ${Object.keys(options).join()}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { ...options, timeZone: zone, hourCycle: 'h23' });
    formats.set(key, format);
  }
  return Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
}

/** "10:26". */
export function timeOfDay(atMs: number, zone: string): string {
  const { hour, minute } = parts(atMs, zone, { hour: '2-digit', minute: '2-digit' });
  return `${hour}:${minute}`;
}

/** The calendar day, comparable as text: "2026-12-03". */
export function dayKey(atMs: number, zone: string): string {
  const { year, month, day } = parts(atMs, zone, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return `${year}-${month}-${day}`;
}

/** "Today, Thursday 3 December", "Tuesday 1 December", "Monday 30 November 2025". */
export function dayTitle(atMs: number, nowMs: number, zone: string): string {
  const at = parts(atMs, zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const now = parts(nowMs, zone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const date = `${at.weekday} ${at.day} ${at.month}${at.year === now.year ? '' : ` ${at.year}`}`;
  return dayKey(atMs, zone) === dayKey(nowMs, zone) ? `Today, ${date}` : date;
}

/** "3 Dec 15:26", where the day is not the one the reader looks at. */
export function dayAndTime(atMs: number, zone: string): string {
  const { day, month } = parts(atMs, zone, { day: 'numeric', month: 'short' });
  return `${day} ${(month ?? '').slice(0, 3)} ${timeOfDay(atMs, zone)}`;
}
