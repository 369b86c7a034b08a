import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Caller } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { enrolByHand } from '#prisma/enrolments.ts';
import type { Lead, Sender } from '#prisma/generated/client.ts';
import { LEADS_WITH } from '#prisma/lead-addresses.ts';
import { isRevoked, OPEN_RUNS, withdrawConsent } from '#prisma/revocations.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import {
  byHand,
  end,
  NOON_MS,
  seedLeads,
  seedPlay,
  seedWorkspace,
  straightPlay,
  wait,
} from '#prisma/testing/seed.ts';
import { subscriptionOfMessage, unsubscribe } from '#prisma/unsubscribes.ts';

const clock = { wallMs: NOON_MS };

async function emailTo(db: Db, sender: Sender, lead: Lead): Promise<string> {
  const message = await db.write.message.create({
    data: {
      id: randomUUID(),
      workspaceId: lead.workspaceId,
      environment: 'sandbox',
      leadId: lead.id,
      senderId: sender.id,
      direction: 'out',
      channel: 'email',
      kind: 'play',
      toAddress: lead.email ?? '',
      fromAddress: sender.emailAddress ?? '',
      subject: 'Hello',
      body: 'Hello',
      state: 'accepted',
      atMs: NOON_MS,
      createdWallMs: NOON_MS,
    },
  });
  return message.id;
}

const play = straightPlay('Wait', [byHand, wait('days', 2), end]);

async function stopsTold(db: Db, leadId: string): Promise<number> {
  const runs = await db.read.enrolment.findMany({ where: { leadId }, select: { id: true } });
  const events = await db.read.enrolmentEvent.findMany({
    where: { enrolmentId: { in: runs.map((r) => r.id) } },
  });
  return events.filter((event) => JSON.parse(event.json).type === 'stop').length;
}

it('an unsubscribe link closes the address for every lead who shares it, and a second press changes nothing', async () => {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  const [dana, twin] = await seedLeads(db, workspace.id, 2);
  if (!dana || !twin) throw new Error('two leads are seeded');
  await db.write.lead.update({ where: { id: twin.id }, data: { email: dana.email } });
  const caller: Caller = { workspaceId: workspace.id, userId: 'u1', role: 'owner' };
  const { playId } = await seedPlay(db, sender, play);
  await enrolByHand(db, caller, { playId, leadIds: [dana.id, twin.id], wallMs: NOON_MS });
  const messageId = await emailTo(db, sender, dana);
  expect(await subscriptionOfMessage(db, messageId)).toMatchObject({
    brand: 'Kestrel Yard',
    isOptedOut: false,
  });

  expect(await unsubscribe(db, messageId, clock)).toBe(true);
  expect(await unsubscribe(db, messageId, clock)).toBe(true);

  expect(await subscriptionOfMessage(db, messageId)).toMatchObject({ isOptedOut: true });
  expect(await db.read.consent.count({ where: { act: 'revoke' } })).toBe(1);
  for (const lead of [dana, twin]) {
    expect(await stopsTold(db, lead.id)).toBe(1);
    const lines = await db.read.timelineEntry.findMany({ where: { leadId: lead.id, kind: 'consent' } });
    expect(lines.map((line) => line.title)).toEqual(['Opted out of emails']);
  }
});

it('a link to no email of ours does nothing', async () => {
  const db = await testDatabase();
  expect(await unsubscribe(db, 'nowhere', clock)).toBe(false);
  expect(await subscriptionOfMessage(db, 'nowhere')).toBeNull();
});

it('what a lead said to a person closes the number once, with the words of that person as evidence', async () => {
  const db = await testDatabase();
  const { workspace } = await seedWorkspace(db);
  const [dana] = await seedLeads(db, workspace.id, 1);
  if (!dana?.cellPhone) throw new Error('a lead is seeded');
  const caller: Caller = { workspaceId: workspace.id, userId: 'u1', role: 'owner' };
  const of = {
    workspaceId: workspace.id,
    environment: 'sandbox',
    channel: 'sms',
    address: dana.cellPhone,
  } as const;
  const request = {
    ...of,
    leadId: dana.id,
    medium: 'phone',
    evidence: 'Called 3 Dec',
    by: 'Maya',
    wallMs: NOON_MS,
  };

  expect(await withdrawConsent(db, { ...caller, role: 'viewer' }, request)).toMatchObject({ ok: false });
  expect(await withdrawConsent(db, caller, { ...request, evidence: ' ' })).toMatchObject({
    field: 'evidence',
  });
  expect(await withdrawConsent(db, caller, { ...request, address: '+15005550006' })).toMatchObject({
    ok: false,
  });
  expect(await withdrawConsent(db, { ...caller, workspaceId: 'other' }, request)).toMatchObject({
    ok: false,
  });
  expect(await db.rows((sql) => isRevoked(sql, of))).toBe(false);

  expect(await withdrawConsent(db, caller, request)).toEqual({ ok: true });
  expect(await withdrawConsent(db, caller, request)).toEqual({ ok: true });
  expect(await db.rows((sql) => isRevoked(sql, of))).toBe(true);
  const rows = await db.read.consent.findMany({ where: { act: 'revoke' } });
  expect(rows).toMatchObject([{ basis: 'person', medium: 'phone', evidence: 'Called 3 Dec (Maya)' }]);
});

it('a number that two leads have in different places closes for both, and one who has it twice hears of it once', async () => {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  const [dana, colleague, stranger] = await seedLeads(db, workspace.id, 3);
  if (!dana?.cellPhone || !colleague || !stranger) throw new Error('three leads are seeded');
  const address = dana.cellPhone;
  await db.write.lead.update({ where: { id: dana.id }, data: { homePhone: address } });
  await db.write.lead.update({ where: { id: colleague.id }, data: { workPhone: address } });
  const caller: Caller = { workspaceId: workspace.id, userId: 'u1', role: 'owner' };
  const { playId } = await seedPlay(db, sender, play);
  const leadIds = [dana.id, colleague.id, stranger.id];
  await enrolByHand(db, caller, { playId, leadIds, wallMs: NOON_MS });
  const said = { medium: 'phone', evidence: 'Called', by: 'Maya', wallMs: NOON_MS };
  const of = { environment: 'sandbox', channel: 'sms', address } as const;
  expect(await withdrawConsent(db, caller, { ...of, ...said, leadId: dana.id })).toEqual({ ok: true });
  expect(await Promise.all(leadIds.map((leadId) => stopsTold(db, leadId)))).toEqual([1, 1, 0]);
});

it('who has an address, and what runs they have, is found by indexes: the write lock is held meanwhile', async () => {
  const db = await testDatabase();
  await db.rows((sql) => {
    const plan = (text: string, count: number) =>
      sql
        .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, ...Array(count).fill('x'))
        .map((step) => step.detail)
        .filter((detail) => /SEARCH|SCAN|TEMP/.test(detail));
    expect(plan(LEADS_WITH.sms.text, 6)).toEqual(
      ['cellPhone', 'homePhone', 'workPhone'].map((column) =>
        expect.stringContaining(`Lead_workspaceId_${column}_idx (workspaceId=? AND ${column}=?)`),
      ),
    );
    expect(plan(LEADS_WITH.email.text, 2)).toEqual([expect.stringContaining('(workspaceId=? AND email=?)')]);
    expect(plan(OPEN_RUNS, 3)).toEqual([
      expect.stringMatching(/SEARCH .* Enrolment_leadId_\S+ \(leadId=\?\)$/),
    ]);
  });
});
