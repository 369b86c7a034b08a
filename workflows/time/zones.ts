import { IANAZone } from 'luxon';
import { MINUTE_MS } from '#workflows/time/duration.ts';

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

/** How far local time is ahead of UTC at that instant, in milliseconds. An unknown zone is a broken invariant: parse with `isZone` first. */
export function offsetMs(zone: string, atMs: number): number {
  const found = zoneOf(zone);
  if (found === null)
    throw new Error(`"${zone}" is not a time zone. Zones are checked where they enter; this one was not.`);
  return found.offset(atMs) * MINUTE_MS;
}

/** The city a person would name: "America/Argentina/Buenos_Aires" -> "Buenos Aires". */
export function zoneWords(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
