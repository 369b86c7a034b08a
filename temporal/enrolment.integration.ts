import { randomBytes } from 'node:crypto';
import { temporal } from '@temporalio/proto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemCaller } from '#prisma/caller.ts';
import { enrolByHand } from '#prisma/enrolments.ts';
import { takeInbound } from '#prisma/inbound.ts';
import {
  byHand,
  end,
  NO_REPLY_PLAY,
  seedLeads,
  seedPlay,
  seedWorkspace,
  straightPlay,
  text,
} from '#prisma/testing/seed.ts';
import { type House, openHouse } from '#temporal/testing/house.ts';
import { DAY_MS } from '#workflows/time/duration.ts';
import { workflowId } from './names.ts';
import { rebuildRun } from './runs.ts';
import { replyToOf } from './sender-providers.ts';

const { EventType } = temporal.api.enums.v1;

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 60_000);
afterAll(() => house?.close());

async function enrolled(document: unknown, options: { leads?: number; waitMs?: number } = {}) {
  const { db } = house;
  const { workspace, sender } = await seedWorkspace(db, house.seal, Date.now());
  const leads = await seedLeads(db, workspace.id, options.leads ?? 1);
  const { playId } = await seedPlay(db, sender, document, options.waitMs);
  await house.registerSenders();
  const done = await enrolByHand(db, systemCaller(workspace.id), {
    playId,
    leadIds: leads.map((l) => l.id),
    wallMs: Date.now(),
  });
  return { workspace, sender, leads, playId, enrolmentIds: done.entered };
}

const rowOf = (id: string) => house.db.write.enrolment.findUniqueOrThrow({ where: { id } });
const ended = (id: string) =>
  house.until('the run to end', async () => {
    const row = await rowOf(id);
    return row.status === 'ended' ? row : null;
  });

const eventTypes = async (row: Parameters<typeof workflowId>[0]) => {
  const history = await house.client.workflow.getHandle(workflowId(row)).fetchHistory();
  return (history.events ?? []).map((event) => EventType[event.eventType ?? 0] ?? '');
};
const countOf = (types: string[], name: string) =>
  types.filter((type) => type === `EVENT_TYPE_${name}`).length;
/** What Temporal Cloud bills: the start, timers, activities scheduled, signals, and local activities once a task. */
const billable = (types: string[]) =>
  1 +
  countOf(types, 'TIMER_STARTED') +
  countOf(types, 'ACTIVITY_TASK_SCHEDULED') +
  countOf(types, 'WORKFLOW_EXECUTION_SIGNALED') +
  countOf(types, 'MARKER_RECORDED');

it('texts a lead once and ends', async () => {
  const { enrolmentIds, leads } = await enrolled(
    straightPlay('Hello', [byHand, text('hi', 'Hi {{ lead.firstName }}. STOP to end.'), end]),
  );
  const [id = ''] = enrolmentIds;
  expect((await ended(id)).endLabel).toBe('ended');
  const messages = await house.db.read.message.findMany({ where: { enrolmentId: id } });
  expect(messages.map((m) => [m.state, m.body])).toEqual([['accepted', 'Hi Dana. STOP to end.']]);
  const thread = await house.carrier.phone(leads[0]?.cellPhone ?? '');
  expect(thread.messages.map((m) => ('body' in m ? m.body : ''))).toEqual(['Hi Dana. STOP to end.']);
});

it('performs the no-reply play in 33 events and 6 billable actions', async () => {
  const { enrolmentIds } = await enrolled(NO_REPLY_PLAY, { waitMs: 500 });
  const [id = ''] = enrolmentIds;
  const row = await ended(id);
  const types = await house.until('the run to close', async () => {
    const found = await eventTypes(row);
    return found.at(-1) === 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED' ? found : null;
  });
  expect(types).toHaveLength(33);
  expect(billable(types)).toBe(6);
});

it('lets days pass in moments when the clock is moved, at the drawn times', async () => {
  const { enrolmentIds, workspace } = await enrolled(NO_REPLY_PLAY);
  const [id = ''] = enrolmentIds;
  await house.until('the first wait', async () => (await rowOf(id)).status === 'waiting');
  await house.advance(workspace.id, 4 * DAY_MS);
  await ended(id);
  const messages = await house.db.read.message.findMany({
    where: { enrolmentId: id },
    orderBy: { atMs: 'asc' },
  });
  expect(messages.map((m) => [m.channel, m.state])).toEqual([
    ['sms', 'accepted'],
    ['email', 'accepted'],
    ['sms', 'accepted'],
  ]);
  const [first, mail, last] = messages.map((m) => m.atMs);
  expect((mail ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(DAY_MS - 1_000);
  expect((mail ?? 0) - (first ?? 0)).toBeLessThan(DAY_MS + 60_000);
  expect((last ?? 0) - (mail ?? 0)).toBeLessThan(2 * DAY_MS + 60_000);
});

it('stops before the next text when the lead says STOP, and still mails them', async () => {
  const { enrolmentIds, workspace, sender, leads } = await enrolled(NO_REPLY_PLAY);
  const [id = ''] = enrolmentIds;
  await house.until('the first wait', async () => (await rowOf(id)).status === 'waiting');
  await takeInbound(
    house.db,
    sender,
    {
      channel: 'sms',
      providerId: `SM${randomBytes(16).toString('hex')}`,
      fromAddress: leads[0]?.cellPhone ?? '',
      toAddress: sender.smsNumber ?? '',
      subject: null,
      body: 'STOP',
      mailId: null,
      answers: null,
      keyword: 'stop',
      bodyIsMissing: false,
    },
    { wallMs: Date.now() },
  );
  await house.advance(workspace.id, 4 * DAY_MS);
  await ended(id);
  const sent = await house.db.read.message.findMany({
    where: { enrolmentId: id, state: 'accepted' },
    orderBy: { atMs: 'asc' },
  });
  expect(sent.map((m) => m.channel)).toEqual(['sms', 'email']);
  const { messages } = await house.carrier.mailbox(leads[0]?.email ?? '');
  const [mail] = messages.flatMap((one) => (one.channel === 'email' ? [one] : []));
  expect(mail).toMatchObject({
    from: `Maya Lindqvist <${sender.emailAddress}>`,
    replyTo: [replyToOf(sender, { id: sent[1]?.id ?? '' }, house.secret)],
  });
});

it('starts a lost run again from its row, without sending anything twice', async () => {
  const { enrolmentIds, workspace, leads } = await enrolled(NO_REPLY_PLAY);
  const [id = ''] = enrolmentIds;
  const row = await house.until('the first wait', async () => {
    const found = await rowOf(id);
    return found.status === 'waiting' ? found : null;
  });
  await house.client.workflow.getHandle(workflowId(row)).terminate('lost');
  await rebuildRun(house.db, house.client, id);
  await house.advance(workspace.id, 4 * DAY_MS);
  expect((await ended(id)).epoch).toBe(2);
  const thread = await house.carrier.phone(leads[0]?.cellPhone ?? '');
  expect(thread.messages).toHaveLength(2);
});
