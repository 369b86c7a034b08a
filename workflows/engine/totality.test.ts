import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event } from './event.ts';
import type { Plan } from './plan.ts';
import { initialState, type State } from './state.ts';
import { step } from './step.ts';
import { arbitraryEvent, arbitraryPlan, arbitraryState, deepFreeze, scaled } from './testing/arbitrary.ts';
import { START_MS } from './testing/hand-made.ts';

const STATE_BYTES = 4_096;

/** The plan's and the engine's own promises about any step. */
function expectSound(plan: Plan, before: State, batch: Event[]): State {
  const text = JSON.stringify([before, batch]);
  const { state, effect } = step(plan, deepFreeze(before), deepFreeze(batch));
  expect(JSON.stringify([before, batch])).toBe(text);
  expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  if (effect === null) expect(state.flight).not.toBeNull();
  if (effect?.type === 'activity') {
    expect(state.flight).toEqual({ ...effect, type: undefined });
    const instruction = plan.code[effect.pc];
    if (effect.kind === 'send' && before.flight === null) {
      expect(instruction?.op).toBe('send');
      if (instruction?.op === 'send') expect(state.closed).not.toContain(instruction.channel);
      expect(state.messages).toBeLessThan(plan.limit.messages);
    }
  }
  if (effect?.type === 'finish') expect(state.done).toBe(effect.label);
  if (effect?.type === 'deadline' || effect?.type === 'continueAsNew') expect(state.flight).toBeNull();
  return state;
}

test('step answers any batch in any state of any plan, and never changes what it is given', () => {
  fc.assert(
    fc.property(
      arbitraryPlan(6, true).chain((plan) =>
        fc.tuple(fc.constant(plan), arbitraryState(plan), fc.array(arbitraryEvent(), { maxLength: 6 })),
      ),
      ([plan, state, batch]) => {
        if (state.done !== null) expect(step(plan, state, batch).state).toBe(state);
        else step(plan, deepFreeze(state), deepFreeze(batch));
      },
    ),
    { numRuns: scaled(3_000), seed: 11 },
  );
}, 600_000);

test('a run that began at the trigger keeps a state of at most 4 KB and the promises of the engine, whatever it is told', () => {
  let largest = 0;
  fc.assert(
    fc.property(
      arbitraryPlan(12),
      fc.array(fc.array(arbitraryEvent(), { maxLength: 14 }), { maxLength: 25 }),
      (plan, batches) => {
        let state = initialState(plan, 'workspace-0123456789/play-0123456789/lead-0123456789', START_MS);
        for (const batch of [[{ type: 'boot', atMs: START_MS, skewMs: 0 } satisfies Event], ...batches]) {
          // Answers are given to what was asked: otherwise almost none would be taken.
          const fitting = batch.map((event) =>
            event.type === 'result' && state.flight !== null && event.id > 0
              ? { ...event, id: state.flight.id }
              : event,
          );
          state = expectSound(plan, state, fitting);
          largest = Math.max(largest, JSON.stringify(state).length);
        }
      },
    ),
    { numRuns: scaled(1_500), seed: 12 },
  );
  console.info(`largest state met: ${largest} bytes`);
  expect(largest).toBeLessThanOrEqual(STATE_BYTES);
}, 600_000);

test('a state that is as full as a plan and the engine let it be fits into 4 KB', () => {
  const wide = 9_999_999_999_999;
  const full: State = {
    ...initialState({ start: 999 } as Plan, 'x'.repeat(80), wide),
    skewMs: wide,
    n: 99_999,
    seq: 999_999,
    flight: { id: 99_999, kind: 'unheard', pc: 999, final: true },
    rest: { why: 'blocked', untilMs: wide, fixed: false, countedMs: wide, note: 'x'.repeat(160) },
    paused: { sinceMs: wide, untilMs: wide },
    due: { atMs: wide, checks: 3 },
    facts: Object.fromEntries(Array.from({ length: 24 }, (_, i) => [i + 60, wide])),
    visits: Object.fromEntries(Array.from({ length: 30 }, (_, i) => [i + 900, 100])),
    closed: ['sms', 'email'],
    queue: Array.from({ length: 8 }, (_, i) => ({
      type: 'reply',
      seq: 999_990 + i,
      atMs: wide,
      channel: 'email',
      intent: 'x'.repeat(40),
    })),
    unheard: Array.from({ length: 8 }, (_, i) => 999_990 + i),
    trail: Array.from({ length: 20 }, () => [999, `intent-${'x'.repeat(32)}`, wide, 'closed']),
    left: 99_999,
  };
  // The trail stops at 12, and one batch of 8 events may each leave once more.
  console.info(`fullest state: ${JSON.stringify(full).length} bytes`);
  expect(JSON.stringify(full).length).toBeLessThanOrEqual(STATE_BYTES);
});
