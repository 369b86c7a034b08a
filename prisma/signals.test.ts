import { expect, it } from 'vitest';
import { createApiKey, holderOf, type KeyHolder } from '#prisma/api-keys.ts';
import { type SignalBody, takeSignal } from '#prisma/signals.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import {
  end,
  NOON_MS,
  seedLeads,
  seedPlay,
  seedWorkspace,
  straightPlay,
  wait,
} from '#prisma/testing/seed.ts';

const HOUR_MS = 3_600_000;
const clock = { wallMs: NOON_MS };
const at = (agoMs: number) => new Date(NOON_MS - agoMs).toISOString();
const onSignal = {
  id: 'start',
  kind: 'trigger',
  config: { by: 'signal', signal: 'meetingBooked', noOlderThan: { value: 1, unit: 'days' } },
};

async function house() {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  const [lead] = await seedLeads(db, workspace.id, 1);
  if (!lead) throw new Error('A lead is seeded.');
  const { playId } = await seedPlay(db, sender, straightPlay('Booked', [onSignal, wait('days', 2), end]));
  const owner = { workspaceId: workspace.id, userId: 'u1', role: 'owner' } as const;
  const made = await createApiKey(db, owner, { name: 'HubSpot', scopes: ['signals:write'], nowMs: NOON_MS });
  if (!made.ok) throw new Error(made.reason);
  const found = await holderOf(db, `Bearer ${made.key}`, NOON_MS);
  if (!found.ok) throw new Error(found.why);
  const signal = (more: Partial<SignalBody> = {}): SignalBody => ({
    type: 'meetingBooked',
    occurredAt: at(0),
    dedupeKey: 'meeting-1',
    lead: { email: lead.email ?? '' },
    ...more,
  });
  const lines = async (leadId = lead.id) =>
    (await db.read.timelineEntry.findMany({ where: { leadId }, orderBy: { id: 'asc' } })).map(
      ({ title, detail }) => `${title}: ${detail}`,
    );
  return { db, workspace, sender, lead, playId, holder: found.holder, signal, lines };
}

it('a signal about a known lead stands on its timeline and starts the plays that wait for it', async () => {
  const { db, lead, playId, holder, signal, lines } = await house();
  const taken = await takeSignal(db, holder, signal({ data: { with: 'Maya', minutes: 30 } }), clock);
  expect(taken).toMatchObject({
    ok: true,
    repeated: false,
    answer: { lead: { id: lead.id, created: false }, started: [{ play: 'Booked', playId }], notStarted: [] },
  });
  expect((await lines()).slice(0, 1)).toEqual(['Meeting booked: Told by HubSpot\nwith: Maya\nminutes: 30']);
  expect(await db.read.enrolment.findMany()).toMatchObject([{ playId, leadId: lead.id, origin: 'signal' }]);
  expect(await db.read.outbox.count()).toBe(1);
});

it('told ten times at once it is taken once, and every answer is the same', async () => {
  const { db, holder, signal } = await house();
  const all = await Promise.all(Array.from({ length: 10 }, () => takeSignal(db, holder, signal(), clock)));
  expect(all.filter((one) => one.ok && !one.repeated)).toHaveLength(1);
  expect(new Set(all.map((one) => JSON.stringify(one.ok && one.answer))).size).toBe(1);
  expect(await db.read.signal.count()).toBe(1);
  expect(await db.read.enrolment.count()).toBe(1);
});

it('the same dedupe key for another event is refused, in the same workspace only', async () => {
  const { db, holder, signal } = await house();
  await takeSignal(db, holder, signal(), clock);
  const other = signal({ type: 'noShow' });
  expect(await takeSignal(db, holder, other, clock)).toEqual({ ok: false, why: 'keyReused' });
  const elsewhere = await seedWorkspace(db);
  const stranger: KeyHolder = { ...holder, workspaceId: elsewhere.workspace.id };
  expect(await takeSignal(db, stranger, other, clock)).toMatchObject({ ok: true, repeated: false });
  expect(await db.read.enrolment.count()).toBe(1);
});

it('one that comes later than the play takes starts nothing and says so; order of arrival does not matter', async () => {
  const { db, holder, signal, lines } = await house();
  const late = signal({ occurredAt: at(50 * HOUR_MS), dedupeKey: 'old' });
  const taken = await takeSignal(db, holder, late, clock);
  const reason = 'Baton heard of it 2 days 2 hours after it happened; the play takes it up to 1 day after.';
  expect(taken).toMatchObject({
    ok: true,
    answer: { started: [], notStarted: [{ play: 'Booked', reason }] },
  });
  expect(await lines()).toEqual([
    expect.stringMatching(/^Meeting booked: Told by HubSpot, 2 days 2 hours after it happened/),
    `Did not enter Booked: ${reason}`,
  ]);
  const fresh = await takeSignal(db, holder, signal({ occurredAt: at(HOUR_MS), dedupeKey: 'new' }), clock);
  expect(fresh).toMatchObject({ ok: true, answer: { started: [{ play: 'Booked' }] } });
  const older = await takeSignal(
    db,
    holder,
    signal({ occurredAt: at(2 * HOUR_MS), dedupeKey: 'mid' }),
    clock,
  );
  expect(older).toMatchObject({ answer: { notStarted: [{ reason: 'Is in this play already.' }] } });
  expect(await db.read.signal.count()).toBe(3);
});

it('clocks may differ by minutes; an event from the future is refused and leaves nothing', async () => {
  const { db, holder, signal } = await house();
  expect(await takeSignal(db, holder, signal({ occurredAt: at(-HOUR_MS) }), clock)).toEqual({
    ok: false,
    why: 'future',
  });
  expect(await db.read.signal.count()).toBe(0);
  expect(await takeSignal(db, holder, signal({ occurredAt: at(-60_000) }), clock)).toMatchObject({
    ok: true,
  });
});

it('an unknown lead is made when it can be reached, and found by its external id from then on', async () => {
  const { db, holder, signal } = await house();
  const externalId = { source: 'hubspot', id: '901' };
  const blind = signal({ lead: { externalId } });
  expect(await takeSignal(db, holder, blind, clock)).toEqual({ ok: false, why: 'leadUnknown' });
  expect(await db.read.signal.count()).toBe(0);

  const named = signal({ lead: { externalId, phone: '(312) 555-0148', firstName: 'Ada' } });
  const made = await takeSignal(db, holder, named, clock);
  expect(made).toMatchObject({
    ok: true,
    answer: { lead: { created: true }, started: [{ play: 'Booked' }] },
  });
  const ada = await db.read.lead.findFirstOrThrow({ where: { firstName: 'Ada' } });
  expect(ada).toMatchObject({ cellPhone: '+13125550148', source: 'HubSpot' });
  const again = await takeSignal(db, holder, { ...blind, dedupeKey: 'meeting-2' }, clock);
  expect(again).toMatchObject({ ok: true, answer: { lead: { id: ada.id, created: false } } });
});

it('a number that two leads share names neither of them', async () => {
  const { db, workspace, holder, signal } = await house();
  const [, twin] = await seedLeads(db, workspace.id, 2);
  const first = await db.read.lead.findFirstOrThrow();
  await db.write.lead.update({ where: { id: twin?.id ?? '' }, data: { cellPhone: first.cellPhone } });
  const byPhone = signal({ lead: { phone: first.cellPhone ?? '' } });
  expect(await takeSignal(db, holder, byPhone, clock)).toEqual({ ok: false, why: 'leadAmbiguous' });
  expect(await db.read.signal.count()).toBe(0);
});

it('values that cannot be read are named by where they stand', async () => {
  const { db, holder, signal } = await house();
  expect(await takeSignal(db, holder, signal({ lead: { phone: '12' } }), clock)).toMatchObject({
    why: 'invalid',
    pointer: '/lead/phone',
  });
  expect(await takeSignal(db, holder, signal({ lead: { email: 'ada@' } }), clock)).toMatchObject({
    why: 'invalid',
    pointer: '/lead/email',
  });
});

it('a key without the scope reports nothing', async () => {
  const { db, holder, signal } = await house();
  expect(await takeSignal(db, { ...holder, scopes: [] }, signal(), clock)).toEqual({
    ok: false,
    why: 'scope',
  });
  expect(await db.read.signal.count()).toBe(0);
});
