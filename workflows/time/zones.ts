import { IANAZone } from 'luxon';
import { DAY_MS, MINUTE_MS } from '#workflows/time/duration.ts';

/** Zones are asked for many times a second by the gate; building one costs more than using it. */
const known = new Map<string, IANAZone | null>();

function zoneOf(name: string): IANAZone | null {
  const seen = known.get(name);
  if (seen !== undefined) return seen;
  // "EST" or "+05:00" are offsets, not places: they do not know about daylight saving time.
  const named = name === 'UTC' || /^[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+)+$/.test(name);
  const zone = named && IANAZone.isValidZone(name) ? IANAZone.create(name) : null;
  known.set(name, zone);
  return zone;
}

/** Whether `name` is an IANA zone of a place ("America/Chicago") that this runtime knows, or "UTC". */
export function isZone(name: string): boolean {
  return zoneOf(name) !== null;
}

/** Per zone: UTC day -> offset in ms where the whole day has one, null where it changes within the day. */
const offsetsByDay = new Map<string, Map<number, number | null>>();
/** Days kept per zone: more than any play looks ahead, less than a megabyte for all zones. */
const MAX_DAYS = 4_000;

/** How far local time is ahead of UTC at that instant, in milliseconds. An unknown zone is a broken invariant: parse with `isZone` first. */
export function offsetMs(zone: string, atMs: number): number {
  const day = Math.floor(atMs / DAY_MS);
  let days = offsetsByDay.get(zone);
  if (days === undefined) {
    days = new Map();
    offsetsByDay.set(zone, days);
  }
  let whole = days.get(day);
  if (whole === undefined) {
    // Asking Intl costs ten microseconds and the gate asks hundreds of times a message. No zone changes twice in a day.
    const start = exactOffsetMs(zone, day * DAY_MS);
    whole = start === exactOffsetMs(zone, (day + 1) * DAY_MS) ? start : null;
    if (days.size >= MAX_DAYS) days.clear();
    days.set(day, whole);
  }
  return whole ?? exactOffsetMs(zone, atMs);
}

function exactOffsetMs(zone: string, atMs: number): number {
  const found = zoneOf(zone);
  if (found === null)
    throw new Error(`"${zone}" is not a time zone. Zones are checked where they enter; this one was not.`);
  return found.offset(atMs) * MINUTE_MS;
}

/** The city a person would name: "America/Argentina/Buenos_Aires" -> "Buenos Aires". */
export function zoneWords(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
