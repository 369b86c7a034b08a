import { expect, test } from 'vitest';
import { healthProblems } from '#app/system-health.ts';
import type { PartState, SystemState } from '#app/system-state.ts';

const nowMs = 1_000_000;
const home = '/somewhere';

function problems(part: Partial<PartState>, oldestWallMs: number | null = null) {
  const facts: SystemState['facts'] = {
    outbox: { waiting: oldestWallMs === null ? 0 : 1, oldestWallMs },
    jobs: { due: 0, oldestWallMs: null },
    overdue: 0,
    blocked: 0,
    realSenders: 0,
    counters: {},
  };
  const whole: PartState = { name: 'web', state: 'up', sinceMs: 0, why: null, restarts: 0, ...part };
  return healthProblems({ parts: [whole], facts }, home, nowMs);
}

test('a part that stays away is told of, with what is kept', () => {
  expect(problems({ name: 'temporal', state: 'down', sinceMs: nowMs - 60_000 })).toEqual([
    {
      id: 'temporal',
      part: 'Temporal',
      trouble: 'is down',
      sinceMs: nowMs - 60_000,
      kept: 'nothing is lost, waiting texts go out when it is back',
    },
  ]);
  const [worker] = problems({ name: 'worker', state: 'restarting', sinceMs: nowMs - 6_000 });
  expect(worker?.trouble).toBe('is being started again');
  expect(problems({ name: 'disk', state: 'down', sinceMs: null, why: 'Only 40 MB are left.' })).toHaveLength(
    1,
  );
});

test('a part that works, starts, runs elsewhere, or fell over a moment ago is not', () => {
  expect(problems({ name: 'temporal', state: 'up' })).toEqual([]);
  expect(problems({ name: 'temporal', state: 'elsewhere', sinceMs: null })).toEqual([]);
  expect(problems({ name: 'carrier', state: 'starting' })).toEqual([]);
  expect(problems({ name: 'worker', state: 'restarting', sinceMs: nowMs - 1_000 })).toEqual([]);
  expect(problems({ name: 'web', state: 'down' })).toEqual([]);
});

test('deliveries that wait for a minute are told of, unless a part that is down says why', () => {
  expect(problems({}, nowMs - 30_000)).toEqual([]);
  expect(problems({}, nowMs - 90_000)).toMatchObject([{ id: 'outbox', sinceMs: nowMs - 90_000 }]);
  const down = problems({ name: 'worker', state: 'down', sinceMs: nowMs - 90_000 }, nowMs - 90_000);
  expect(down.map(({ id }) => id)).toEqual(['worker']);
});
