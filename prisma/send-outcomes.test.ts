import { describe, expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { step } from '#workflows/engine/step.ts';
import type { Claim } from './send-claims.ts';
import { settleCheck } from './send-outcomes.ts';
import type { StepSend } from './send-steps.ts';

function outcomeOf(claim: Claim) {
  return claim.kind === 'settled' ? claim.outcome : claim.kind;
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
