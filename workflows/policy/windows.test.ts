import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUsFederalHoliday } from '#workflows/policy/holidays.ts';
import { JURISDICTIONS, jurisdictionsOf } from '#workflows/policy/jurisdictions.ts';
import { validitySeconds } from '#workflows/policy/validity.ts';
import {
  closesAt,
  isOpen,
  longestClosedMs,
  nextOpening,
  textWindows,
  type WindowSet,
} from '#workflows/policy/windows.ts';
import { dayNumber, localAt } from '#workflows/time/local-time.ts';
import { placeOf } from '#workflows/time/place.ts';

const at = (iso: string) => Date.parse(iso);
const HOUR = 3_600_000;

const anySet = fc
  .record({
    country: fc.constantFrom('US', 'CA', 'GB', 'PH', 'FR'),
    region: fc.constantFrom('', 'TX', 'AL', 'RI', 'FL'),
    quiet: fc.option(
      fc.record({
        fromMinute: fc.integer({ min: 0, max: 1439 }),
        toMinute: fc.integer({ min: 0, max: 1439 }),
      }),
    ),
  })
  .map(({ country, region, quiet }) => textWindows(placeOf({ country, region }), quiet));
const instant = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') });

describe('a set of windows', () => {
  it('is open from its next opening until it closes, and at neither side of that', () => {
    fc.assert(
      fc.property(anySet, instant, (set, now) => {
        const opening = nextOpening(set, now);
        if (opening === null) return;
        expect(opening.atMs).toBeGreaterThanOrEqual(now);
        expect(isOpen(set, opening.atMs)).toBe(true);
        if (opening.atMs > now) expect(isOpen(set, opening.atMs - 1)).toBe(false);
        const closeMs = closesAt(set, opening.atMs);
        if (closeMs === null) return;
        expect(isOpen(set, closeMs - 1)).toBe(true);
        expect(isOpen(set, closeMs)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('is open only where every clock shows an open hour', () => {
    fc.assert(
      fc.property(instant, (now) => {
        const set = textWindows(placeOf({ country: 'US' }), null);
        if (!isOpen(set, now)) return;
        for (const window of set) {
          const { minute, weekday } = localAt(now, window.zone);
          const hours = window.hours[weekday];
          expect(hours !== null && minute >= hours[0] && minute < hours[1]).toBe(true);
        }
      }),
    );
  });

  it('never opens when its clocks share no open hour, and says so', () => {
    const apart: WindowSet = ['Asia/Manila', 'America/New_York'].flatMap((zone) =>
      textWindows({ country: 'GB', regions: [], zones: [zone] }, { fromMinute: 720, toMinute: 540 }),
    );
    expect(nextOpening(apart, at('2026-11-23T00:00:00Z'))).toBeNull();
    expect(longestClosedMs(apart, at('2026-11-23T00:00:00Z'))).toBeNull();
  });

  it('without rules is always open and never closes', () => {
    expect(nextOpening([], 5)).toEqual({ atMs: 5, binding: null });
    expect(closesAt([], 5)).toBeNull();
    expect(longestClosedMs([], 5)).toBe(0);
  });

  it('whose quiet hours end where they begin is not closed by them; quiet at noon is open over midnight', () => {
    const place = placeOf({ country: 'GB' });
    expect(textWindows(place, { fromMinute: 60, toMinute: 60 })).toHaveLength(1);
    const noon = textWindows(
      { country: 'PH', regions: [], zones: ['Asia/Manila'] },
      { fromMinute: 720, toMinute: 780 },
    );
    expect(isOpen(noon, at('2026-11-23T03:59:00Z'))).toBe(true);
    expect(isOpen(noon, at('2026-11-23T04:30:00Z'))).toBe(false);
    expect(isOpen(noon, at('2026-11-23T05:00:00Z'))).toBe(true);
  });
});

describe('the longest closed time', () => {
  const from = at('2026-11-23T00:00:00Z');

  it('is a night where every day is alike, one longer in the night the clocks go back', () => {
    expect(longestClosedMs(textWindows(placeOf({ country: 'US', region: 'NY' }), null), from)).toBe(
      12 * HOUR,
    );
    expect(
      longestClosedMs(
        textWindows(placeOf({ country: 'US', region: 'AZ', timeZone: 'America/Phoenix' }), null),
        from,
      ),
    ).toBe(11 * HOUR);
  });

  it('is a long weekend where Sundays and holidays are closed', () => {
    // 19 June 2027 is a Saturday, observed on Friday: closed from Thursday 20:00 to Monday 08:00.
    expect(longestClosedMs(textWindows(placeOf({ country: 'US', region: 'AL' }), null), from)).toBe(
      84 * HOUR,
    );
  });

  it('reaches over every clock of the country when the place is not known', () => {
    const hours = (longestClosedMs(textWindows(placeOf({ country: 'US' }), null), from) ?? 0) / HOUR;
    expect(hours).toBeGreaterThan(36);
    expect(hours).toBeLessThan(72);
  });
});

describe('jurisdictions', () => {
  it('all have hours, a source and a code of their own', () => {
    expect(new Set(JURISDICTIONS.map((j) => j.code)).size).toBe(JURISDICTIONS.length);
    for (const j of JURISDICTIONS) {
      expect(j.source.length).toBeGreaterThan(10);
      for (const hours of Object.values(j.textHours))
        expect(hours === null || hours[0] < hours[1]).toBe(true);
    }
  });

  it('are those of every place a lead may be in, strict where none is known', () => {
    const codes = (country: string | null, ...regions: string[]) =>
      jurisdictionsOf({ country, regions }).map((j) => j.code);
    expect(codes('US', 'US-TX', 'US-FL')).toEqual(['US-TX', 'US-FL']);
    expect(codes('US', 'US-NY')).toEqual(['US']);
    expect(codes('US')).toEqual(['US-strict']);
    expect(codes(null)).toEqual(['US-strict']);
    expect(codes('US', 'CA-ON')).toEqual(['CA', 'US-strict']);
    expect(codes('CA', 'CA-ON')).toEqual(['CA']);
    expect(codes('CA', 'US-FL')).toEqual(['US-FL', 'CA']);
    expect(codes('FR')).toEqual(['other']);
  });
});

describe('federal holidays', () => {
  const holidays = (year: number) =>
    Array.from({ length: 365 }, (_, n) => dayNumber({ year, month: 1, day: 1 }) + n)
      .filter(isUsFederalHoliday)
      .map((day) => new Date(day * 86_400_000).toISOString().slice(5, 10));

  it('are those of the calendar, with the days on which they are observed', () => {
    expect(holidays(2026)).toEqual([
      '01-01',
      '01-19',
      '02-16',
      '05-25',
      '06-19',
      '07-03',
      '07-04',
      '09-07',
      '10-12',
      '11-11',
      '11-26',
      '12-25',
    ]);
    expect(holidays(2027)).toContain('12-31');
    expect(holidays(2027)).toContain('07-05');
  });
});

describe('validitySeconds', () => {
  it('ends with the window, at ten hours at most', () => {
    expect(validitySeconds(null, 0)).toBe(36_000);
    expect(validitySeconds(60_000, 0)).toBe(60);
    expect(validitySeconds(11 * HOUR, 0)).toBe(36_000);
    expect(validitySeconds(0, 5)).toBe(1);
  });
});
