import { drawBasisPoint } from './chance.ts';
import type { Exit, Instruction, Pc, Plan, Send } from './plan.ts';
import { type LeaveReason, NO_FACTS, type Rest, type RestReason, type State } from './state.ts';

/** More leavings than this are written down before the run goes on, so that state stays small. */
export const TRAIL_MAX = 12;

/** Reasons are words for people, and stand in a state of 4 KB. */
const LONGEST_NOTE = 160;

/** Leaves the drawn node when the exit names a port; otherwise moves on inside it. */
export function leave(s: State, instruction: Instruction, exit: Exit, why?: LeaveReason): void {
  if (exit.port !== undefined) {
    const { node } = instruction;
    s.trail = [...s.trail, why === undefined ? [node, exit.port, s.nowMs] : [node, exit.port, s.nowMs, why]];
    s.left += 1;
    s.sinceMs = s.nowMs;
  }
  s.pc = exit.to;
  s.rest = null;
  s.due = null;
}

/** Jumps by a rule of the play (any reply, limit) rather than by a drawn port. */
export function jump(plan: Plan, s: State, to: Pc, port: string, why?: LeaveReason): void {
  const here = plan.code[s.pc];
  if (here !== undefined) return leave(s, here, { to, port }, why);
  s.pc = to;
  s.rest = null;
  s.due = null;
}

export function toLimit(plan: Plan, s: State): void {
  jump(plan, s, plan.limit.then, 'limit', 'limit');
  s.limited = true;
}

/** Why the message due at `pc` is not even to be tried; null: it is to be sent. */
export function skipReason(s: State, send: Send): 'closed' | 'late' | null {
  if (s.due === null || s.due.checks !== null) return null;
  if (s.closed.includes(send.channel)) return 'closed';
  return s.nowMs > s.due.atMs + send.giveUpMs ? 'late' : null;
}

export function restFor(
  s: State,
  why: RestReason,
  untilMs: number | null,
  fixed: boolean,
  note?: string,
): void {
  const rest: Rest = { why, untilMs, fixed, countedMs: s.nowMs };
  if (note !== undefined) rest.note = note.slice(0, LONGEST_NOTE);
  s.rest = rest;
  s.facts = NO_FACTS;
}

export function block(s: State, why: string): void {
  restFor(s, 'blocked', null, true, why);
}

/**
 * Goes through everything that takes no time and asks nobody, until the run rests, wants an activity, or ends.
 * Emits nothing: what is wanted is asked once the whole batch of events is drained.
 */
export function advance(plan: Plan, s: State): void {
  for (let fuel = plan.code.length + 1; fuel > 0; fuel--) {
    if (s.flight !== null || s.rest !== null || s.paused !== null || s.exit !== null) return;
    if (s.trail.length >= TRAIL_MAX) return;
    const instruction = plan.code[s.pc];
    if (instruction === undefined) return block(s, 'The plan has no step here.');
    switch (instruction.op) {
      case 'wait':
        if (s.limited) return block(s, 'A play that has used up its stay may not wait.');
        return restFor(s, 'wait', s.nowMs + instruction.ms, false);
      case 'awaitReply':
        if (s.limited) return block(s, 'A play that has used up its stay may not wait.');
        return restFor(s, 'reply', s.nowMs + instruction.ms, false);
      case 'waitUntil': {
        if (s.limited) return block(s, 'A play that has used up its stay may not wait.');
        const atMs = s.facts[instruction.fact];
        if (atMs === undefined) return block(s, 'The instant to wait for was never worked out.');
        if (typeof atMs !== 'number' || atMs - s.nowMs > instruction.maxMs)
          leave(s, instruction, instruction.never);
        else if (atMs <= s.nowMs) leave(s, instruction, instruction.next);
        else return restFor(s, 'wait', atMs, true);
        break;
      }
      case 'branch': {
        const unread = instruction.cases.find((c) => s.facts[c.fact] === undefined);
        if (unread !== undefined) return block(s, 'A fact that this branch needs was never read.');
        const taken = instruction.cases.find((c) => s.facts[c.fact] === true);
        leave(s, instruction, taken?.exit ?? instruction.otherwise);
        break;
      }
      case 'split': {
        const drawn = drawBasisPoint(s.seed, instruction.salt);
        const arm = instruction.arms.find((a) => drawn < a.upTo) ?? instruction.arms.at(-1);
        if (arm === undefined) return block(s, 'This split has no arms.');
        leave(s, instruction, arm.exit);
        break;
      }
      case 'count': {
        const seen = s.visits[s.pc] ?? 0;
        if (seen >= instruction.max) leave(s, instruction, instruction.after);
        else {
          s.visits = { ...s.visits, [s.pc]: seen + 1 };
          leave(s, instruction, instruction.next);
        }
        break;
      }
      case 'send': {
        if (s.due === null) s.due = { atMs: Math.min(s.owedMs, s.nowMs), checks: null };
        if (s.due.checks !== null) return;
        const skipped = skipReason(s, instruction);
        if (skipped !== null) {
          // Nobody is asked to send, but what is decided next still needs its facts: a read answers those first.
          if (instruction.reads !== undefined && instruction.reads.length > 0) return;
          leave(s, instruction, instruction.notSent, skipped);
        } else if (s.messages < plan.limit.messages) return;
        else if (s.limited) return block(s, 'A play that has used up its messages may not send.');
        else toLimit(plan, s);
        break;
      }
      case 'act':
      case 'read':
      case 'end':
        return;
      default:
        return block(s, 'This version of the engine does not know this step.');
    }
  }
  block(s, 'The plan goes round without a wait.');
}
