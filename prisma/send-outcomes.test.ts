import { describe, expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import type { Plan } from '#workflows/engine/plan.ts';
import type { State } from '#workflows/engine/state.ts';
import { step } from '#workflows/engine/step.ts';
import { replayRecorded } from '#workflows/simulate/replay.ts';
import { recordingOf } from './answers.ts';
import type { Claim } from './send-claims.ts';
import { settleCheck } from './send-outcomes.ts';
import type { StepSend } from './send-steps.ts';

function outcomeOf(claim: Claim) {
  return claim.kind === 'settled' ? claim.outcome : claim.kind;
}

/** The run's first look for a message in doubt. */
function lookAfter(plan: Plan, before: State, doubted: Claim, of: StepSend): StepSend {
  if (doubted.kind !== 'settled' || doubted.result === null) throw new Error('Not in doubt.');
  const resting = step(plan, before, [doubted.result]).state;
  const asking = step(plan, resting, [{ type: 'timer', atMs: resting.rest?.untilMs ?? 0 }]);
  if (asking.effect?.type !== 'activity') throw new Error('Nobody looks.');
  return { ...of, asked: { id: asking.effect.id, attempt: 1, epoch: 1 }, before: asking.state };
}

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

  it('a run that hears of it later is told when it was accepted, and a replay of it says so', async () => {
    const { db, claim, settle, message, plan, before, stepOf, enrolment } = await atFirstSend();
    await claim(1);
    const look = lookAfter(plan, before, await claim(2), stepOf(1));
    await settle(1, { kind: 'accepted', providerId: 'SM1' });
    const checked = await settleCheck(
      db,
      { messageId: 'message-1', found: null, final: false, step: look },
      { wallMs: WALL_MS + 15_000 },
    );
    expect(checked).toMatchObject({ outcome: { kind: 'sent' }, atMs: WALL_MS + 15_000 });
    const recording = await recordingOf(db, enrolment.id);
    if (recording === null) throw new Error('Nothing was recorded.');
    expect(recording.answers.map(({ settledMs }) => settledMs)).toEqual([null, WALL_MS + 50]);
    const replayed = replayRecorded(plan, `${enrolment.playId}:${enrolment.leadId}`, recording);
    expect(replayed).toMatchObject({
      missing: null,
      messages: [{ state: 'sent', atMs: (await message()).atMs }],
    });
  });

  it('a text that nobody lists is unconfirmed after the last look: a task for a person, and the play goes on', async () => {
    const { db, claim, message, row, plan, before, stepOf } = await atFirstSend();
    await claim(1);
    const look = lookAfter(plan, before, await claim(2), stepOf(1));
    await settleCheck(
      db,
      { messageId: 'message-1', found: null, final: true, step: look },
      { wallMs: WALL_MS + 400_000 },
    );
    expect(await message()).toMatchObject({
      state: 'unconfirmed',
      why: expect.stringContaining('does not list it'),
    });
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
