import type { ActivityKind } from './effect.ts';
import type { OutsideEvent } from './event.ts';
import type { Channel, FactValue, Pc, Plan } from './plan.ts';

/** Why a run stands still. `wait`, `reply`, `defer` and `doubt` are automation and count for the stay; the others do not. */
export type RestReason = 'wait' | 'reply' | 'defer' | 'doubt' | 'hold' | 'blocked';

export type Rest = {
  why: RestReason;
  /** When it ends by itself; null: only an event ends it. */
  untilMs: number | null;
  /** A calendar instant or a window's opening: a pause does not move it. Durations move. */
  fixed: boolean;
  /** The stay is counted up to here. */
  countedMs: number;
  /** What a person is told: the gate's rule, the block's reason. */
  note?: string;
};

/**
 * Why a run left without asking anybody: the channel is closed to it, the message is later than its give-up time, or
 * the play's own bound is reached. An activity's reasons stand with what it wrote.
 */
export type LeaveReason = 'closed' | 'late' | 'limit';

/**
 * One leaving of a drawn node: node index, port, instant, and the reason where no activity has written one. Becomes
 * counts and the timeline with the next record.
 */
export type TrailStep = [node: number, port: string, atMs: number, why?: LeaveReason];

/** Where one lead stands in one plan. Plain JSON of at most 4 KB; the projection row holds the same. */
export type State = {
  pc: Pc;
  nowMs: number;
  /** The instant this stretch of work is owed since: the end of the last rest, or what interrupted it. Sends are due then. */
  owedMs: number;
  skewMs: number;
  /** Last outside event consumed. */
  seq: number;
  /** Activities asked so far; the id of the last one. A newer id fences off older attempts. */
  n: number;
  flight: { id: number; kind: ActivityKind; pc: Pc; final?: true } | null;
  rest: Rest | null;
  /** Held by a person (`untilMs` null) or for a reply nobody waited for. Waits keep their remaining time. */
  paused: { sinceMs: number; untilMs: number | null } | null;
  /** The send at `pc`: when it became due; `checks` is null until its fate is in doubt, then the looks made so far. */
  due: { atMs: number; checks: number | null } | null;
  /** What the last activity read, until the next rest: a later step must not decide by it. */
  facts: Readonly<Record<string, FactValue>>;
  visits: Readonly<Record<string, number>>;
  closed: readonly Channel[];
  /** Messages accepted, or of unknown fate. */
  messages: number;
  /** Automation time used. */
  stayMs: number;
  limited: boolean;
  /** When the lead came to the node it is in. */
  sinceMs: number;
  /** Stable per lead: the same lead draws the same arm again. */
  seed: string;
  /** Came while an activity was in flight or a text in doubt. */
  queue: readonly OutsideEvent[];
  /** Seqs of replies nobody waited for, not yet handed to the owner. */
  unheard: readonly number[];
  /**
   * The newest leavings. A record writes those of the state it was asked in and those of the state it leads to, each
   * under its number, so that none is lost and none is written twice.
   */
  trail: readonly TrailStep[];
  /** Leavings so far; the last `trail.length` of them are in `trail`. */
  left: number;
  /** Changed since the last record. */
  dirty: boolean;
  long: boolean;
  exit: string | null;
  done: string | null;
};

export const NO_FACTS: Readonly<Record<string, FactValue>> = {};

/** A lead at the trigger, before the first `boot`. `seed` is stable per lead and play. */
export function initialState(plan: Plan, seed: string, nowMs: number): State {
  return {
    pc: plan.start,
    nowMs,
    owedMs: nowMs,
    skewMs: 0,
    seq: 0,
    n: 0,
    flight: null,
    rest: null,
    paused: null,
    due: null,
    facts: NO_FACTS,
    visits: {},
    closed: [],
    messages: 0,
    stayMs: 0,
    limited: false,
    sinceMs: nowMs,
    seed,
    queue: [],
    unheard: [],
    trail: [],
    left: 0,
    dirty: true,
    long: false,
    exit: null,
    done: null,
  };
}
