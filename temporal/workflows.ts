/**
 * The one durable function that performs any play (`workflows/`, the language of plays, is something else).
 *
 * A thin loop round the pure `step`: signals and answers go in, one effect comes out. All meaning is in `step`;
 * nothing here may look at a plan's instructions. Bundled into Temporal's sandbox, so it imports no more than it needs.
 */
import {
  ActivityFailure,
  type ActivityOptions,
  CancellationScope,
  continueAsNew,
  defineSignal,
  isCancellation,
  type LocalActivityOptions,
  log,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Effect } from '#workflows/engine/effect.ts';
import type { Event, OutsideEvent } from '#workflows/engine/event.ts';
import { step } from '#workflows/engine/step.ts';
import {
  type ActivityInput,
  type EnrolmentActivities,
  type EnrolmentInput,
  OUTSIDE_SIGNAL,
  WAKE_SIGNAL,
  type Wake,
} from './names.ts';

/** Longer histories replay slowly: 400 events take about 0.2 s. */
const LONG_HISTORY_EVENTS = 400;

/**
 * Sends never run out of attempts: the message row decides what a second attempt may do, and a refusal that will
 * not change comes back as an answer. The heartbeat finds a killed worker in seconds rather than a minute.
 */
const ACTIVITY: ActivityOptions = {
  startToCloseTimeout: '60s',
  heartbeatTimeout: '5s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
};

/** A record is one short transaction; as a local activity it costs one event. */
const LOCAL: LocalActivityOptions = {
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '30s' },
};

const outside = defineSignal<[OutsideEvent[]]>(OUTSIDE_SIGNAL);
const wake = defineSignal<[Wake]>(WAKE_SIGNAL);

export async function enrolment(input: EnrolmentInput): Promise<string> {
  const { enrolmentId, epoch, plan } = input;
  let state = input.state;
  const inbox: Event[] = [];
  const nowMs = () => Date.now() + state.skewMs;
  let goOn = () => {};
  const hear = (...events: Event[]) => {
    inbox.push(...events);
    goOn();
  };
  // Somebody cancels the run at Temporal.
  const cancelled: unknown[] = [];
  CancellationScope.current().cancelRequested.catch((why) => {
    cancelled.push(why);
    goOn();
  });
  setHandler(outside, (events) => hear(...events));
  setHandler(wake, ({ atMs, skewMs }) => hear({ type: 'timer', atMs, skewMs }));
  inbox.unshift({ type: 'boot', atMs: nowMs(), skewMs: state.skewMs }, ...input.unread);

  let armed: { atMs: number | null; scope: CancellationScope | null } = { atMs: null, scope: null };

  function arm(atMs: number | null): void {
    if (atMs === armed.atMs) return;
    armed.scope?.cancel();
    armed = { atMs, scope: null };
    if (atMs === null) return;
    const scope = new CancellationScope();
    armed.scope = scope;
    scope
      .run(() => sleep(Math.max(1, atMs - nowMs())))
      .then(
        () => {
          if (armed.scope === scope) armed = { atMs: null, scope: null };
          hear({ type: 'timer', atMs: Math.max(atMs, nowMs()) });
        },
        (error) => {
          if (!isCancellation(error)) throw error;
        },
      );
  }

  function perform(asked: Extract<Effect, { type: 'activity' }>): void {
    const payload: ActivityInput = { enrolmentId, epoch, asked, state };
    const node = plan.nodes[plan.code[asked.pc]?.node ?? 0] ?? 'play';
    if (asked.kind === 'record') {
      void proxyLocalActivities<EnrolmentActivities>(LOCAL).record(payload).then(hear, blocked);
      return;
    }
    const options: ActivityOptions = { ...ACTIVITY, activityId: `${asked.id}.${node}.${asked.kind}` };
    // A person is waiting for the owner to hear of a reply.
    if (asked.kind === 'unheard') options.priority = { priorityKey: 1 };
    void proxyActivities<EnrolmentActivities>(options)[asked.kind](payload).then(hear, blocked);

    function blocked(error: unknown): void {
      if (!(error instanceof ActivityFailure)) throw error;
      // Only a failure marked as final comes here. Its message is ours and holds no personal data.
      const why = error.cause?.message ?? error.message;
      log.warn('a step is blocked', { node, why });
      hear({
        type: 'result',
        id: asked.id,
        atMs: nowMs(),
        outcome: { kind: 'blocked', why },
        events: [],
        skewMs: state.skewMs,
      });
    }
  }

  let toldLong = false;
  for (;;) {
    const info = workflowInfo();
    if (!toldLong && (info.continueAsNewSuggested || info.historyLength > LONG_HISTORY_EVENTS)) {
      toldLong = true;
      inbox.push({ type: 'historyLong' });
    }
    const next = step(plan, state, inbox.splice(0));
    state = next.state;
    const effect = next.effect;
    if (effect?.type === 'finish') return effect.label;
    if (effect?.type === 'continueAsNew') {
      arm(null);
      await continueAsNew<typeof enrolment>({ ...input, state, unread: inbox.filter(isOutside) });
    }
    if (effect?.type === 'activity') {
      arm(null);
      perform(effect);
    }
    if (effect?.type === 'deadline') arm(effect.atMs);
    // What `condition` does, at less than half its price: it makes four promises, and Temporal enters the sandbox once
    // more for it. Both are dear there: every promise keeps the stack it was made on, every entry starts a thread.
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
    if (cancelled.length > 0) throw cancelled[0];
  }
}

function isOutside(event: Event): event is OutsideEvent {
  return 'seq' in event;
}
