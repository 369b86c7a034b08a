import { advance, jump, leave, toLimit } from './advance.ts';
import type { OutsideEvent } from './event.ts';
import type { Pc, Plan } from './plan.ts';
import type { State } from './state.ts';
import { countStay, pause, release, resume, stayIsUsedUp } from './stay.ts';

/**
 * Events kept while an activity is in flight, and consumed in one go. More are dropped here, so that state stays small:
 * the next answer of an activity brings all of them again.
 */
export const QUEUE_MAX = 8;

/** Names from outside stand in a state of 4 KB. */
const LONGEST_NAME = 40;

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
    s.queue = fresh.slice(0, QUEUE_MAX).map(shortened);
    return false;
  }
  s.queue = [];
  const ready: OutsideEvent[] = [];
  for (const event of fresh) {
    // The owner is told of so many replies first; the answer brings the rest.
    if (ready.length + s.unheard.length >= QUEUE_MAX || event.seq !== s.seq + 1) break;
    s.seq = event.seq;
    ready.push(event);
  }
  if (ready.length < fresh.length) s.dirty = true;
  ready.sort((a, b) => PRECEDENCE[a.type] - PRECEDENCE[b.type] || a.seq - b.seq);
  for (const event of ready) {
    s.nowMs = Math.max(s.nowMs, event.atMs);
    apply(plan, s, event);
    advance(plan, s);
  }
  return ready.length > 0;
}

function shortened(event: OutsideEvent): OutsideEvent {
  if (event.type === 'reply' && event.intent.length > LONGEST_NAME)
    return { ...event, intent: event.intent.slice(0, LONGEST_NAME) };
  if (event.type === 'exit' && event.label.length > LONGEST_NAME)
    return { ...event, label: event.label.slice(0, LONGEST_NAME) };
  return event;
}

function apply(plan: Plan, s: State, event: OutsideEvent): void {
  if (s.exit !== null) {
    // The play is over for this lead; what they say still reaches their owner.
    if (event.type === 'reply') s.unheard = [...s.unheard, event.seq];
    return;
  }
  const here = plan.code[s.pc];
  countStay(s);
  switch (event.type) {
    case 'stop':
      if (!s.closed.includes(event.channel)) s.closed = [...s.closed, event.channel];
      if (here?.op === 'awaitReply' && here.optOut !== undefined && here.channels.includes(event.channel)) {
        s.owedMs = event.atMs;
        return leave(s, here, here.optOut);
      }
      if (here?.op === 'send' && here.channel === event.channel && s.rest !== null) s.rest = null;
      return;
    case 'reopen':
      s.closed = s.closed.filter((c) => c !== event.channel);
      return;
    case 'exit':
      s.exit = event.label.slice(0, LONGEST_NAME);
      return;
    case 'pause':
      return pause(s, null);
    case 'resume':
      return resume(s);
    case 'retry':
      if (s.rest?.why !== 'hold' && s.rest?.why !== 'blocked') return;
      release(s);
      s.owedMs = s.nowMs;
      return;
    case 'skip':
      if (s.paused === null && (s.rest?.why === 'wait' || s.rest?.why === 'reply'))
        completeRest(plan, s, s.nowMs);
      return;
    case 'reply': {
      if (here?.op === 'awaitReply' && here.channels.includes(event.channel)) {
        s.owedMs = event.atMs;
        return leave(
          s,
          here,
          Object.hasOwn(here.replies, event.intent)
            ? (here.replies[event.intent] ?? here.otherwise)
            : here.otherwise,
        );
      }
      if (!s.limited && plan.anyReply !== null && mayEnter(plan, s, plan.anyReply)) {
        s.owedMs = event.atMs;
        return jump(plan, s, plan.anyReply, 'anyReply');
      }
      s.unheard = [...s.unheard, event.seq];
      if (!s.limited) pause(s, s.nowMs + plan.unheardHoldMs);
      return;
    }
  }
}

/** The any-reply rule is used up with the visits of its step: after that the owner gets the replies. */
function mayEnter(plan: Plan, s: State, anyReply: Pc): boolean {
  const first = plan.code[anyReply];
  const at = first?.op === 'read' ? first.next.to : anyReply;
  const door = plan.code[at];
  return door?.op !== 'count' || (s.visits[at] ?? 0) < door.max;
}

/** The rest has come to its drawn end, which was at `endedMs`; anything since is lateness. */
function completeRest(plan: Plan, s: State, endedMs: number): void {
  s.owedMs = endedMs;
  const here = plan.code[s.pc];
  if (here?.op === 'wait' || here?.op === 'waitUntil') leave(s, here, here.next);
  else if (here?.op === 'awaitReply') leave(s, here, here.silence);
  else {
    if (s.rest?.why === 'hold') s.owedMs = s.nowMs;
    release(s);
  }
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
  const isOver = s.nowMs >= rest.untilMs;
  if (!isOver && !stayIsUsedUp(plan, s)) return false;
  countStay(s);
  if (isOver) completeRest(plan, s, rest.untilMs);
  else if (rest.why === 'doubt' && s.due !== null) {
    // A text of unknown fate is never left behind: the look that is due last comes now.
    s.due = { atMs: s.due.atMs, checks: plan.doubtMs.length - 1 };
    s.rest = null;
  } else toLimit(plan, s);
  advance(plan, s);
  return true;
}
