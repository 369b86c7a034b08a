import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryPlan, scaled } from '#workflows/engine/testing/arbitrary.ts';
import { START_MS } from '#workflows/engine/testing/hand-made.ts';
import { ALL, live, moves, world } from '#workflows/engine/testing/moves.ts';
import { Shell } from '#workflows/engine/testing/shell.ts';
import { replayRecorded } from '#workflows/simulate/replay.ts';

test('whatever was late, twice, out of order or lost on the way, what was kept replays to the same state', () => {
  let answers = 0;
  let stale = 0;
  fc.assert(
    fc.property(arbitraryPlan(8), moves, fc.string(), (plan, made, salt) => {
      const shell = new Shell(plan, world(salt, ALL));
      live(shell, made);
      shell.settles();
      // Some plans made up at random go round for ever.
      if (shell.isBusy && shell.ended === null) return;
      const recording = { startMs: START_MS, answers: [...shell.told.values()], events: shell.db.events };
      const replayed = replayRecorded(plan, 'lead-1', recording);
      expect(replayed.missing).toBeNull();
      // What waits for a text in doubt may not have been told with an answer yet.
      const own = { queue: [], long: false };
      expect({ ...replayed.state, ...own }).toEqual({ ...shell.run, ...own });
      expect(replayed.ended?.label ?? null).toBe(shell.ended);
      answers += recording.answers.length;
      stale += recording.answers.filter(({ outcome }) => outcome.kind === 'stale').length;
    }),
    { numRuns: scaled(1_500), seed: 41 },
  );
  console.info(`${answers} answers replayed, ${stale} of them stale`);
  expect(stale).toBeGreaterThan(50);
}, 600_000);
