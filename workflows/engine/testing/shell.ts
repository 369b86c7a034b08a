import type { Effect } from '#workflows/engine/effect.ts';
import type { Event, Outcome, OutsideEvent, Result } from '#workflows/engine/event.ts';
import type { FactValue, Pc, Plan } from '#workflows/engine/plan.ts';
import { initialState, type State } from '#workflows/engine/state.ts';
import { step } from '#workflows/engine/step.ts';
import { START_MS } from '#workflows/engine/testing/hand-made.ts';

/**
 * A durable shell and its database in memory, with every gap that the real ones have: events are committed before they
 * are signalled, signals come late and twice, an activity's transaction and its answer are two moments, and the run may
 * die at any of them. What it checks after every recorded answer is the heart of "the projection is the run".
 */

type Ask = Extract<Effect, { type: 'activity' }>;

/** What an activity finds out; a pure function of what was asked, so that two histories can be compared. */
export type World = (
  plan: Plan,
  asked: Ask,
  before: State,
  attempt: number,
) => { outcome: Outcome; facts?: [number, FactValue][] };

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq' | 'atMs'> : never;

/** An answer with the moment in which it was asked for. */
type Told = Pick<Result, 'atMs' | 'outcome'> & {
  number: number;
  kind: Ask['kind'];
  pc: Pc;
  askedMs: number;
  askedSeq: number;
  heardSeq: number;
  facts: [number, FactValue][];
};

export class Shell {
  readonly plan: Plan;
  private readonly world: World;
  nowMs = START_MS;
  readonly db: {
    events: OutsideEvent[];
    row: State;
    recordedId: number;
    recorded: { outcome: Outcome; facts?: [number, FactValue][] } | null;
  };
  /** The run itself; null while it is dead. */
  run: State | null = null;
  private armedMs: number | null = null;
  private readonly inFlight: Result[] = [];
  private asked: { ask: Ask; before: State } | null = null;
  /** Signals not delivered yet. */
  private outbox: OutsideEvent[] = [];
  /** What a witness outside would have seen. */
  readonly sends: string[] = [];
  readonly handed: number[] = [];
  ended: string | null = null;
  recordings: State[] = [];
  /** What the run was told, as the real database keeps it: the last answer to each question. */
  readonly told: Map<number, Told> = new Map();
  compared = 0;
  private attempts = 0;

  constructor(plan: Plan, world: World, seed = 'lead-1') {
    this.plan = plan;
    this.world = world;
    this.db = { events: [], row: initialState(plan, seed, START_MS), recordedId: 0, recorded: null };
  }

  /** A run starts from the row, with the events that came after it: fresh, rebuilt, or continued elsewhere. */
  boot(): void {
    this.asked = null;
    this.inFlight.length = 0;
    this.armedMs = null;
    const row: State = JSON.parse(JSON.stringify(this.db.row));
    this.run = row;
    this.outbox = [];
    this.feed([
      { type: 'boot', atMs: this.nowMs, skewMs: 0 },
      ...this.db.events.filter((event) => event.seq > row.seq),
    ]);
  }

  dies(): void {
    this.run = null;
    this.asked = null;
    this.inFlight.length = 0;
    this.armedMs = null;
  }

  /** Something happens outside: committed at once, signalled later. What comes after the end is no event of the run. */
  commits(event: WithoutSeq<OutsideEvent>): void {
    if (this.ended !== null) return;
    const made = { ...event, seq: this.db.events.length + 1, atMs: this.nowMs } as OutsideEvent;
    this.db.events.push(made);
    this.outbox.push(made);
  }

  /** Signals arrive: the first few waiting ones, perhaps a second time, perhaps in another order. */
  delivers(count: number, twice: boolean, reversed: boolean): void {
    if (this.run === null) return;
    const events = this.outbox.splice(0, count);
    if (twice) this.outbox.unshift(...events);
    if (events.length > 0) this.feed(reversed ? [...events].reverse() : events);
  }

  /** The activity in flight commits its transaction: what it did, its answer, and the row, in one. */
  transacts(): void {
    if (this.asked === null) return;
    const { ask, before } = this.asked;
    this.asked = null;
    const events = this.db.events.filter((event) => event.seq > before.seq);
    const base = { type: 'result' as const, id: ask.id, atMs: this.nowMs, skewMs: 0 };
    const again = this.db.recordedId === ask.id && this.db.recorded !== null;
    if (!again && (ask.kind === 'send' || ask.kind === 'act') && events.length > 0) {
      this.keep(ask, before, { ...base, outcome: { kind: 'stale' }, events });
      this.inFlight.push({ ...base, outcome: { kind: 'stale' }, events });
      return;
    }
    this.attempts += 1;
    const found = again
      ? (this.db.recorded as { outcome: Outcome })
      : this.world(this.plan, ask, before, this.attempts);
    const result: Result = { ...base, ...found, events };
    if (found.outcome.kind === 'blocked') {
      this.inFlight.push(result);
      return;
    }
    if (!again) {
      if (ask.kind === 'send' || ask.kind === 'check') this.witness(ask, before, found.outcome);
      if (ask.kind === 'unheard') this.handed.push(...before.unheard);
    }
    this.keep(ask, before, result);
    const after = step(this.plan, before, [result]);
    this.db.row = JSON.parse(JSON.stringify(after.state));
    this.db.recordedId = ask.id;
    this.db.recorded = found;
    this.recordings.push(this.db.row);
    this.inFlight.push(JSON.parse(JSON.stringify(result)));
    if (after.effect?.type === 'finish') this.ended = after.effect.label;
  }

  private keep(ask: Ask, before: State, result: Result): void {
    this.told.set(ask.id, {
      number: ask.id,
      kind: ask.kind,
      pc: ask.pc,
      askedMs: before.nowMs,
      askedSeq: before.seq,
      atMs: result.atMs,
      heardSeq: result.events.at(-1)?.seq ?? before.seq,
      outcome: result.outcome,
      facts: result.facts ?? [],
    });
  }

  private witness(ask: Ask, before: State, outcome: Outcome): void {
    if (outcome.kind === 'sent' || outcome.kind === 'unconfirmed')
      this.sends.push(`${ask.pc}@${before.left} ${outcome.kind}`);
  }

  /** The answer reaches the run. */
  answers(): void {
    const result = this.inFlight.shift();
    if (result === undefined || this.run === null) return;
    const known = this.db.row;
    const behind = this.run.queue.every((event) => event.seq <= known.seq);
    this.feed([result]);
    const wasRecorded = result.outcome.kind !== 'stale' && result.outcome.kind !== 'blocked';
    if (!wasRecorded || !behind || this.run === null) return;
    this.expectSame(this.run, {});
  }

  private expectSame(run: State, leftOut: Partial<State>): void {
    this.compared += 1;
    const told = (state: State) => JSON.stringify({ ...state, long: false, ...leftOut });
    if (told(run) !== told(this.db.row)) {
      throw new Error(`The row and the run differ.\nrow ${told(this.db.row)}\nrun ${told(run)}`);
    }
  }

  /** Time passes; the timer fires if it is due. */
  passes(ms: number): void {
    this.nowMs += ms;
    if (this.run !== null && this.armedMs !== null && this.nowMs >= this.armedMs) {
      this.armedMs = null;
      this.feed([{ type: 'timer', atMs: this.nowMs }]);
    }
  }

  /** The instant of the next thing that happens by itself; null: nothing will. */
  get nextMs(): number | null {
    return this.armedMs;
  }

  get isBusy(): boolean {
    return this.asked !== null || this.inFlight.length > 0 || this.outbox.length > 0;
  }

  /** Everything under way comes to rest at this instant. */
  settles(): void {
    for (let i = 0; i < 200 && this.run !== null && this.isBusy; i++) {
      this.transacts();
      this.answers();
      this.delivers(50, false, false);
    }
  }

  private feed(batch: Event[]): void {
    if (this.run === null) return;
    const { state, effect } = step(this.plan, this.run, batch);
    this.run = state;
    if (effect?.type === 'activity') {
      this.armedMs = null;
      this.asked = { ask: effect, before: JSON.parse(JSON.stringify(state)) };
    }
    if (effect?.type === 'deadline') {
      this.armedMs = effect.atMs;
      // At rest everything is written down, but for what waits for a text in doubt.
      this.expectSame(state, { queue: [] });
    }
    if (effect?.type === 'continueAsNew') this.feed([{ type: 'boot', atMs: this.nowMs, skewMs: 0 }]);
    if (effect?.type === 'finish') {
      this.ended = effect.label;
      this.armedMs = null;
    }
  }
}
