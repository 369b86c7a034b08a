/**
 * Time told as people tell it. Pure: the present, the zone and the instant come in; nothing here reads a clock.
 * English with 24-hour times everywhere, so that server and browser write the same words whatever their locale.
 */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone, hourCycle: 'h23' });
  formats.set(key, made);
  return made;
}

type WallClock = {
  year: number;
  month: string;
  day: number;
  weekday: string;
  time: string;
  dayNumber: number;
};

/** What the clock and the calendar on the wall of a zone show. `dayNumber` counts days, to compare dates. */
function wallClock(atMs: number, timeZone: string): WallClock {
  const parts = Object.fromEntries(
    format(timeZone, {
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    })
      .formatToParts(atMs)
      .map((part) => [part.type, part.value]),
  );
  const numeric = Object.fromEntries(
    format(timeZone, { year: 'numeric', month: 'numeric', day: 'numeric' })
      .formatToParts(atMs)
      .map((part) => [part.type, Number(part.value)]),
  );
  const { year = 0, month = 1, day = 1 } = numeric;
  return {
    year,
    // en-GB writes "Sept" in some versions of the locale data and "Sep" in others: three letters always.
    month: (parts.month ?? '').slice(0, 3),
    day,
    weekday: (parts.weekday ?? '').slice(0, 3),
    time: `${parts.hour}:${parts.minute}`,
    dayNumber: Math.round(Date.UTC(year, month - 1, day) / dayMs),
  };
}

/** "14:05" today, "Tue 14:05" within 6 days, "18 Dec 14:05" this year, "18 Dec 2024" else. */
export function stamp(atMs: number, nowMs: number, timeZone: string): string {
  const at = wallClock(atMs, timeZone);
  const now = wallClock(nowMs, timeZone);
  const days = at.dayNumber - now.dayNumber;
  if (days === 0) return at.time;
  if (Math.abs(days) <= 6) return `${at.weekday} ${at.time}`;
  if (at.year === now.year) return `${at.day} ${at.month} ${at.time}`;
  return `${at.day} ${at.month} ${at.year}`;
}

/** "today", "yesterday", "tomorrow", "Tue", "18 Dec", "18 Dec 2024": a date whose hour does not matter. */
export function dateWords(atMs: number, nowMs: number, timeZone: string): string {
  const at = wallClock(atMs, timeZone);
  const now = wallClock(nowMs, timeZone);
  const days = at.dayNumber - now.dayNumber;
  if (days === 0) return 'today';
  if (days === -1) return 'yesterday';
  if (days === 1) return 'tomorrow';
  if (Math.abs(days) <= 6) return at.weekday;
  return at.year === now.year ? `${at.day} ${at.month}` : `${at.day} ${at.month} ${at.year}`;
}

/** Everything, for the hover: "Thursday 3 December 2026, 10:26:05, Chicago (GMT-6)". */
export function exactWords(atMs: number, timeZone: string): string {
  const parts = Object.fromEntries(
    format(timeZone, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'shortOffset',
    })
      .formatToParts(atMs)
      .map((part) => [part.type, part.value]),
  );
  const date = `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}`;
  return `${date}, ${parts.hour}:${parts.minute}:${parts.second}, ${zoneWords(timeZone)} (${parts.timeZoneName})`;
}

/** "America/Argentina/Buenos_Aires" -> "Buenos Aires". */
export function zoneWords(timeZone: string): string {
  return (timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ');
}

/** True when both zones show the same time at this instant; then the zone need not be named. */
export function sameWallClock(atMs: number, one: string, other: string): boolean {
  if (one === other) return true;
  const [first, second] = [wallClock(atMs, one), wallClock(atMs, other)];
  return first.dayNumber === second.dayNumber && first.time === second.time;
}

/** A length: "40 s", "12 min", "3 h", "2 h 20 min", "2 days", "5 weeks". Rounded down, never "0 min". */
export function lengthWords(ms: number): string {
  if (ms < minuteMs) return `${Math.max(0, Math.floor(ms / 1_000))} s`;
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`;
  if (ms < 6 * hourMs) {
    const minutes = Math.floor((ms % hourMs) / minuteMs);
    return minutes === 0 ? `${Math.floor(ms / hourMs)} h` : `${Math.floor(ms / hourMs)} h ${minutes} min`;
  }
  if (ms < 2 * dayMs) return `${Math.floor(ms / hourMs)} h`;
  if (ms < 28 * dayMs) return `${Math.floor(ms / dayMs)} days`;
  return `${Math.floor(ms / (7 * dayMs))} weeks`;
}

/** "just now", "12 min ago", "in 12 min"; an hour or more away it is the stamp. */
export function agoWords(atMs: number, nowMs: number, timeZone: string): string {
  const pastMs = nowMs - atMs;
  if (Math.abs(pastMs) < minuteMs) return 'just now';
  if (Math.abs(pastMs) >= hourMs) return stamp(atMs, nowMs, timeZone);
  return pastMs > 0 ? `${lengthWords(pastMs)} ago` : `in ${lengthWords(-pastMs)}`;
}

/** 15 minutes or less: a clock turns amber. */
export const soonMs = 15 * minuteMs;

export type ClockState = 'ok' | 'soon' | 'late' | 'held' | 'met';

/** One clock on one wait, as the database knows it. */
export type ClockReading =
  | {
      kind: 'due';
      dueAtMs: number /** When it began to run: the ring shows the share that is left. */;
      sinceMs?: number;
    }
  | { kind: 'held'; untilMs: number | null }
  | { kind: 'met'; metAtMs: number; sinceMs: number; dueAtMs?: number };

export type ClockFace = {
  state: ClockState;
  /** "due in 52 min", "late 12 min", "held to 12:00", "met in 4 min". */
  words: string;
  /** Share of the time that is left, 0 to 1; null where the sign has no ring. */
  left: number | null;
  /** The instant the words are about; null while something is held without an end. */
  atMs: number | null;
};

export function readClock(reading: ClockReading, nowMs: number, timeZone: string): ClockFace {
  switch (reading.kind) {
    case 'held':
      return {
        state: 'held',
        words: reading.untilMs === null ? 'held' : `held to ${stamp(reading.untilMs, nowMs, timeZone)}`,
        left: null,
        atMs: reading.untilMs,
      };
    case 'met': {
      const took = lengthWords(reading.metAtMs - reading.sinceMs);
      const overMs = reading.dueAtMs === undefined ? 0 : reading.metAtMs - reading.dueAtMs;
      return overMs > 0
        ? { state: 'late', words: `met ${lengthWords(overMs)} late`, left: null, atMs: reading.metAtMs }
        : { state: 'met', words: `met in ${took}`, left: null, atMs: reading.metAtMs };
    }
    case 'due': {
      const leftMs = reading.dueAtMs - nowMs;
      if (leftMs < 0)
        return { state: 'late', words: `late ${lengthWords(-leftMs)}`, left: null, atMs: reading.dueAtMs };
      const wholeMs = reading.sinceMs === undefined ? hourMs : Math.max(1, reading.dueAtMs - reading.sinceMs);
      return {
        state: leftMs <= soonMs ? 'soon' : 'ok',
        words:
          leftMs < hourMs
            ? `due in ${lengthWords(leftMs)}`
            : `due ${stamp(reading.dueAtMs, nowMs, timeZone)}`,
        left: Math.min(1, leftMs / wholeMs),
        atMs: reading.dueAtMs,
      };
    }
  }
}
