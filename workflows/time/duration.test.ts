import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  durationFromMs,
  durationMs,
  durationSchema,
  durationWords,
  msWords,
} from '#workflows/time/duration.ts';

const duration = fc.record({
  value: fc.integer({ min: 1, max: 5_000 }),
  unit: fc.constantFrom('minutes' as const, 'hours' as const, 'days' as const, 'weeks' as const),
});

describe('a duration', () => {
  it('says itself in words, singular and plural', () => {
    expect(durationWords({ value: 2, unit: 'days' })).toBe('2 days');
    expect(durationWords({ value: 1, unit: 'hours' })).toBe('1 hour');
  });

  it('keeps its length through milliseconds and back, whatever the unit', () => {
    fc.assert(
      fc.property(duration, (d) => {
        expect(durationMs(durationFromMs(durationMs(d)))).toBe(durationMs(d));
      }),
    );
  });

  it('is never shorter than what was asked, and never shorter than a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 10 ** 10 }), (ms) => {
        expect(durationMs(durationFromMs(ms))).toBeGreaterThanOrEqual(Math.max(ms, 60_000));
      }),
    );
  });

  it('refuses nothing, halves and other units at the door', () => {
    for (const bad of [
      { value: 0, unit: 'days' },
      { value: 1.5, unit: 'days' },
      { value: 1, unit: 'months' },
    ]) {
      expect(durationSchema.safeParse(bad).success).toBe(false);
    }
  });
});

describe('msWords', () => {
  it('uses at most two units and leaves out what is zero', () => {
    const hour = 3_600_000;
    expect(msWords(12 * 24 * hour + 4 * hour + 60_000)).toBe('12 days 4 hours');
    expect(msWords(3 * hour)).toBe('3 hours');
    expect(msWords(24 * hour + 60_000)).toBe('1 day');
    expect(msWords(59_999)).toBe('less than a minute');
  });
});
