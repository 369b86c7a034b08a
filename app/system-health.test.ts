import { expect, test } from 'vitest';
import { healthProblems } from '#app/system-health.ts';

const nowMs = 1_000_000;

test('a part that stays away is told of, with what is kept', () => {
  expect(healthProblems([{ name: 'temporal', state: 'down', sinceMs: nowMs - 60_000 }], nowMs)).toEqual([
    {
      id: 'temporal',
      part: 'Temporal',
      trouble: 'is down',
      sinceMs: nowMs - 60_000,
      kept: 'nothing is lost, waiting texts go out when it is back',
    },
  ]);
  const [worker] = healthProblems([{ name: 'worker', state: 'restarting', sinceMs: nowMs - 6_000 }], nowMs);
  expect(worker?.trouble).toBe('is being started again');
});

test('a part that works, starts, or fell over a moment ago is not', () => {
  expect(
    healthProblems(
      [
        { name: 'temporal', state: 'up', sinceMs: 0 },
        { name: 'carrier', state: 'starting', sinceMs: 0 },
        { name: 'worker', state: 'restarting', sinceMs: nowMs - 1_000 },
        { name: 'web', state: 'down', sinceMs: 0 },
      ],
      nowMs,
    ),
  ).toEqual([]);
});
