import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { NativeConnection, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { systemCaller } from '#prisma/caller.ts';
import { enrolByHand, readPlan } from '#prisma/enrolments.ts';
import { takeInbound } from '#prisma/inbound.ts';
import { seedLeads, seedPlay, seedWorkspace } from '#prisma/testing/seed.ts';
import { temporalClient } from '#temporal/client/connection.ts';
import type { FollowUpInput } from '#temporal/testing/hand-written.ts';
import { FOLLOW_UP_PLAY, trivialActivities, withWaits } from '#temporal/testing/hand-written-play.ts';
import { type House, openHouse } from '#temporal/testing/house.ts';
import type { OutsideEvent } from '#workflows/engine/event.ts';
import { OUTSIDE_SIGNAL, workflowId } from './names.ts';

/** What a run costs at Temporal, against the same play written by hand: both are performed, and both histories counted. */

const { EventType } = temporal.api.enums.v1;
const HAND_WRITTEN = fileURLToPath(new URL('./testing/hand-written.ts', import.meta.url));
/** Nobody may come too late for the second wait, however busy the machine is. */
const LONG_MS = 600_000;
const PATIENCE_MS = 80_000;
const SILENCE = { waitMs: 300, replyWithinMs: 300 };
const REPLY = { waitMs: 300, replyWithinMs: LONG_MS };

let house: House;
let hand: { client: Client; taskQueue: string; close: () => Promise<void> };

beforeAll(async () => {
  house = await openHouse();
  hand = await openHand();
}, 120_000);
afterAll(async () => {
  await hand?.close();
  await house?.close();
});

async function openHand(): Promise<typeof hand> {
  const address = inject('temporalAddress');
  const namespace = inject('temporalNamespace');
  const taskQueue = `hand-${randomUUID()}`;
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowsPath: HAND_WRITTEN,
    activities: trivialActivities(),
  });
  const { client, close } = temporalClient({ address, namespace, apiKey: null });
  const running = worker.run();
  return {
    client,
    taskQueue,
    async close() {
      worker.shutdown();
      await running;
      await connection.close();
      await close();
    },
  };
}

/** Without tasks that a busy worker let lapse: the server gives them out again, and nobody wrote those. */
async function eventTypes(client: Client, id: string): Promise<string[]> {
  const history = await client.workflow.getHandle(id).fetchHistory();
  const types: string[] = [];
  for (const { eventType } of history.events ?? []) {
    const type = (EventType[eventType ?? 0] ?? '').slice('EVENT_TYPE_'.length);
    if (type === 'WORKFLOW_TASK_TIMED_OUT') {
      const at = types.lastIndexOf('WORKFLOW_TASK_SCHEDULED');
      types.splice(at, types[at + 1] === 'WORKFLOW_TASK_STARTED' ? 2 : 1);
    } else types.push(type);
  }
  return types;
}

const countOf = (types: readonly string[], name: string) => types.filter((type) => type === name).length;
/** The second timer is the second wait's: the run has come there, and nothing else is under way. */
const secondWait = (client: Client, id: string) =>
  house.until(
    'the second wait',
    async () => countOf(await eventTypes(client, id), 'TIMER_STARTED') === 2,
    PATIENCE_MS,
  );
const wholeHistory = (client: Client, id: string) =>
  house.until(
    'the run to close',
    async () => {
      const types = await eventTypes(client, id);
      return types.at(-1) === 'WORKFLOW_EXECUTION_COMPLETED' ? types : null;
    },
    PATIENCE_MS,
  );

/** What Temporal Cloud bills: the start, timers, activities scheduled, signals, and local activities once a task. */
const costOf = (types: readonly string[]) => ({
  events: types.length,
  actions:
    1 +
    countOf(types, 'TIMER_STARTED') +
    countOf(types, 'ACTIVITY_TASK_SCHEDULED') +
    countOf(types, 'WORKFLOW_EXECUTION_SIGNALED') +
    countOf(types, 'MARKER_RECORDED'),
});

async function performedByHand(waits: Omit<FollowUpInput, 'enrolmentId'>): Promise<string[]> {
  const { client, taskQueue } = hand;
  const id = randomUUID();
  const input: FollowUpInput = { enrolmentId: id, ...waits };
  await client.workflow.start('followUp', { workflowId: id, taskQueue, args: [input] });
  if (waits.replyWithinMs === LONG_MS) {
    await secondWait(client, id);
    const reply: OutsideEvent = {
      type: 'reply',
      seq: 1,
      atMs: Date.now(),
      channel: 'sms',
      intent: 'unclear',
    };
    await client.workflow.getHandle(id).signal<[OutsideEvent[]]>(OUTSIDE_SIGNAL, [reply]);
  }
  return wholeHistory(client, id);
}

/** Puts a new lead into the drawn play. @returns the workflow's id, once it runs */
async function enrolled(waits: Omit<FollowUpInput, 'enrolmentId'>) {
  const { db, client } = house;
  const { workspace, sender } = await seedWorkspace(db, house.seal, Date.now());
  const [lead] = await seedLeads(db, workspace.id, 1);
  const { playId, planHash } = await seedPlay(db, sender, FOLLOW_UP_PLAY);
  const plan = withWaits(await db.rows((sql) => readPlan(sql, workspace.id, planHash)), waits);
  await db.write.plan.update({
    where: { workspaceId_hash: { workspaceId: workspace.id, hash: planHash } },
    data: { json: JSON.stringify(plan) },
  });
  await house.registerSenders();
  await enrolByHand(db, systemCaller(workspace.id), {
    playId,
    leadIds: [lead?.id ?? ''],
    wallMs: Date.now(),
  });
  const row = await db.write.enrolment.findFirstOrThrow({ where: { playId } });
  const id = workflowId(row);
  await house.until('the run to start', () =>
    client.workflow
      .getHandle(id)
      .describe()
      .catch(() => null),
  );
  return { id, lead, sender };
}

async function performedForReal(waits: Omit<FollowUpInput, 'enrolmentId'>): Promise<string[]> {
  const { db, client } = house;
  const { id, lead, sender } = await enrolled(waits);
  if (waits.replyWithinMs === LONG_MS) {
    await secondWait(client, id);
    const reply = {
      channel: 'sms' as const,
      providerId: `SM${randomBytes(16).toString('hex')}`,
      fromAddress: lead?.cellPhone ?? '',
      toAddress: sender.smsNumber ?? '',
      subject: null,
      body: 'What are your fees like?',
      mailId: null,
      answers: null,
      keyword: null,
      bodyIsMissing: false,
    };
    await takeInbound(db, sender, reply, { wallMs: Date.now() });
  }
  return wholeHistory(client, id);
}

it('costs Temporal no more than a workflow written by hand when nobody replies', async () => {
  const byHand = costOf(await performedByHand(SILENCE));
  expect(byHand).toEqual({ events: 33, actions: 6 });
  expect(costOf(await performedForReal(SILENCE))).toEqual(byHand);
});

it('costs Temporal no more than a workflow written by hand when the lead replies in the second wait', async () => {
  const byHand = await performedByHand(REPLY);
  const forReal = await performedForReal(REPLY);
  expect(forReal).toEqual(byHand);
  expect(costOf(forReal)).toEqual({ events: 29, actions: 7 });
});

it('ends when somebody cancels it at Temporal, whatever it waits for', async () => {
  const { client } = house;
  const { id } = await enrolled(REPLY);
  await secondWait(client, id);
  await client.workflow.getHandle(id).cancel();
  await expect(client.workflow.getHandle(id).result()).rejects.toMatchObject({
    cause: { name: 'CancelledFailure' },
  });
});
