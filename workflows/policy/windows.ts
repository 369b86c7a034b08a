import { isUsFederalHoliday } from '#workflows/policy/holidays.ts';
import { jurisdictionsOf, type WeekHours } from '#workflows/policy/jurisdictions.ts';
import { DAY_MS } from '#workflows/time/duration.ts';
import { instantOf, localAt, timeWords, type Weekday, weekdayOf } from '#workflows/time/local-time.ts';

/** Open hours on one clock. Several that must hold at once are a window set. */
export interface Window {
  zone: string;
  hours: WeekHours;
  closedOnFederalHolidays: boolean;
  /** Whose rule it is, for the sentence; empty for the workspace's own hours and the federal rule. */
  name: string;
}
export type WindowSet = readonly Window[];

/** Quiet hours of a workspace, minutes after local midnight. From = to means none. */
export interface QuietHours {
  fromMinute: number;
  toMinute: number;
}

interface Place {
  country: string | null;
  regions: readonly string[];
  zones: readonly string[];
}

/** Days looked ahead for an opening: no rule closes longer than a long weekend. */
const HORIZON_DAYS = 16;

/**
 * When a text may go to a lead who may be in any of these places: every rule that may apply, on every clock that may be
 * theirs, and the workspace's own quiet hours.
 */
export function textWindows(place: Place, quietHours: QuietHours | null): WindowSet {
  const rules: Omit<Window, 'zone'>[] = jurisdictionsOf(place).map(
    ({ textHours, closedOnFederalHolidays, name }) => ({
      hours: textHours,
      closedOnFederalHolidays,
      name,
    }),
  );
  if (quietHours !== null && quietHours.fromMinute !== quietHours.toMinute) {
    rules.push({ hours: outsideOf(quietHours), closedOnFederalHolidays: false, name: '' });
  }
  return place.zones.flatMap((zone) => rules.map((rule) => ({ ...rule, zone })));
}

function outsideOf({ fromMinute, toMinute }: QuietHours): WeekHours {
  // Quiet by day means open over midnight: the close then lies in the next day, beyond 1440.
  const day = [toMinute, fromMinute > toMinute ? fromMinute : fromMinute + 1440] as const;
  return { 1: day, 2: day, 3: day, 4: day, 5: day, 6: day, 7: day };
}

interface Interval {
  openMs: number;
  closeMs: number;
}

/** The open interval that begins on a calendar day, or null when the day is closed. */
function intervalOf(window: Window, day: number): Interval | null {
  const hours = window.hours[weekdayOf(day)];
  if (hours === null || (window.closedOnFederalHolidays && isUsFederalHoliday(day))) return null;
  const [open, close] = hours;
  // Strict where a clock change makes a wall-clock time happen twice or not at all: open late, close early.
  const openMs = instantOf(day, open, window.zone, 'latest');
  const closeMs = instantOf(day + Math.floor(close / 1440), close % 1440, window.zone, 'earliest');
  return closeMs > openMs ? { openMs, closeMs } : null;
}

function nextOpenOf(window: Window, fromMs: number): number | null {
  const today = localAt(fromMs, window.zone).day;
  for (let day = today - 1; day <= today + HORIZON_DAYS; day += 1) {
    const interval = intervalOf(window, day);
    if (interval !== null && interval.closeMs > fromMs) return Math.max(interval.openMs, fromMs);
  }
  return null;
}

export interface Opening {
  atMs: number;
  /** The window that opened last; null when all were open already. */
  binding: Window | null;
}

/** The first instant at or after `fromMs` at which all windows are open; null when they never are together. */
export function nextOpening(set: WindowSet, fromMs: number): Opening | null {
  let atMs = fromMs;
  let binding: Window | null = null;
  while (atMs - fromMs <= HORIZON_DAYS * DAY_MS) {
    let latest = atMs;
    for (const window of set) {
      const openMs = nextOpenOf(window, atMs);
      if (openMs === null) return null;
      if (openMs > latest) {
        latest = openMs;
        binding = window;
      }
    }
    if (latest === atMs) return { atMs, binding };
    atMs = latest;
  }
  return null;
}

export function isOpen(set: WindowSet, atMs: number): boolean {
  return set.every((window) => nextOpenOf(window, atMs) === atMs);
}

/** When the first of the windows that are open at `atMs` closes; null: never, or they are not all open. */
export function closesAt(set: WindowSet, atMs: number): number | null {
  let earliest: number | null = null;
  for (const window of set) {
    const closeMs = closeOf(window, atMs);
    if (closeMs !== null && (earliest === null || closeMs < earliest)) earliest = closeMs;
  }
  return earliest;
}

function closeOf(window: Window, atMs: number): number | null {
  const today = localAt(atMs, window.zone).day;
  let endMs: number | null = null;
  for (let day = today - 1; day <= today + HORIZON_DAYS; day += 1) {
    const interval = intervalOf(window, day);
    if (interval === null || interval.closeMs <= atMs) continue;
    // Hours that meet at midnight are one stretch.
    if (interval.openMs > (endMs ?? atMs)) return endMs;
    endMs = interval.closeMs;
  }
  return null;
}

/**
 * The longest time in a row that a set stays closed within a year of `fromMs`; null when it never opens. A message's
 * "skip if later than" must not be shorter, or some leads could never get it.
 */
export function longestClosedMs(set: WindowSet, fromMs: number): number | null {
  if (set.length === 0) return 0;
  let longest = 0;
  let atMs = fromMs;
  const endMs = fromMs + 366 * DAY_MS;
  while (atMs < endMs) {
    const opening = nextOpening(set, atMs);
    if (opening === null) return null;
    longest = Math.max(longest, opening.atMs - atMs);
    const closeMs = closesAt(set, opening.atMs);
    if (closeMs === null) break;
    atMs = closeMs;
  }
  return longest;
}

const DAYS_CLOSED: Readonly<Partial<Record<Weekday, string>>> = { 6: 'Saturdays', 7: 'Sundays' };

/** Why a window was closed until it opened at `openMs`: "quiet hours 20:00 to 08:00 (Florida)". */
export function quietWords(window: Window, openMs: number): string {
  const named = window.name === '' ? '' : ` (${window.name})`;
  const day = localAt(openMs, window.zone).day;
  const hours = window.hours[weekdayOf(day)];
  const before = window.hours[weekdayOf(day - 1)];
  if (window.closedOnFederalHolidays && isUsFederalHoliday(day - 1))
    return `no texts on public holidays${named}`;
  const closedDay = before === null ? DAYS_CLOSED[weekdayOf(day - 1)] : undefined;
  if (closedDay !== undefined) return `no texts on ${closedDay}${named}`;
  if (hours === null || before === null) return `not allowed at that time${named}`;
  return `quiet hours ${timeWords(before[1] % 1440)} to ${timeWords(hours[0])}${named}`;
}
