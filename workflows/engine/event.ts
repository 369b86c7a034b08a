import type { Channel, FactId, FactValue } from './plan.ts';

/**
 * What happened outside a run. The database commits it first and gives it the enrolment's next `seq` in the same
 * transaction; runs consume strictly in that order and drop what they have seen.
 */
export type OutsideEvent =
  | { type: 'reply'; seq: number; atMs: number; channel: Channel; intent: string }
  | { type: 'stop'; seq: number; atMs: number; channel: Channel }
  /** The lead asked to be texted again (START). */
  | { type: 'reopen'; seq: number; atMs: number; channel: Channel }
  | { type: 'exit'; seq: number; atMs: number; label: string }
  | { type: 'pause'; seq: number; atMs: number }
  | { type: 'resume'; seq: number; atMs: number }
  /** A person skips the wait the lead is in. */
  | { type: 'skip'; seq: number; atMs: number }
  /** A hold was lifted or what blocked the run was mended: try the step again now. */
  | { type: 'retry'; seq: number; atMs: number };

/** Answer of an activity. `events` are all outside events committed after the ones its input had consumed. */
export type Result = {
  type: 'result';
  /** The `id` of the activity effect it answers; any other is dropped. */
  id: number;
  atMs: number;
  outcome: Outcome;
  facts?: [FactId, FactValue][];
  events: OutsideEvent[];
  /** Workspace clock minus wall clock, so that timers can be armed in wall time. */
  skewMs: number;
};

export type Outcome =
  | { kind: 'done' }
  | { kind: 'refused'; why: string }
  | { kind: 'sent' }
  | { kind: 'notSent'; why: string }
  | { kind: 'unconfirmed' }
  /** A text may or may not have been accepted: look again, never send again. */
  | { kind: 'inDoubt' }
  /** `unanswered`: it may have gone out, and will be asked for again in such a way that it goes out once. */
  | { kind: 'defer'; untilMs: number; why: string; unanswered?: true }
  /** Nothing moves until a person lifts it; `reviewAtMs` is when it is looked at again in any case. */
  | { kind: 'hold'; reviewAtMs: number; why: string; unanswered?: true }
  /** Newer events stand in the database: they are in `events`; nothing was done. */
  | { kind: 'stale' }
  /** A person must act before this step can go on. */
  | { kind: 'blocked'; why: string }
  /** Another run of this enrolment has taken over. */
  | { kind: 'superseded' };

export type Event =
  | OutsideEvent
  | Result
  /** A run begins: fresh, continued, rebuilt or moved. Whatever was asked is asked again. */
  | { type: 'boot'; atMs: number; skewMs: number }
  /** The armed deadline passed, or somebody says it is time to look (watchdog, moved clock). */
  | { type: 'timer'; atMs: number; skewMs?: number }
  /** The history is long; the run is to be continued as new at the next idle moment. */
  | { type: 'historyLong' };
