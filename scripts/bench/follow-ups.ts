import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import type { BareWorkerSettings } from '#scripts/bench/bare-worker.ts';
import { startTestTemporal } from '#scripts/testing/temporal-server.ts';
import { writeWorkflowBundle } from '#temporal/bundle.ts';
import { temporalClient } from '#temporal/client/connection.ts';
import { type EnrolmentInput, OUTSIDE_SIGNAL, WORKFLOW_TYPE } from '#temporal/names.ts';
import type { FollowUpInput } from '#temporal/testing/hand-written.ts';
import { followUpPlan } from '#temporal/testing/hand-written-play.ts';
import type { OutsideEvent } from '#workflows/engine/event.ts';
import { ENGINE_VERSION } from '#workflows/engine/plan.ts';
import { initialState } from '#workflows/engine/state.ts';

/** The play's own workflow, or the one written by hand for this play. */
export type Kind = 'plan' | 'hand';
export type Waits = { waitMs: number; replyWithinMs: number };

/** A real Temporal server and both workflows of the follow-up play. */
export type FollowUps = {
  settings: (kind: Kind, maxCachedWorkflows: number) => BareWorkerSettings;
  /** @returns the workflow's id */
  start: (kind: Kind, waits: Waits) => Promise<string>;
  reply: (workflowId: string) => Promise<void>;
  /** Until the run has ended, as it must. */
  ended: (workflowId: string, as: 'ended' | 'Replied') => Promise<void>;
  /** Bytes of the plan that each run carries. */
  planBytes: number;
  close: () => Promise<void>;
};

const HAND_WRITTEN = fileURLToPath(new URL('../../temporal/testing/hand-written.ts', import.meta.url));

export async function openFollowUps(): Promise<FollowUps> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-bench-'));
  const bundles = { plan: join(folder, 'plan.js'), hand: join(folder, 'hand.js') };
  await writeWorkflowBundle(bundles.plan);
  const logger = new DefaultLogger('WARN');
  const { code } = await bundleWorkflowCode({ workflowsPath: HAND_WRITTEN, logger });
  writeFileSync(bundles.hand, code);
  const temporal = await startTestTemporal();
  const { address, namespace } = temporal;
  const { client, close } = temporalClient({ address, namespace, apiKey: null });

  function inputOf(kind: Kind, enrolmentId: string, waits: Waits): EnrolmentInput | FollowUpInput {
    if (kind === 'hand') return { enrolmentId, ...waits };
    const plan = followUpPlan(waits);
    const state = initialState(plan, enrolmentId, Date.now());
    return { engine: ENGINE_VERSION, enrolmentId, epoch: 1, plan, state, unread: [] };
  }

  return {
    settings: (kind, maxCachedWorkflows) => ({
      address,
      namespace,
      taskQueue: kind,
      bundle: bundles[kind],
      maxCachedWorkflows,
    }),
    async start(kind, waits) {
      const workflowId = randomUUID();
      await client.workflow.start(kind === 'plan' ? WORKFLOW_TYPE : 'followUp', {
        workflowId,
        taskQueue: kind,
        args: [inputOf(kind, workflowId, waits)],
      });
      return workflowId;
    },
    async reply(workflowId) {
      const event: OutsideEvent = {
        type: 'reply',
        seq: 1,
        atMs: Date.now(),
        channel: 'sms',
        intent: 'other',
      };
      await client.workflow.getHandle(workflowId).signal<[OutsideEvent[]]>(OUTSIDE_SIGNAL, [event]);
    },
    async ended(workflowId, as) {
      const label: unknown = await client.workflow.getHandle(workflowId).result();
      if (label !== as) throw new Error(`A run ended as ${label}, not as ${as}.`);
    },
    planBytes: Buffer.byteLength(
      JSON.stringify(followUpPlan({ waitMs: 86_400_000, replyWithinMs: 172_800_000 })),
    ),
    async close() {
      await close();
      await temporal.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
