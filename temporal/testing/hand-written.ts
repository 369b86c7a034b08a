/**
 * The follow-up play (`hand-written-play.ts`) as somebody would write it by hand for this one play: what the workflow
 * that performs any play is measured against. Bundled into Temporal's sandbox.
 */
import {
  condition,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
} from '@temporalio/workflow';
import { OUTSIDE_SIGNAL } from '#temporal/names.ts';
import type { OutsideEvent, Result } from '#workflows/engine/event.ts';

export type FollowUpInput = { enrolmentId: string; waitMs: number; replyWithinMs: number };

/** Named as those of the play's own run, and answering as they do. */
export type FollowUpActivities = {
  send(input: { enrolmentId: string; step: 'first' | 'mail' | 'last' }): Promise<Result>;
  record(input: { enrolmentId: string; outcome: 'Replied' }): Promise<Result>;
};

const { send } = proxyActivities<FollowUpActivities>({
  startToCloseTimeout: '60s',
  heartbeatTimeout: '5s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
});
const { record } = proxyLocalActivities<FollowUpActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '30s' },
});

const outside = defineSignal<[OutsideEvent[]]>(OUTSIDE_SIGNAL);

export async function followUp(input: FollowUpInput): Promise<string> {
  const { enrolmentId, waitMs, replyWithinMs } = input;
  let hasReplied = false;
  setHandler(outside, (events) => {
    hasReplied ||= events.some((event) => event.type === 'reply');
  });

  async function sendWhenAllowed(step: 'first' | 'mail' | 'last'): Promise<void> {
    for (;;) {
      const { outcome, atMs } = await send({ enrolmentId, step });
      if (outcome.kind !== 'defer') return;
      await sleep(Math.max(1, outcome.untilMs - atMs));
    }
  }

  await sendWhenAllowed('first');
  await sleep(waitMs);
  await sendWhenAllowed('mail');
  if (await condition(() => hasReplied, replyWithinMs)) {
    await record({ enrolmentId, outcome: 'Replied' });
    return 'Replied';
  }
  await sendWhenAllowed('last');
  return 'ended';
}
