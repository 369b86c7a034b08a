import { describe, expect, it } from 'vitest';
import { dayAndTime, dayKey, dayTitle, timeOfDay } from '#components/lead/day-words.ts';

const atMs = Date.parse('2026-12-04T04:30:00Z'); // Thursday 22:30 in Chicago

describe('a timeline tells its days by the clock of the lead', () => {
  it('so an evening there is not yet the next day', () => {
    expect(timeOfDay(atMs, 'America/Chicago')).toBe('22:30');
    expect(dayKey(atMs, 'America/Chicago')).toBe('2026-12-03');
    expect(dayKey(atMs, 'Europe/Berlin')).toBe('2026-12-04');
    expect(dayAndTime(atMs, 'Europe/Berlin')).toBe('4 Dec 05:30');
  });

  it('naming today, and the year only where it is another', () => {
    expect(dayTitle(atMs, atMs + 3_600_000, 'America/Chicago')).toBe('Today, Thursday 3 December');
    expect(dayTitle(atMs, Date.parse('2026-12-09T12:00:00Z'), 'America/Chicago')).toBe('Thursday 3 December');
    expect(dayTitle(atMs, Date.parse('2027-01-02T12:00:00Z'), 'America/Chicago')).toBe(
      'Thursday 3 December 2026',
    );
  });
});
