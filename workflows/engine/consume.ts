import { advance, jump, leave, toLimit } from './advance.ts';
import type { OutsideEvent } from './event.ts';
import type { Plan } from './plan.ts';
import type { State } from './state.ts';
import { countStay, pause, resume, stayIsUsedUp } from './stay.ts';

/** Events kept while an activity is in flight. More are dropped here: the activity's answer brings all of them. */
export const QUEUE_MAX = 12;

/** Which consequence wins when several events are consumed together: the smaller number. */
const PRECEDENCE = { stop: 0, reopen: 0, exit: 1, pause: 2, resume: 2, reply: 3, retry: 4, skip: 5 } as const;

/**
 * Consumes outside events in `seq` order, each once. While an activity is in flight or a text is in doubt they are
 * kept. After a gap nothing is consumed: the next record or stale answer brings what is missing.
 * @returns whether anything was consumed
 */
export function consume(plan: Plan, s: State, events: readonly OutsideEvent[]): boolean {
  if (events.length === 0) return false;
  const fresh = [...s.queue, ...events]
    .filter((e) => e.seq > s.seq)
    .sort((a, b) => a.seq - b.seq)
    .filter((e, i, all) => i === 0 || e.seq !== all[i - 1]?.seq);
  if (s.flight !== null || s.rest?.why === 'doubt') {
    s.queue = fresh.slice(0, QUEUE_MAX);
    return false;
  }
  s.queue = [];
  const ready: OutsideEvent[] = [];
  for (const event of fresh) {
    if (event.seq !== s.seq + 1) break;
    s.seq = event.seq;
    ready.push(event);
  }
  if (ready.length < fresh.length) s.dirty = true;
  ready.sort((a, b) => PRECEDENCE[a.type] - PRECEDENCE[b.type] || a.seq - b.seq);
  for (const event of ready) {
    s.nowMs = Math.max(s.nowMs, event.atMs);
    if (s.exit === null) apply(plan, s, event);
    advance(plan, s);
  }
  return ready.length > 0;
}

function apply(plan: Plan, s: State, event: OutsideEvent): void {
  const here = plan.code[s.pc];
  countStay(s);
  switch (event.type) {
    case 'stop':
      if (!s.closed.includes(event.channel)) s.closed = [...s.closed, event.channel];
      if (here?.op === 'awaitReply' && here.optOut !== undefined && here.channels.includes(event.channel)) {
        return leave(s, here, here.optOut);
      }
      if (here?.op === 'send' && here.channel === event.channel && s.rest !== null) s.rest = null;
      return;
    case 'reopen':
      s.closed = s.closed.filter((c) => c !== event.channel);
      return;
    case 'exit':
      s.exit = event.label;
      return;
    case 'pause':
      return pause(s, null);
    case 'resume':
      return resume(s);
    case 'retry':
      if (s.rest?.why === 'hold' || s.rest?.why === 'blocked') s.rest = null;
      return;
    case 'skip':
      if (s.paused === null && (s.rest?.why === 'wait' || s.rest?.why === 'reply')) completeRest(plan, s);
      return;
    case 'reply': {
      if (here?.op === 'awaitReply' && here.channels.includes(event.channel)) {
        return leave(s, here, here.replies[event.intent] ?? here.otherwise);
      }
      if (s.limited) {
        s.unheard = [...s.unheard, event.seq];
        return;
      }
      if (plan.anyReply !== null) return jump(plan, s, plan.anyReply, 'anyReply');
      s.unheard = [...s.unheard, event.seq];
      return pause(s, s.nowMs + plan.unheardHoldMs);
    }
  }
}

/** The rest has come to its drawn end. */
function completeRest(plan: Plan, s: State): void {
  const here = plan.code[s.pc];
  if (here?.op === 'wait' || here?.op === 'waitUntil') leave(s, here, here.next);
  else if (here?.op === 'awaitReply') leave(s, here, here.silence);
  else s.rest = null;
}

/**
 * Time has come, or somebody thinks so. An early look changes nothing.
 * @returns whether anything changed
 */
export function timeout(plan: Plan, s: State): boolean {
  if (s.flight !== null) return false;
  if (s.paused !== null) {
    if (s.paused.untilMs === null || s.nowMs < s.paused.untilMs) return false;
    resume(s);
    advance(plan, s);
    return true;
  }
  const rest = s.rest;
  if (rest === null || rest.untilMs === null) return false;
  countStay(s);
  if (s.nowMs >= rest.untilMs) completeRest(plan, s);
  else if (stayIsUsedUp(plan, s)) toLimit(plan, s);
  else return false;
  advance(plan, s);
  return true;
}
