import { describe, expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { email } from '#prisma/testing/seed.ts';
import { systemCaller } from './caller.ts';
import { appendConsent } from './consents.ts';
import { actOnRun } from './enrolments.ts';
import { takeStatus } from './inbound.ts';
import { setPlayPaused } from './plays.ts';
import { recordAnswer } from './projection.ts';
import type { Claim } from './send-claims.ts';
import { unsubscribe } from './unsubscribes.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const UNANSWERED = { kind: 'unanswered', code: 'noAnswer', retryAtWallMs: WALL_MS + 5_000 } as const;

async function atUnansweredEmail() {
  const at = await atFirstSend(email('first', 'Subject', 'Words'));
  await at.claim(1);
  const { outcome } = await at.settle(1, UNANSWERED);
  return { ...at, outcome };
}

function outcomeOf(claim: Claim) {
  return claim.kind === 'settled' ? claim.outcome : claim.kind;
}

describe('an email whose call was not answered', () => {
  it('is asked for again with the bytes that its key stands for, however often', async () => {
    const { claim, settle, outcome, message } = await atUnansweredEmail();
    expect(outcome).toMatchObject({ kind: 'defer', untilMs: WALL_MS + 5_000, unanswered: true });
    expect(await message()).toMatchObject({ state: 'calling', token: null, callingWallMs: WALL_MS });
    for (const attempt of [2, 3]) {
      const again = await claim(attempt, WALL_MS + attempt * 10 * MINUTE_MS);
      expect(again).toMatchObject({ kind: 'call', repeats: true });
      expect(again.kind === 'call' && again.message.body).toBe('Hello from attempt 1');
      const busy = { kind: 'notProcessed', code: 'rate_limit_exceeded', retryAtWallMs: WALL_MS } as const;
      await settle(attempt, busy, { repeats: true });
      expect(await message()).toMatchObject({ state: 'calling', token: null, callingWallMs: WALL_MS });
    }
  });

  it('is in doubt once its key may have been forgotten, and is not asked for again', async () => {
    const { claim, message } = await atUnansweredEmail();
    expect(outcomeOf(await claim(2, WALL_MS + 30 * HOUR_MS))).toEqual({ kind: 'inDoubt' });
    expect(await message()).toMatchObject({ state: 'inDoubt', body: 'Hello from attempt 1' });
  });

  it('was accepted when its provider reports on it', async () => {
    const { db, sender, claim, message } = await atUnansweredEmail();
    const news = { providerId: 'em_1', status: 'delivered', mailId: null, refusal: null } as const;
    await takeStatus(db, sender, { ...news, ours: { messageId: 'message-1' } }, { wallMs: WALL_MS + 1_000 });
    expect(await message()).toMatchObject({ state: 'accepted', providerId: 'em_1' });
    expect(outcomeOf(await claim(2, WALL_MS + 5_000))).toEqual({ kind: 'sent' });
  });

  it('is not asked for again after an unsubscribe that the run has not heard of', async () => {
    const { db, claim, message } = await atUnansweredEmail();
    await unsubscribe(db, 'message-1', { wallMs: WALL_MS + 1_000 });
    expect(outcomeOf(await claim(2, WALL_MS + 20 * HOUR_MS))).toEqual({ kind: 'stale' });
    expect((await message()).state).toBe('calling');
  });

  it('is looked for, not asked for, when its address is closed', async () => {
    const { db, workspace, lead, claim, message } = await atUnansweredEmail();
    await db.tx((tx) =>
      appendConsent(tx, workspace.id, {
        environment: 'sandbox',
        leadId: lead.id,
        channel: 'email',
        address: lead.email ?? '',
        act: 'revoke',
        basis: 'link',
        purpose: 'all',
        medium: 'email',
        atMs: WALL_MS + 1_000,
      }),
    );
    expect(outcomeOf(await claim(2, WALL_MS + 2_000))).toEqual({ kind: 'inDoubt' });
    expect((await message()).state).toBe('inDoubt');
  });

  it('waits while its play is paused, and may still have gone out', async () => {
    const { db, workspace, enrolment, claim, message } = await atUnansweredEmail();
    const caller = { workspaceId: workspace.id, userId: 'u1', role: 'owner' } as const;
    await setPlayPaused(db, caller, { playId: enrolment.playId, paused: true, wallMs: WALL_MS + 500 });
    expect(outcomeOf(await claim(2, WALL_MS + 1_000))).toMatchObject({ kind: 'hold', unanswered: true });
    expect(await message()).toMatchObject({ state: 'calling', token: null, body: 'Hello from attempt 1' });
  });

  it.each([
    ['asked', { state: 'calling' }],
    ['looked', { state: 'inDoubt' }],
  ])(
    'is unconfirmed when the lead moves on before it is %s for again: a task, and nothing more is sent',
    async (_, data) => {
      const { db, workspace, enrolment, before, plan, runAfter, outcome, message, claim } =
        await atUnansweredEmail();
      await db.write.message.update({ where: { id: 'message-1' }, data });
      await actOnRun(db, systemCaller(workspace.id), {
        enrolmentId: enrolment.id,
        act: 'takeOut',
        wallMs: WALL_MS + 1_000,
        by: 'Dana',
      });
      const rests = runAfter({
        type: 'result',
        id: before.n,
        atMs: WALL_MS + 50,
        outcome,
        events: [],
        skewMs: 0,
      });
      if (rests === null) throw new Error('The run rests.');
      await db.tx(async (tx) => {
        const row = await tx.enrolment.findUniqueOrThrow({ where: { id: enrolment.id } });
        await recordAnswer(tx, row, plan, {
          asked: { id: before.n + 1, attempt: 1, epoch: 1 },
          before: { ...rests, n: before.n + 1, flight: { id: before.n + 1, kind: 'record', pc: rests.pc } },
          outcome: { kind: 'done' },
          nowMs: WALL_MS + 2_000,
          skewMs: 0,
        });
      });
      expect(await message()).toMatchObject({
        state: 'unconfirmed',
        why: expect.stringContaining('the lead moved on before it was asked again'),
      });
      expect(await db.write.task.findMany()).toMatchObject([
        { kind: 'unconfirmed', sentence: expect.stringContaining('An email may not have arrived') },
      ]);
      expect(outcomeOf(await claim(2, WALL_MS + 5_000))).toEqual({ kind: 'unconfirmed' });
    },
  );
});
