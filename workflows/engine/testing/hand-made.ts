import type { Effect } from '#workflows/engine/effect.ts';
import type { Event, Outcome, OutsideEvent, Result } from '#workflows/engine/event.ts';
import {
  ENGINE_VERSION,
  type Exit,
  type FactValue,
  type Instruction,
  type Plan,
} from '#workflows/engine/plan.ts';
import { initialState, type State } from '#workflows/engine/state.ts';
import { step } from '#workflows/engine/step.ts';

/** Small plans written by hand, and one lead who goes through them a sentence at a time. */

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** 2026-11-23T12:00:00Z, a Monday. */
export const START_MS = 1_795_608_000_000;

export const to = (pc: number, port?: string): Exit => (port === undefined ? { to: pc } : { to: pc, port });

/** A plan whose steps are its instructions; whatever is left out is generous. */
export function planOf(code: Instruction[], over: Partial<Plan> = {}): Plan {
  return {
    engine: ENGINE_VERSION,
    nodes: code.map((_, i) => `n${i}`),
    facts: ['fact-0', 'fact-1', 'fact-2'],
    code,
    start: 0,
    anyReply: null,
    unheardHoldMs: 3 * DAY,
    doubtMs: [15_000, 60_000, 300_000],
    limit: { stayMs: 365 * DAY, messages: 100, then: code.length - 1 },
    ...over,
  };
}

export const text = (
  node: number,
  next: number,
  over: Partial<Instruction & { op: 'send' }> = {},
): Instruction => ({
  op: 'send',
  node,
  channel: 'sms',
  arg: `text-${node}`,
  giveUpMs: 12 * HOUR,
  sent: to(next, 'sent'),
  notSent: to(next, 'notSent'),
  unconfirmed: to(next, 'unconfirmed'),
  ...over,
});

export const email = (node: number, next: number): Instruction =>
  ({ ...text(node, next), channel: 'email' }) as Instruction;

export const wait = (node: number, ms: number, next: number): Instruction => ({
  op: 'wait',
  node,
  ms,
  next: to(next, 'next'),
});

export const end = (node: number, label: string): Instruction => ({ op: 'end', node, label });

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq' | 'atMs'> : never;

/** One lead in one plan, with a clock and a database of events that never forgets a `seq`. */
export class Lead {
  readonly plan: Plan;
  state: State;
  effect: Effect | null = null;
  nowMs = START_MS;
  seq = 0;
  readonly asked: string[] = [];

  constructor(plan: Plan, seed = 'lead-1') {
    this.plan = plan;
    this.state = initialState(plan, seed, START_MS);
    this.tell({ type: 'boot', atMs: START_MS, skewMs: 0 });
  }

  tell(...batch: Event[]): Effect | null {
    const next = step(this.plan, this.state, batch);
    this.state = next.state;
    this.effect = next.effect;
    if (next.effect?.type === 'activity') this.asked.push(`${next.effect.kind} ${next.effect.pc}`);
    return next.effect;
  }

  /** An outside event as the database numbers it. */
  made(event: WithoutSeq<OutsideEvent>): OutsideEvent {
    this.seq += 1;
    return { ...event, seq: this.seq, atMs: this.nowMs } as OutsideEvent;
  }

  happens(...events: WithoutSeq<OutsideEvent>[]): Effect | null {
    return this.tell(...events.map((event) => this.made(event)));
  }

  reply(intent = 'interested', channel: 'sms' | 'email' = 'sms'): Effect | null {
    return this.happens({ type: 'reply', intent, channel });
  }

  answer(
    outcome: Outcome,
    more: { facts?: [number, FactValue][]; events?: OutsideEvent[] } = {},
  ): Effect | null {
    return this.tell(this.result(outcome, more));
  }

  result(outcome: Outcome, more: { facts?: [number, FactValue][]; events?: OutsideEvent[] } = {}): Result {
    const id = this.state.flight?.id ?? -1;
    return { type: 'result', id, atMs: this.nowMs, outcome, events: [], skewMs: 0, ...more };
  }

  /** Records whatever only wants to be written down. */
  recorded(): Effect | null {
    while (this.state.flight?.kind === 'record' || this.state.flight?.kind === 'unheard')
      this.answer({ kind: 'done' });
    return this.effect;
  }

  /** Moves the clock by so much and looks. */
  passes(ms: number): Effect | null {
    this.nowMs += ms;
    return this.tell({ type: 'timer', atMs: this.nowMs });
  }

  get here(): string {
    return this.plan.nodes[this.plan.code[this.state.pc]?.node ?? -1] ?? '?';
  }

  /** "n0 sent, n1 next": the ports left by since the last record. */
  get trail(): string {
    return this.state.trail
      .map(([node, port, , why]) => `n${node} ${port}${why === undefined ? '' : ` (${why})`}`)
      .join(', ');
  }
}
