import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  dayTitle,
  inputText,
  instantOfInput,
  timeOf,
  wholeMinute,
} from '#components/simulator/lead-clock.ts';

test('an instant goes through the input and back, also where clocks change', () => {
  const zones = fc.constantFrom('America/Chicago', 'Europe/Berlin', 'Asia/Kolkata', 'UTC');
  fc.assert(
    fc.property(fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }), zones, (ms, zone) => {
      const atMs = wholeMinute(ms);
      const back = instantOfInput(inputText(atMs, zone), zone) ?? 0;
      // The hour that clocks show twice is read as its first time.
      expect([0, 3_600_000]).toContain(atMs - back);
    }),
  );
});

test('what is half typed is no instant', () => {
  for (const text of ['', '2026-11', '2026-13-40T10:00', '2026-11-30'])
    expect(instantOfInput(text, 'UTC')).toBeNull();
});

test('days and times are told where the lead is', () => {
  const atMs = Date.parse('2026-12-01T03:41:00Z');
  expect([dayTitle(atMs, 'America/Chicago'), timeOf(atMs, 'America/Chicago')]).toEqual([
    'Mon 30 Nov',
    '21:41',
  ]);
});
