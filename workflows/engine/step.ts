import { advance, skipReason } from './advance.ts';
import { answer } from './answer.ts';
import { consume, timeout } from './consume.ts';
import type { ActivityKind, Effect } from './effect.ts';
import type { Event, OutsideEvent, Result } from './event.ts';
import type { Plan } from './plan.ts';
import type { State } from './state.ts';
import { deadlineMs } from './stay.ts';

export type Step = { state: State; effect: Effect | null };

/**
 * The whole meaning of a play: from where a lead stands and what happened to where it stands and what is to be done.
 *
 * Total: it answers every batch in every state and never throws; where a person must act the state is `blocked`.
 * Pure: time comes in with the events, chance from the seed. The batch is drained before the effect is worked out,
 * and there is at most one: an activity (only when none is in flight), the deadline, the finish, or continue-as-new.
 * Null means that the activity in flight is waited for.
 */
export function step(plan: Plan, before: State, batch: readonly Event[]): Step {
  if (before.done !== null) return { state: before, effect: { type: 'finish', label: before.done } };
  const s: State = { ...before };
  let reissue = false;
  const outside: OutsideEvent[] = [];
  let timerMs: number | null = null;
  for (const event of batch) {
    switch (event.type) {
      case 'boot':
        reissue = true;
        // A run that goes on where it rests begins nothing: what happened before the boot happened then.
        if (s.flight === null && s.rest === null && s.paused === null)
          s.nowMs = Math.max(s.nowMs, event.atMs);
        hearClock(s, event.skewMs);
        advance(plan, s);
        break;
      case 'result':
        takeResult(plan, s, event);
        if (s.done !== null) return { state: s, effect: { type: 'finish', label: s.done } };
        break;
      case 'timer':
        if (event.skewMs !== undefined) hearClock(s, event.skewMs);
        timerMs = Math.max(timerMs ?? 0, event.atMs);
        break;
      case 'historyLong':
        s.long = true;
        break;
      default:
        outside.push(event);
    }
  }
  if (consume(plan, s, outside)) s.dirty = true;
  // Somebody who looks too early changes nothing, not even the time: what records the answers does not know of the
  // look, and both must come to the same state.
  // And a look waits until what has changed in this batch is written down: then what came between two questions can be
  // told from when the run asked. The deadline is armed again, and is past.
  if (timerMs !== null && s.flight === null && !s.dirty) {
    const { nowMs } = s;
    s.nowMs = Math.max(nowMs, timerMs);
    if (timeout(plan, s)) s.dirty = true;
    else s.nowMs = nowMs;
  }
  return { state: s, effect: next(plan, s, reissue) };
}

/**
 * A workspace's clock is only ever moved forwards, so the farthest word of it is the newest: a wake that was read before
 * an answer may be heard after it.
 */
function hearClock(s: State, skewMs: number): void {
  s.skewMs = Math.max(s.skewMs, skewMs);
}

function takeResult(plan: Plan, s: State, result: Result): void {
  const kept = s.queue;
  let recorded = false;
  hearClock(s, result.skewMs);
  if (result.id === s.flight?.id) {
    s.queue = [];
    s.nowMs = Math.max(s.nowMs, result.atMs);
    recorded = answer(plan, s, result);
    if (s.done !== null) return;
    advance(plan, s);
  }
  // The answering transaction ran this same step on what it saw, so that much is recorded; anything newer is not.
  if (consume(plan, s, result.events) && !recorded) s.dirty = true;
  if (consume(plan, s, kept)) s.dirty = true;
}

function next(plan: Plan, s: State, reissue: boolean): Effect | null {
  if (s.flight !== null) return reissue ? { type: 'activity', ...s.flight } : null;
  if (s.unheard.length > 0) return ask(s, 'unheard');
  const here = plan.code[s.pc];
  const ended = s.exit ?? (here?.op === 'end' && s.paused === null && s.rest === null ? here.label : null);
  if (ended !== null) {
    if (s.dirty) return ask(s, 'record');
    s.done = ended;
    return { type: 'finish', label: ended };
  }
  if (s.paused !== null || s.rest !== null) {
    if (s.dirty) return ask(s, 'record');
    if (s.long) {
      s.long = false;
      return { type: 'continueAsNew' };
    }
    return { type: 'deadline', atMs: deadlineMs(plan, s) };
  }
  if (here?.op === 'send') {
    if (s.due === null || s.due.checks === null)
      return ask(s, skipReason(s, here) === null ? 'send' : 'read');
    const checks = s.due.checks + 1;
    s.due = { atMs: s.due.atMs, checks };
    return ask(s, 'check', checks >= plan.doubtMs.length);
  }
  if (here?.op === 'act' || here?.op === 'read') return ask(s, here.op);
  return ask(s, 'record');
}

function ask(s: State, kind: ActivityKind, final = false): Effect {
  s.n += 1;
  s.flight = final ? { id: s.n, kind, pc: s.pc, final: true } : { id: s.n, kind, pc: s.pc };
  return { type: 'activity', ...s.flight };
}
