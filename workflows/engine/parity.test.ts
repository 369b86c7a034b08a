import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from './plan.ts';
import { arbitraryPlan, scaled } from './testing/arbitrary.ts';
import { DAY, end, MINUTE, planOf, START_MS, text, to, wait } from './testing/hand-made.ts';
import { ALL, type Happening, happening, live, moves, world } from './testing/moves.ts';
import { Shell } from './testing/shell.ts';

test('the row is the run: after every recorded answer both are the same state, whatever was late, twice or lost', () => {
  let compared = 0;
  let plays = 0;
  fc.assert(
    fc.property(arbitraryPlan(8), moves, fc.string(), (plan, made, salt) => {
      const shell = new Shell(plan, world(salt, ALL));
      live(shell, made);
      shell.settles();
      compared += shell.compared;
      plays += 1;
      // Every message of the witness is another visit of a step: nothing was sent twice.
      expect(new Set(shell.sends).size).toBe(shell.sends.length);
      // A reply reaches the owner once.
      expect(new Set(shell.handed).size).toBe(shell.handed.length);
    }),
    { numRuns: scaled(1_500), seed: 21 },
  );
  console.info(`row and run compared ${compared} times in ${plays} histories`);
  expect(compared).toBeGreaterThan(plays);
}, 600_000);

/** Runs to the end on its own clock with events at set times; @returns whether it came to an end. */
function straight(shell: Shell, script: readonly { atMs: number; event: Happening }[], from = 0): boolean {
  let next = from;
  for (let i = 0; i < 400 && shell.ended === null; i++) {
    shell.settles();
    // Made up at random, some plans go round for ever; what the compiler lets through does not.
    if (shell.isBusy && shell.ended === null) return false;
    const event = script[next];
    const timerMs = shell.nextMs;
    if (event === undefined && timerMs === null) return false;
    if (event !== undefined && (timerMs === null || event.atMs < timerMs)) {
      shell.passes(Math.max(0, event.atMs - shell.nowMs));
      shell.commits(event.event);
      next += 1;
    } else if (timerMs !== null) shell.passes(Math.max(0, timerMs - shell.nowMs));
  }
  return shell.ended !== null;
}

test('a run rebuilt from any recorded state, with the later events, comes to the same end by the same messages', () => {
  const script = fc
    .array(
      fc.record({
        atMs: fc.integer({ min: 1, max: (20 * DAY) / MINUTE }).map((m) => START_MS + m * MINUTE),
        event: happening,
      }),
      { maxLength: 8 },
    )
    .map((all) => all.sort((a, b) => a.atMs - b.atMs));
  let rebuilt = 0;
  fc.assert(
    fc.property(arbitraryPlan(8), script, fc.string(), (plan, happenings, salt) => {
      const first = new Shell(plan, world(salt, ALL));
      first.boot();
      if (!straight(first, happenings)) return;
      for (const [i, row] of first.recordings.entries()) {
        if (i % 2 !== 0) continue;
        const again = new Shell(plan, world(salt, ALL));
        again.nowMs = row.nowMs;
        const seen = happenings.filter((one) => one.atMs <= row.nowMs).length;
        for (const event of first.db.events.slice(0, seen)) again.db.events.push(event);
        again.db.row = row;
        again.db.recordedId = row.flight === null ? row.n : row.n - 1;
        again.boot();
        straight(again, happenings, seen);
        rebuilt += 1;
        expect(again.ended).toBe(first.ended);
        expect(first.sends.slice(first.sends.length - again.sends.length)).toEqual(again.sends);
        expect(again.run?.left).toBe(first.run?.left);
        expect(again.run?.messages).toBe(first.run?.messages);
        expect(again.run?.stayMs).toBe(first.run?.stayMs);
      }
    }),
    { numRuns: scaled(1_200), seed: 22 },
  );
  console.info(`${rebuilt} rebuilt runs`);
}, 600_000);

test('late, twice or out of order, every event is consumed once and closes the same channels', () => {
  const waiting: Plan = planOf([
    text(0, 1),
    {
      op: 'awaitReply',
      node: 1,
      ms: 2 * DAY,
      channels: ['sms'],
      replies: { interested: to(2, 'interested') },
      otherwise: to(3, 'otherwise'),
      silence: to(3, 'noReply'),
    },
    text(2, 4),
    text(3, 4),
    wait(4, DAY, 5),
    end(5, 'ended'),
  ]);
  fc.assert(
    fc.property(
      fc.array(happening, { maxLength: 10 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean(), fc.boolean()), { maxLength: 30 }),
      (events, deliveries) => {
        const inOrder = new Shell(waiting, world('same', ['sent']));
        const mixed = new Shell(waiting, world('same', ['sent']));
        for (const shell of [inOrder, mixed]) {
          shell.boot();
          shell.settles();
          for (const event of events) shell.commits(event);
        }
        inOrder.settles();
        for (const [count, twice, reversed] of deliveries) mixed.delivers(count, twice, reversed);
        mixed.settles();
        // Two skips may bring either to its end, after which nothing is consumed.
        if (mixed.ended !== null || inOrder.ended !== null) return;
        // Batches decide by precedence, so the ways may differ; what is closed may not.
        expect(mixed.run?.closed).toEqual(inOrder.run?.closed);
        expect(mixed.run?.seq).toBe(events.length);
        expect(mixed.run?.flight).toBeNull();
        expect(mixed.run?.queue).toEqual([]);
      },
    ),
    { numRuns: scaled(400), seed: 23 },
  );
}, 600_000);
