import { describe, expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { email } from '#prisma/testing/seed.ts';
import { systemCaller } from './caller.ts';
import { actOnRun } from './enrolments.ts';
import type { Claim } from './send-claims.ts';

function outcomeOf(claim: Claim) {
  return claim.kind === 'settled' ? claim.outcome : claim.kind;
}

describe('a claim', () => {
  it('is committed as calling before anything is posted, under the token of this attempt', async () => {
    const { claim, message } = await atFirstSend();
    expect((await claim(1)).kind).toBe('call');
    expect(await message()).toMatchObject({ state: 'calling', token: 'token-1' });
  });

  it('of a second attempt never posts a text again: its fate is in doubt', async () => {
    const { claim, message } = await atFirstSend();
    await claim(1);
    expect(outcomeOf(await claim(2))).toEqual({ kind: 'inDoubt' });
    expect((await message()).state).toBe('inDoubt');
  });

  it('of a second attempt posts an email again, with the same bytes', async () => {
    const { claim } = await atFirstSend(email('first', 'Subject', 'Words'));
    await claim(1);
    const again = await claim(2);
    expect(again.kind === 'call' && again.message.body).toBe('Hello from attempt 1');
  });

  it('of an email is in doubt once its key may have been forgotten', async () => {
    const { claim } = await atFirstSend(email('first', 'Subject', 'Words'));
    await claim(1);
    expect(outcomeOf(await claim(2, WALL_MS + 24 * 3_600_000))).toEqual({ kind: 'inDoubt' });
  });

  it('after a STOP does not happen: the run hears of the STOP first', async () => {
    const { claim, stop } = await atFirstSend();
    await stop();
    const claimed = await claim(1);
    expect(outcomeOf(claimed)).toEqual({ kind: 'stale' });
    expect(claimed.kind === 'settled' && claimed.result?.events.map((e) => e.type)).toEqual(['stop']);
  });

  it('of a paused run is held and says why', async () => {
    const { db, claim, enrolment, workspace } = await atFirstSend();
    await actOnRun(db, systemCaller(workspace.id), {
      enrolmentId: enrolment.id,
      act: 'pause',
      wallMs: WALL_MS,
      by: 'Dana',
    });
    expect(outcomeOf(await claim(1))).toEqual({ kind: 'stale' });
  });

  it('without consent is refused in words that stand on the timeline', async () => {
    const { db, claim, lead, row } = await atFirstSend();
    await db.write.consent.deleteMany();
    expect(outcomeOf(await claim(1))).toMatchObject({ kind: 'notSent' });
    const entries = await db.write.timelineEntry.findMany({ where: { leadId: lead.id, kind: 'notSent' } });
    expect(entries.map((entry) => entry.detail).join()).toContain('no consent');
    expect((await row()).nodeId).toBe('day');
  });

  it('that answers what the lead wrote does not queue behind an import', async () => {
    const { db, claim, hears, sender } = await atFirstSend(undefined, { lane: 'bulk' });
    const busy = { senderId: sender.id, channel: 'sms', lane: 'bulk', nextWallMs: WALL_MS + 600_000 };
    await db.write.sendSlot.create({ data: busy });
    expect(await claim(1)).toMatchObject({ kind: 'later', atWallMs: WALL_MS + 600_000 });
    await db.write.message.deleteMany();
    await hears({ body: 'Yes, tell me more', wallMs: WALL_MS - 1_000 });
    await db.write.job.deleteMany();
    expect((await claim(2)).kind).toBe('call');
  });

  it('by a run that has been replaced does nothing', async () => {
    const { db, claim, enrolment } = await atFirstSend();
    await db.write.enrolment.update({ where: { id: enrolment.id }, data: { epoch: 2 } });
    expect(outcomeOf(await claim(1))).toEqual({ kind: 'superseded' });
    expect(await db.write.message.count()).toBe(0);
  });
});
