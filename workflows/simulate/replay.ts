import type { ActivityKind, Effect } from '#workflows/engine/effect.ts';
import type { Event, Outcome, OutsideEvent, Result } from '#workflows/engine/event.ts';
import type { Plan } from '#workflows/engine/plan.ts';
import { initialState, type State } from '#workflows/engine/state.ts';
import { step } from '#workflows/engine/step.ts';

/** What a run did, in order and in time: what must be equal between a real run and its replay. */
export type Replayed = {
  /** Every activity that was asked, with its answer. */
  asked: { atMs: number; kind: ActivityKind; node: string; outcome: Outcome['kind']; why: string | null }[];
  /** Messages that were accepted or are of unknown fate. */
  sends: { atMs: number; node: string; outcome: 'sent' | 'unconfirmed' }[];
  /** Everything the run waited for. */
  waits: { fromMs: number; untilMs: number | null; node: string; why: string }[];
  leavings: { atMs: number; node: string; port: string }[];
  ended: { atMs: number; label: string } | null;
  /** Where the run stands after the last recorded event. */
  state: State;
  /** What the recording lacks to go on; null: it was enough. */
  missing: string | null;
};

/**
 * Feeds what a real run recorded to `step`: its results (by id), the outside events (by seq), and nothing else. Deadlines
 * come from the run's own waits, or from recorded `timer` events where the recording has any.
 *
 * @param recorded in the order in which the run got it; outside events that came in one go stand together in an array
 * @param startMs when the enrolment began, as its `initialState` was given
 */
export function replayRecorded(
  plan: Plan,
  seed: string,
  recorded: readonly (Event | readonly OutsideEvent[])[],
  startMs: number,
): Replayed {
  const results = new Map<number, Result[]>();
  const single: Event[] = [];
  /** Outside events, each with how many results the run had got before them. */
  const batches: { events: OutsideEvent[]; after: number }[] = [];
  let got = 0;
  for (const one of recorded) {
    if (isBatch(one)) batches.push({ events: [...one], after: got });
    else if (one.type === 'result') {
      results.set(one.id, [...(results.get(one.id) ?? []), one]);
      got += 1;
    } else if (isOutside(one)) batches.push({ events: [one], after: got });
    else single.push(one);
  }
  const timers = single.filter((event) => event.type === 'timer').sort((a, b) => a.atMs - b.atMs);
  const ownTimers = timers.length === 0;

  let state = initialState(plan, seed, startMs);
  const replayed: Replayed = {
    asked: [],
    sends: [],
    waits: [],
    leavings: [],
    ended: null,
    state,
    missing: null,
  };
  const nodeOf = (pc: number): string => plan.nodes[plan.code[pc]?.node ?? -1] ?? '';
  const feed = (batch: Event[]): Effect | null => {
    const before = state;
    const next = step(plan, before, batch);
    state = next.state;
    replayed.state = state;
    const fresh = state.left - before.left;
    for (const [node, port, atMs] of state.trail.slice(Math.max(0, state.trail.length - fresh))) {
      replayed.leavings.push({ atMs, node: plan.nodes[node] ?? '', port });
    }
    const { rest } = state;
    if (
      rest !== null &&
      rest !== before.rest &&
      !(rest.untilMs === before.rest?.untilMs && state.pc === before.pc)
    ) {
      replayed.waits.push({
        fromMs: state.nowMs,
        untilMs: rest.untilMs,
        node: nodeOf(state.pc),
        why: rest.why,
      });
    }
    return next.effect;
  };

  let effect = feed([{ type: 'boot', atMs: startMs, skewMs: 0 }]);
  for (let fuel = recorded.length * 4 + 10_000; fuel > 0; fuel--) {
    if (effect === null) {
      replayed.missing = 'The engine waits for an answer that was given.';
      return replayed;
    }
    if (effect.type === 'finish') {
      replayed.ended = { atMs: state.nowMs, label: effect.label };
      return replayed;
    }
    if (effect.type === 'continueAsNew') {
      effect = feed([{ type: 'boot', atMs: state.nowMs, skewMs: state.skewMs }]);
      continue;
    }
    if (effect.type === 'activity') {
      const result = results.get(effect.id)?.shift();
      if (result === undefined) {
        replayed.missing = `No answer to ${effect.kind} ${effect.id} at "${nodeOf(effect.pc)}" was recorded.`;
        return replayed;
      }
      const { outcome } = result;
      const node = nodeOf(effect.pc);
      replayed.asked.push({
        atMs: result.atMs,
        kind: effect.kind,
        node,
        outcome: outcome.kind,
        why: 'why' in outcome ? outcome.why : null,
      });
      if (outcome.kind === 'sent' || outcome.kind === 'unconfirmed') {
        replayed.sends.push({ atMs: result.atMs, node, outcome: outcome.kind });
      }
      effect = feed([result]);
      continue;
    }
    // At rest: the next event, or the deadline, whichever comes first.
    const { seq } = state;
    while (batches[0]?.events.every((event) => event.seq <= seq) === true) batches.shift();
    const [batch] = batches;
    const batchMs = Math.max(...(batch?.events.map((event) => event.atMs) ?? []));
    const deadlineMs = ownTimers ? effect.atMs : (timers[0]?.atMs ?? null);
    const isNext = batch !== undefined && batch.after <= replayed.asked.length;
    if (isNext && (deadlineMs === null || batchMs <= deadlineMs)) {
      batches.shift();
      effect = feed(batch.events);
    } else if (deadlineMs !== null) {
      timers.shift();
      effect = feed([{ type: 'timer', atMs: Math.max(deadlineMs, state.nowMs) }]);
    } else {
      replayed.missing = 'Nothing was recorded that would end this wait.';
      return replayed;
    }
  }
  replayed.missing = 'The recording goes round without an end.';
  return replayed;
}

function isOutside(event: Event): event is OutsideEvent {
  return 'seq' in event;
}

function isBatch(one: Event | readonly OutsideEvent[]): one is readonly OutsideEvent[] {
  return Array.isArray(one);
}
