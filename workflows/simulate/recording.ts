import type { ActivityKind } from '#workflows/engine/effect.ts';
import type { Outcome, OutsideEvent } from '#workflows/engine/event.ts';
import type { FactId, FactValue, Pc } from '#workflows/engine/plan.ts';

/** One answer that a run got. */
export type RecordedAnswer = {
  /** The run's nth question. */
  number: number;
  kind: ActivityKind;
  pc: Pc;
  /** The run's own time when it asked, and the last event it had consumed by then. */
  askedMs: number;
  askedSeq: number;
  atMs: number;
  /** When the message was settled, where that was before the run heard of it. */
  settledMs?: number | null;
  /** The last event that was told with the answer. */
  heardSeq: number;
  outcome: Outcome;
  facts: [FactId, FactValue][];
};

/**
 * All that a run was told, and nothing that follows from it. When timers fired is in `askedMs`: whatever wakes a run
 * makes it ask something, and time moves only by what does.
 */
export type Recording = {
  /** When the enrolment began, as its `initialState` was given. */
  startMs: number;
  /** By number, ascending; answers of `superseded` runs are not among them. */
  answers: RecordedAnswer[];
  /** By seq, ascending and without a gap. */
  events: OutsideEvent[];
};
