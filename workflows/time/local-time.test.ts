import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dateOfDayNumber,
  dayNumber,
  fieldDateInstant,
  instantOf,
  localAt,
  minuteOfDay,
  nextLocalTimeMs,
  type Weekday,
  weekdayOf,
} from '#workflows/time/local-time.ts';
import { offsetMs } from '#workflows/time/zones.ts';

const at = (iso: string) => Date.parse(iso);
const iso = (ms: number) => new Date(ms).toISOString();
const day = (year: number, month: number, date: number) => dayNumber({ year, month, day: date });

const zone = fc.constantFrom(
  'America/New_York',
  'America/St_Johns',
  'America/Phoenix',
  'Pacific/Apia',
  'Pacific/Honolulu',
  'Europe/London',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'UTC',
);
// 2010 to 2035: includes the day that Samoa skipped.
const instant = fc.integer({ min: at('2010-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') });

describe('instantOf', () => {
  it('moves a time inside the spring gap forward by the gap', () => {
    expect(iso(instantOf(day(2027, 3, 14), 150, 'America/New_York'))).toBe('2027-03-14T07:30:00.000Z');
  });

  it('takes the first of a time that occurs twice in autumn, and the second only when asked for the latest', () => {
    expect(iso(instantOf(day(2026, 11, 1), 90, 'America/New_York'))).toBe('2026-11-01T05:30:00.000Z');
    expect(iso(instantOf(day(2026, 11, 1), 90, 'America/New_York', 'latest'))).toBe(
      '2026-11-01T06:30:00.000Z',
    );
  });

  it('answers for the day that Samoa never had', () => {
    expect(iso(instantOf(day(2011, 12, 30), 720, 'Pacific/Apia'))).toBe('2011-12-30T22:00:00.000Z');
  });

  it('shows the wanted wall clock wherever the zone has such a time, and otherwise lies between the strict readings', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 1439 }), zone, (ms, minute, z) => {
        const d = localAt(ms, z).day;
        const chosen = instantOf(d, minute, z);
        const earliest = instantOf(d, minute, z, 'earliest');
        const latest = instantOf(d, minute, z, 'latest');
        expect(earliest).toBeLessThanOrEqual(chosen);
        expect(chosen).toBeLessThanOrEqual(latest);
        if (earliest === latest) expect(localAt(chosen, z)).toMatchObject({ day: d, minute });
      }),
    );
  });

  it('is the inverse of localAt for every minute that occurs once', () => {
    fc.assert(
      fc.property(instant, zone, (ms, z) => {
        const wholeMinute = ms - (ms % 60_000);
        const { day: d, minute } = localAt(wholeMinute, z);
        const options = [instantOf(d, minute, z), instantOf(d, minute, z, 'latest')];
        expect(options).toContain(wholeMinute);
      }),
    );
  });
});

describe('nextLocalTimeMs', () => {
  it('is now when it is that minute now, and the next allowed weekday otherwise', () => {
    const monday9 = at('2026-11-23T14:00:00Z');
    expect(nextLocalTimeMs(monday9, '09:00', [1, 2, 3, 4, 5], 'America/New_York')).toBe(monday9);
    expect(iso(nextLocalTimeMs(monday9 + 1, '09:00', [6], 'America/New_York'))).toBe(
      '2026-11-28T14:00:00.000Z',
    );
  });

  it('never goes back, never waits more than nine days, and lands on an allowed day at that time', () => {
    const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }) as fc.Arbitrary<Weekday>);
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 23 }), weekdays, zone, (ms, hour, days, z) => {
        const time = `${String(hour).padStart(2, '0')}:15`;
        const next = nextLocalTimeMs(ms, time, days, z);
        expect(next).toBeGreaterThanOrEqual(ms);
        expect(next - ms).toBeLessThan(9 * 86_400_000);
        const local = localAt(next, z);
        const inGap = offsetMs(z, next - 86_400_000) !== offsetMs(z, next + 86_400_000);
        if (!inGap) {
          expect(local.minute).toBe(minuteOfDay(time));
          if (days.length > 0) expect(days).toContain(local.weekday);
        }
      }),
    );
  });
});

describe('fieldDateInstant', () => {
  it('counts calendar days from the date in the field, across a clock change', () => {
    expect(fieldDateInstant('2027-03-15', '09:00', -2, 'America/New_York')).toEqual({
      ok: true,
      atMs: at('2027-03-13T14:00:00Z'),
    });
    expect(fieldDateInstant('2027-03-15', '09:00', 0, 'America/New_York')).toEqual({
      ok: true,
      atMs: at('2027-03-15T13:00:00Z'),
    });
  });

  it('takes the day that an instant has in the zone of the lead', () => {
    expect(fieldDateInstant('2026-12-01T03:00:00Z', '08:00', 0, 'America/Chicago')).toEqual({
      ok: true,
      atMs: at('2026-11-30T14:00:00Z'),
    });
  });

  it('answers with a reason for an empty field, words, and a day that does not exist', () => {
    for (const bad of [null, '', 'soon', '2026-02-30', '30/11/2026']) {
      expect(fieldDateInstant(bad, '09:00', 0, 'UTC')).toMatchObject({ ok: false });
    }
  });
});

describe('day numbers', () => {
  it('go there and back, and know their weekday', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 900_000 }), (n) => {
        expect(dayNumber(dateOfDayNumber(n))).toBe(n);
        const { year, month, day: date } = dateOfDayNumber(n);
        expect(Date.UTC(year, month - 1, date)).toBe(n * 86_400_000);
        const jsDay = new Date(n * 86_400_000).getUTCDay();
        expect(weekdayOf(n)).toBe(jsDay === 0 ? 7 : jsDay);
      }),
    );
  });
});
