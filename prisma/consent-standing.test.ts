import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Caller } from '#prisma/caller.ts';
import { consentStandings } from '#prisma/consent-standing.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import { NOON_MS, seedLeads, seedWorkspace } from '#prisma/testing/seed.ts';

async function house() {
  const db = await testDatabase();
  const { workspace } = await seedWorkspace(db);
  const [lead] = await seedLeads(db, workspace.id, 1, { consent: false });
  if (!lead?.cellPhone) throw new Error('a lead is seeded');
  const caller: Caller = { workspaceId: workspace.id, userId: 'u1', role: 'owner' };
  const { cellPhone } = lead;
  const say = (act: string, more: { basis?: string; purpose?: string; atMs: number; expiresAtMs?: number }) =>
    db.write.consent.create({
      data: {
        id: randomUUID(),
        workspaceId: workspace.id,
        environment: 'sandbox',
        leadId: lead.id,
        channel: 'sms',
        address: cellPhone,
        act,
        basis: 'written',
        purpose: 'marketing',
        medium: 'form',
        ...more,
      },
    });
  const texts = async () => {
    const found = await consentStandings(db, caller, lead.id, NOON_MS);
    return found.find((standing) => standing.channel === 'sms')?.standing;
  };
  return { db, caller, lead, say, texts };
}

it('a lead stands as the gate would decide: nothing, information, marketing, opted out, lifted', async () => {
  const { say, texts } = await house();
  expect(await texts()).toBe('none');
  await say('grant', { basis: 'express', purpose: 'informational', atMs: 1 });
  expect(await texts()).toBe('informationOnly');
  await say('grant', { atMs: 2 });
  expect(await texts()).toBe('given');
  await say('revoke', { basis: 'keyword', purpose: 'all', atMs: 3 });
  expect(await texts()).toBe('withdrawn');
  await say('grant', { atMs: 4 });
  expect(await texts()).toBe('withdrawn');
  await say('restore', { basis: 'keyword', purpose: 'all', atMs: 5 });
  expect(await texts()).toBe('given');
});

it('a grant that has run out says so', async () => {
  const { say, texts } = await house();
  await say('grant', { atMs: 1, expiresAtMs: NOON_MS - 1 });
  expect(await texts()).toBe('expired');
});

it('email needs no grant in the United States, and one that was given is shown', async () => {
  const { db, caller, lead } = await house();
  const email = async () =>
    (await consentStandings(db, caller, lead.id, NOON_MS)).find(({ channel }) => channel === 'email')
      ?.standing;
  expect(await email()).toBe('notNeeded');
  await db.write.consent.create({
    data: {
      id: randomUUID(),
      workspaceId: caller.workspaceId,
      environment: 'sandbox',
      channel: 'email',
      address: lead.email ?? '',
      act: 'grant',
      basis: 'written',
      purpose: 'marketing',
      medium: 'form',
      atMs: 1,
    },
  });
  expect(await email()).toBe('given');
});

it('nobody learns of a lead of another workspace', async () => {
  const { db, caller, lead } = await house();
  expect(await consentStandings(db, { ...caller, workspaceId: 'elsewhere' }, lead.id, NOON_MS)).toEqual([]);
});
