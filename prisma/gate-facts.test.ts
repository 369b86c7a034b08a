import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { WROTE } from './gate-facts.ts';
import { claimSend } from './send-claims.ts';

/** A lead without consent who has just been heard from: what they wrote keeps a conversation open. */
async function heardFrom(intent: string) {
  const setting = await atFirstSend();
  const { db, lead, sender, workspace } = setting;
  await db.write.consent.deleteMany();
  await db.write.message.create({
    data: {
      id: randomUUID(),
      workspaceId: workspace.id,
      environment: 'sandbox',
      leadId: lead.id,
      senderId: sender.id,
      direction: 'in',
      channel: 'sms',
      kind: 'reply',
      toAddress: sender.smsNumber ?? '',
      fromAddress: lead.cellPhone ?? '',
      body: 'Words',
      state: 'received',
      intent,
      atMs: WALL_MS - 60_000,
      createdWallMs: WALL_MS - 60_000,
    },
  });
  return claimSend(db, setting.request(1, { purpose: 'conversational' }), { wallMs: WALL_MS });
}

it('a lead’s own words keep a conversation open; what a machine answers for them does not', async () => {
  expect((await heardFrom('interested')).kind).toBe('call');
  expect(await heardFrom('out_of_office')).toMatchObject({ kind: 'settled', outcome: { kind: 'notSent' } });
});

it('what a lead wrote is read from the lead’s own messages, however many the workspace has', async () => {
  const { db } = await atFirstSend();
  const plan = await db.rows((sql) =>
    sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${WROTE}`, 'lead', 'workspace'),
  );
  expect(plan.map(({ detail }) => detail)).toEqual([
    'SEARCH Message USING INDEX Message_leadId_atMs_idx (leadId=?)',
  ]);
});
