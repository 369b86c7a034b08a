import { block, leave, restFor, skipReason } from './advance.ts';
import type { Result } from './event.ts';
import type { FactValue, Plan, Send } from './plan.ts';
import { NO_FACTS, type State } from './state.ts';

/** A gate that defers by nothing would spin. */
const SHORTEST_DEFERRAL_MS = 1_000;

/**
 * Takes the answer of the activity in flight.
 * @returns whether the shell recorded it, by running this same code in the answering transaction
 */
export function answer(plan: Plan, s: State, result: Result): boolean {
  const asked = s.flight;
  if (asked === null) return false;
  s.flight = null;
  const outcome = result.outcome;
  if (outcome.kind === 'superseded') s.done = 'superseded';
  if (outcome.kind === 'superseded' || outcome.kind === 'stale') return false;
  if (outcome.kind === 'blocked' && (asked.kind === 'record' || asked.kind === 'unheard')) {
    // Both only write down. Where that is refused for good nothing of the run is kept any more (its row is gone), and
    // to stand blocked would have to be written down again.
    s.done = 'lost';
    return false;
  }
  if (outcome.kind === 'blocked') {
    s.dirty = true;
    block(s, outcome.why);
    return false;
  }
  s.trail = [];
  s.dirty = false;
  const instruction = plan.code[asked.pc];
  if (asked.kind === 'record') return true;
  if (asked.kind === 'unheard') {
    s.unheard = [];
    return true;
  }
  s.facts = result.facts === undefined ? NO_FACTS : factsOf(result.facts);
  if (instruction?.op === 'send' && (asked.kind === 'send' || asked.kind === 'check')) {
    answerSend(plan, s, instruction, result);
  } else if (instruction?.op === 'act' && outcome.kind === 'done') leave(s, instruction, instruction.next);
  else if (instruction?.op === 'act' && outcome.kind === 'refused')
    leave(s, instruction, instruction.refused);
  else if (instruction?.op === 'read' && outcome.kind === 'done') leave(s, instruction, instruction.next);
  else if (instruction?.op === 'send' && outcome.kind === 'done') {
    leave(s, instruction, instruction.notSent, skipReason(s, instruction) ?? 'closed');
  } else block(s, 'A step gave an answer that it cannot give.');
  return true;
}

function factsOf(pairs: readonly [number, FactValue][]): Record<string, FactValue> {
  const facts: Record<string, FactValue> = {};
  for (const [fact, value] of pairs) facts[fact] = value;
  return facts;
}

/** A text that may have been accepted is looked for again; after the last look it counts as sent and is never sent again. */
function doubt(plan: Plan, s: State, send: Send, dueMs: number, checks: number): void {
  const pauseMs = plan.doubtMs[checks];
  if (pauseMs === undefined) {
    s.messages += 1;
    return leave(s, send, send.unconfirmed);
  }
  s.due = { atMs: dueMs, checks };
  restFor(s, 'doubt', s.nowMs + pauseMs, true);
}

function answerSend(plan: Plan, s: State, send: Send, result: Result): void {
  const outcome = result.outcome;
  const due = s.due ?? { atMs: s.nowMs, checks: null };
  const lastMs = due.atMs + send.giveUpMs;
  switch (outcome.kind) {
    case 'sent':
      s.messages += 1;
      return leave(s, send, send.sent);
    case 'unconfirmed':
      s.messages += 1;
      return leave(s, send, send.unconfirmed);
    case 'notSent':
      return leave(s, send, send.notSent);
    case 'inDoubt':
      return doubt(plan, s, send, due.atMs, due.checks ?? 0);
    case 'defer':
      // What may have been sent cannot be put off, only looked for again.
      if (due.checks !== null) return doubt(plan, s, send, due.atMs, due.checks);
      if (s.nowMs >= lastMs) return leave(s, send, send.notSent, 'late');
      return restFor(
        s,
        'defer',
        Math.min(Math.max(outcome.untilMs, s.nowMs + SHORTEST_DEFERRAL_MS), lastMs),
        true,
        outcome.why,
      );
    case 'hold':
      return restFor(s, 'hold', outcome.reviewAtMs, true, outcome.why);
    default:
      return block(s, 'A send gave an answer that it cannot give.');
  }
}
