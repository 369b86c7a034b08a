import { describe, expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { email, seedLeads } from '#prisma/testing/seed.ts';
import { step } from '#workflows/engine/step.ts';
import { systemCaller } from './caller.ts';
import type { Db } from './client.ts';
import { actOnRun, enrolByHand } from './enrolments.ts';
import { type Claim, type StepSend, settleCheck } from './sends.ts';

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

describe('after the call', () => {
  it('the row is the state that the run itself reaches', async () => {
    const { claim, settle, row, runAfter } = await atFirstSend();
    await claim(1);
    const { result } = await settle(1, { kind: 'accepted', providerId: 'SM1' });
    expect(JSON.parse((await row()).state)).toEqual(runAfter(result));
    expect(await row()).toMatchObject({ status: 'waiting', nodeId: 'day' });
  });

  it('an acceptance that comes late replaces doubt, and the late attempt records nothing over its successor', async () => {
    const { claim, settle, message, row } = await atFirstSend();
    await claim(1);
    const second = await claim(2);
    expect(outcomeOf(second)).toEqual({ kind: 'inDoubt' });
    const late = await settle(1, { kind: 'accepted', providerId: 'SM1' });
    expect(late.result?.outcome).toEqual({ kind: 'superseded' });
    expect((await message()).state).toBe('accepted');
    expect((await row()).recordedAttempt).toBe(2);
  });

  it('a text that nobody lists is unconfirmed after the last look: a task for a person, and the play goes on', async () => {
    const { db, claim, message, row, plan, before, stepOf } = await atFirstSend();
    await claim(1);
    const doubted = await claim(2);
    if (doubted.kind !== 'settled' || doubted.result === null) throw new Error('Not in doubt.');
    const resting = step(plan, before, [doubted.result]).state;
    const asking = step(plan, resting, [{ type: 'timer', atMs: resting.rest?.untilMs ?? 0 }]);
    if (asking.effect?.type !== 'activity') throw new Error('Nobody looks.');
    const look: StepSend = {
      ...stepOf(1),
      asked: { id: asking.effect.id, attempt: 1, epoch: 1 },
      before: asking.state,
    };
    await settleCheck(
      db,
      { messageId: 'message-1', found: null, final: true, step: look },
      { wallMs: WALL_MS + 400_000 },
    );
    expect((await message()).state).toBe('unconfirmed');
    expect(await row()).toMatchObject({ nodeId: 'day', status: 'waiting' });
    expect((await db.write.task.findMany()).map((task) => task.kind)).toEqual(['unconfirmed']);
  });

  it('a provider that refuses the sender holds the sender, not the lead', async () => {
    const { db, claim, settle, row, sender } = await atFirstSend();
    await claim(1);
    await settle(1, { kind: 'senderDown', code: '20003', sentence: 'The key is wrong.' });
    expect((await db.write.sender.findUniqueOrThrow({ where: { id: sender.id } })).heldWhy).toBe(
      'The key is wrong.',
    );
    expect((await row()).status).toBe('held');
  });

  it('an opt-out that only the carrier knew is written to the ledger', async () => {
    const { db, claim, settle, lead } = await atFirstSend();
    await claim(1);
    await settle(1, {
      kind: 'rejected',
      code: '21610',
      sentence: 'They opted out.',
      class: 'revoked',
      liftsAtWallMs: null,
    });
    const rows = await db.write.consent.findMany({ where: { address: lead.cellPhone ?? '', act: 'revoke' } });
    expect(rows.map((consent) => consent.basis)).toEqual(['carrier']);
  });
});

describe('YES', () => {
  const says = (
    setting: Awaited<ReturnType<typeof atFirstSend>>,
    providerId: string,
    keyword: 'start' | 'stop',
  ) => setting.hears({ body: keyword === 'start' ? 'Yes' : 'STOP', keyword, providerId });

  it('of a lead who may be texted is an answer, to be understood like any other', async () => {
    const setting = await atFirstSend();
    await says(setting, 'SM-yes', 'start');
    expect((await setting.db.write.job.findMany()).map((job) => job.kind)).toEqual(['classify']);
    expect(await setting.db.write.consent.count({ where: { act: 'restore' } })).toBe(0);
  });

  it('of a lead who opted out lifts the opt-out', async () => {
    const setting = await atFirstSend();
    await says(setting, 'SM-stop', 'stop');
    await says(setting, 'SM-yes', 'start');
    expect(await setting.db.write.consent.count({ where: { act: 'restore' } })).toBe(1);
    expect(await setting.db.write.job.count()).toBe(0);
  });
});

describe('a STOP', () => {
  it('that comes twice is one opt-out', async () => {
    const { db, stop } = await atFirstSend();
    expect([await stop(), await stop()]).toEqual([true, false]);
    expect(await countRevocations(db)).toBe(1);
  });

  it('closes the number for every lead who has it', async () => {
    const { db, stop, lead, workspace, enrolment } = await atFirstSend();
    const [twin] = await seedLeads(db, workspace.id, 1, { consent: false });
    await db.write.lead.update({ where: { id: twin?.id ?? '' }, data: { cellPhone: lead.cellPhone } });
    await enrolByHand(db, systemCaller(workspace.id), {
      playId: enrolment.playId,
      leadIds: [twin?.id ?? ''],
      wallMs: WALL_MS,
    });
    await stop();
    const told = await db.write.enrolmentEvent.findMany();
    expect(told.map((event) => JSON.parse(event.json).type)).toEqual(['stop', 'stop']);
  });
});

function countRevocations(db: Db): Promise<number> {
  return db.write.consent.count({ where: { act: 'revoke' } });
}
