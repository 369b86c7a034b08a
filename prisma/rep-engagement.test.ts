import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';

const HOUR_MS = 3_600_000;

/** A message that somebody wrote to the lead by hand. */
async function wroteByHand(atMs: number, changes: { kind?: string; state?: string } = {}) {
  const setting = await atFirstSend();
  const { db, workspace, sender, lead } = setting;
  await db.write.message.create({
    data: {
      id: randomUUID(),
      workspaceId: workspace.id,
      environment: 'sandbox',
      leadId: lead.id,
      senderId: sender.id,
      direction: 'out',
      channel: 'sms',
      kind: 'rep',
      toAddress: lead.cellPhone ?? '',
      fromAddress: sender.smsNumber ?? '',
      body: 'It is Maya. Shall I call?',
      state: 'accepted',
      atMs,
      createdWallMs: atMs,
      ...changes,
    },
  });
  return setting;
}

describe('a lead whom a person writes to', () => {
  it('hears nothing from plays meanwhile', async () => {
    const setting = await wroteByHand(WALL_MS - HOUR_MS);
    const claim = await setting.claim(1);
    expect(claim).toMatchObject({ kind: 'settled', outcome: { kind: 'hold' } });
    expect(await setting.row()).toMatchObject({
      status: 'held',
      note: 'Held: a rep is talking with the lead.',
    });
  });

  it('is not named, nor is the person, in what the play is told: that is kept in its history', async () => {
    const setting = await wroteByHand(WALL_MS - HOUR_MS);
    const { db, lead } = setting;
    const owner = { id: randomUUID(), name: 'Maya Lindqvist', email: `${randomUUID()}@example.org` };
    await db.write.user.create({ data: { ...owner, updatedAt: new Date(0) } });
    await db.write.lead.update({ where: { id: lead.id }, data: { ownerId: owner.id } });
    const claim = await setting.claim(1);
    expect(claim).toMatchObject({ outcome: { why: 'Held: a rep is talking with the lead.' } });
    expect(JSON.stringify(claim)).not.toContain('Maya');
  });

  it.each([
    ['after three working days', '2026-11-27', '2026-12-03', 'call'],
    ['not after two', '2026-11-30', '2026-12-03', 'settled'],
    ['not after two and Thanksgiving', '2026-11-25', '2026-12-01', 'settled'],
    ['not after a weekend alone', '2026-11-27', '2026-11-30', 'settled'],
  ])('is free for plays again %s', async (_, wroteOn, askedOn, kind) => {
    const setting = await wroteByHand(Date.parse(`${wroteOn}T18:00:00Z`));
    expect((await setting.claim(1, Date.parse(`${askedOn}T18:00:00Z`))).kind).toBe(kind);
  });

  it('is not engaged by a message that was refused, nor by what a play sent', async () => {
    const refused = await wroteByHand(WALL_MS - HOUR_MS, { state: 'rejected' });
    expect((await refused.claim(1)).kind).toBe('call');
    const played = await wroteByHand(WALL_MS - HOUR_MS, { kind: 'play' });
    expect((await played.claim(1)).kind).toBe('call');
  });
});
