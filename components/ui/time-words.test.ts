import { describe, expect, test } from 'vitest';
import {
  agoWords,
  dateWords,
  exactWords,
  lengthWords,
  readClock,
  sameWallClock,
  stamp,
  zoneWords,
} from '#components/ui/time-words.ts';

const chicago = 'America/Chicago';
/** Thursday 3 December 2026, 10:35 in Chicago. */
const nowMs = Date.UTC(2026, 11, 3, 16, 35);
const minutes = (count: number) => count * 60_000;

describe('a stamp', () => {
  test('of today is the time alone', () => expect(stamp(nowMs - minutes(9), nowMs, chicago)).toBe('10:26'));
  test('of this week names the weekday', () =>
    expect(stamp(Date.UTC(2026, 11, 1, 14, 3), nowMs, chicago)).toBe('Tue 08:03'));
  test('of last night is not today, however few hours ago', () =>
    expect(stamp(Date.UTC(2026, 11, 3, 5, 59), nowMs, chicago)).toBe('Wed 23:59'));
  test('further away names the date', () =>
    expect(stamp(Date.UTC(2026, 11, 18, 15, 0), nowMs, chicago)).toBe('18 Dec 09:00'));
  test('of another year leaves the hour out', () =>
    expect(stamp(Date.UTC(2025, 8, 8, 15, 0), nowMs, chicago)).toBe('8 Sep 2025'));
  test('is told in the zone that is asked for', () =>
    expect(stamp(nowMs, nowMs, 'Pacific/Honolulu')).toBe('06:35'));
  test('at midnight is 00:00, not 24:00', () =>
    expect(stamp(Date.UTC(2026, 11, 3, 6, 0), nowMs, chicago)).toBe('00:00'));
});

test('dates near today have names', () => {
  expect(dateWords(nowMs, nowMs, chicago)).toBe('today');
  expect(dateWords(nowMs - minutes(24 * 60), nowMs, chicago)).toBe('yesterday');
  expect(dateWords(nowMs + minutes(24 * 60), nowMs, chicago)).toBe('tomorrow');
  expect(dateWords(nowMs + minutes(15 * 24 * 60), nowMs, chicago)).toBe('18 Dec');
});

test('the exact words name day, second, city and offset', () => {
  expect(exactWords(nowMs, chicago)).toBe('Thursday 3 December 2026, 10:35:00, Chicago (GMT-6)');
});

test('a zone is told by its city', () => {
  expect(zoneWords('America/Argentina/Buenos_Aires')).toBe('Buenos Aires');
  expect(zoneWords('UTC')).toBe('UTC');
});

test('zones that show the same time now count as the same, and differ in summer', () => {
  const phoenix = 'America/Phoenix';
  expect(sameWallClock(nowMs, 'America/Denver', phoenix)).toBe(true);
  expect(sameWallClock(Date.UTC(2026, 6, 3), 'America/Denver', phoenix)).toBe(false);
});

test.each([
  [2_000, '2 s'],
  [minutes(12), '12 min'],
  [minutes(60), '1 h'],
  [minutes(140), '2 h 20 min'],
  [minutes(60 * 30), '30 h'],
  [minutes(60 * 24 * 2), '2 days'],
  [minutes(60 * 24 * 35), '5 weeks'],
])('%i ms is told as %s', (ms, words) => expect(lengthWords(ms)).toBe(words));

test('what is near is told by its distance, what is far by its stamp', () => {
  expect(agoWords(nowMs - 20_000, nowMs, chicago)).toBe('just now');
  expect(agoWords(nowMs - minutes(12), nowMs, chicago)).toBe('12 min ago');
  expect(agoWords(nowMs + minutes(12), nowMs, chicago)).toBe('in 12 min');
  expect(agoWords(nowMs - minutes(90), nowMs, chicago)).toBe('09:05');
});

describe('a clock', () => {
  const due = (leftMin: number, sinceMin?: number) =>
    readClock(
      {
        kind: 'due',
        dueAtMs: nowMs + minutes(leftMin),
        ...(sinceMin === undefined ? {} : { sinceMs: nowMs - minutes(sinceMin) }),
      },
      nowMs,
      chicago,
    );

  test('with more than 15 minutes left is calm', () => {
    expect(due(52)).toMatchObject({ state: 'ok', words: 'due in 52 min' });
    expect(due(85)).toMatchObject({ state: 'ok', words: 'due 12:00' });
  });
  test('with 15 minutes or less is soon', () => {
    expect(due(15).state).toBe('soon');
    expect(due(6)).toMatchObject({ state: 'soon', words: 'due in 6 min' });
  });
  test('that ran out is late by so much', () =>
    expect(due(-12)).toMatchObject({ state: 'late', words: 'late 12 min' }));
  test('shows the share of its own time that is left', () => {
    expect(due(6, 9).left).toBeCloseTo(0.4);
    expect(due(52).left).toBeCloseTo(52 / 60);
  });
  test('that is held says until when, if that is known', () => {
    expect(readClock({ kind: 'held', untilMs: nowMs + minutes(85) }, nowMs, chicago).words).toBe(
      'held to 12:00',
    );
    expect(readClock({ kind: 'held', untilMs: null }, nowMs, chicago).words).toBe('held');
  });
  test('that was met says how fast, or how late', () => {
    const sinceMs = nowMs - minutes(30);
    const met = { kind: 'met', sinceMs, metAtMs: sinceMs + minutes(4) } as const;
    expect(readClock(met, nowMs, chicago)).toMatchObject({ state: 'met', words: 'met in 4 min' });
    expect(readClock({ ...met, dueAtMs: sinceMs + minutes(1) }, nowMs, chicago)).toMatchObject({
      state: 'late',
      words: 'met 3 min late',
    });
  });
});
