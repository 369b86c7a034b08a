import type { temporal } from '@temporalio/proto';
import {
  type ActivityInput,
  type EnrolmentInput,
  OUTSIDE_SIGNAL,
  WAKE_SIGNAL,
  type Wake,
} from '#temporal/names.ts';
import type { OutsideEvent, Result } from '#workflows/engine/event.ts';

type History = temporal.api.history.v1.IHistory;
type Payloads = temporal.api.common.v1.IPayloads | null | undefined;
type Timestamp = { seconds?: unknown; nanos?: unknown } | null | undefined;

/** What Temporal's own record of a run says. */
export type ToldByTemporal = {
  /** Answers that the run got, in order. */
  results: Result[];
  /** The instants its timers were armed for, on the workspace's clock; null: at once, since the instant had passed. */
  timersMs: (number | null)[];
  signals: { outside: OutsideEvent[] }[];
  /** What it was started with. */
  input: EnrolmentInput | null;
  /** Questions that went out as activities, or were answered within a task. */
  asked: Pick<ActivityInput['asked'], 'kind'>[];
};

/**
 * Reads a history. Timers are durations there: the instant is what the run's clock said (the start of its task, or the
 * end of a local activity within it) and how far the workspace's clock was moved, as the run knew then. Neither goes
 * back: the SDK keeps the latest time it was told, and of a wake and an answer the older word may be heard last.
 */
export function toldByTemporal(history: History): ToldByTemporal {
  const told: ToldByTemporal = { results: [], timersMs: [], signals: [], input: null, asked: [] };
  let nowMs = 0;
  let skewMs = 0;
  for (const event of history.events ?? []) {
    const input: EnrolmentInput | null = first(event.workflowExecutionStartedEventAttributes?.input);
    if (input !== null) {
      told.input = input;
      ({ skewMs } = input.state);
    }
    const scheduled: ActivityInput | null = first(event.activityTaskScheduledEventAttributes?.input);
    if (scheduled !== null) told.asked.push({ kind: scheduled.asked.kind });
    if (event.workflowTaskStartedEventAttributes) nowMs = Math.max(nowMs, timeMs(event.eventTime));
    const signal = event.workflowExecutionSignaledEventAttributes;
    if (signal?.signalName === WAKE_SIGNAL) skewMs = Math.max(skewMs, given<Wake>(signal.input).skewMs);
    if (signal?.signalName === OUTSIDE_SIGNAL) told.signals.push({ outside: given(signal.input) });
    const marker = event.markerRecordedEventAttributes?.details;
    if (marker) {
      const { complete_time } = given<{ complete_time: Timestamp }>(marker.data);
      nowMs = Math.max(nowMs, timeMs(complete_time));
      // Records are the only local activities.
      told.asked.push({ kind: 'record' });
    }
    const result: Result | null = first(event.activityTaskCompletedEventAttributes?.result ?? marker?.result);
    if (result !== null) {
      told.results.push(result);
      skewMs = Math.max(skewMs, result.skewMs);
    }
    const timer = event.timerStartedEventAttributes;
    if (timer) {
      const afterMs = timeMs(timer.startToFireTimeout);
      told.timersMs.push(afterMs <= 1 ? null : nowMs + afterMs + skewMs);
    }
  }
  return told;
}

function timeMs(time: Timestamp): number {
  return Number(time?.seconds ?? 0) * 1000 + Math.floor(Number(time?.nanos ?? 0) / 1e6);
}

function first<T>(payloads: Payloads): T | null {
  const data = payloads?.payloads?.[0]?.data;
  return data ? JSON.parse(Buffer.from(data).toString()) : null;
}

function given<T>(payloads: Payloads): T {
  const found = first<T>(payloads);
  if (found === null) throw new Error('A history lacks what was given.');
  return found;
}
