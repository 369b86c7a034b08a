import { block, leave, restFor } from './advance.ts';
import type { Result } from './event.ts';
import type { Plan, Send } from './plan.ts';
import type { State } from './state.ts';

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
  for (const [fact, value] of result.facts ?? []) s.facts = { ...s.facts, [fact]: value };
  if (outcome.kind === 'blocked') {
    s.dirty = true;
    block(s, outcome.why);
    return false;
  }
  s.trail = [];
  s.dirty = false;
  const instruction = plan.code[asked.pc];
  if (asked.kind === 'record') return true;
  if (asked.kind === 'unheard') s.unheard = [];
  else if (instruction?.op === 'send' && (asked.kind === 'send' || asked.kind === 'check')) {
    answerSend(plan, s, instruction, result);
  } else if (instruction?.op === 'act' && outcome.kind === 'done') leave(s, instruction, instruction.next);
  else if (instruction?.op === 'act' && outcome.kind === 'refused') leave(s, instruction, instruction.refused);
  else if (instruction?.op === 'read' && outcome.kind === 'done') leave(s, instruction, instruction.next);
  else block(s, 'A step gave an answer that it cannot give.');
  return true;
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
    case 'inDoubt': {
      const checks = due.checks === null ? 0 : due.checks;
      const pauseMs = plan.doubtMs[checks];
      if (pauseMs === undefined) {
        s.messages += 1;
        return leave(s, send, send.unconfirmed);
      }
      s.due = { atMs: due.atMs, checks };
      return restFor(s, 'doubt', s.nowMs + pauseMs, true);
    }
    case 'defer':
      if (s.nowMs >= lastMs) return leave(s, send, send.notSent);
      return restFor(
        s,
        'defer',
        Math.min(Math.max(outcome.untilMs, s.nowMs + SHORTEST_DEFERRAL_MS), Math.max(lastMs, s.nowMs + SHORTEST_DEFERRAL_MS)),
        true,
        outcome.why,
      );
    case 'hold':
      return restFor(s, 'hold', outcome.reviewAtMs, true, outcome.why);
    default:
      return block(s, 'A send gave an answer that it cannot give.');
  }
}
