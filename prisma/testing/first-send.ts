import { systemCaller } from '#prisma/caller.ts';
import { enrolByHand, readPlan } from '#prisma/enrolments.ts';
import { takeInbound } from '#prisma/inbound.ts';
import { stepSendKey } from '#prisma/projection.ts';
import { type ClaimRequest, claimSend } from '#prisma/send-claims.ts';
import { settleSend } from '#prisma/send-outcomes.ts';
import type { StepSend } from '#prisma/send-steps.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import {
  byHand,
  end,
  seedLeads,
  seedPlay,
  seedWorkspace,
  straightPlay,
  text,
  wait,
} from '#prisma/testing/seed.ts';
import type { Result } from '#workflows/engine/event.ts';
import type { State } from '#workflows/engine/state.ts';
import { step } from '#workflows/engine/step.ts';

export const WALL_MS = Date.parse('2026-12-03T18:00:00Z');

/** One lead at the first send of a play, with the run's side of it: what its workflow would hold. */
export async function atFirstSend(
  first = text('first', 'Hello. STOP to end.'),
  asked: Partial<ClaimRequest> = {},
) {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  const [lead] = await seedLeads(db, workspace.id, 1);
  if (lead === undefined) throw new Error('No lead.');
  const { playId } = await seedPlay(
    db,
    sender,
    straightPlay('Play', [byHand, first, wait('day', 1), text('last', 'Bye. STOP to end.'), end]),
  );
  const { entered } = await enrolByHand(db, systemCaller(workspace.id), {
    playId,
    leadIds: [lead.id],
    wallMs: WALL_MS,
  });
  const enrolment = await db.write.enrolment.findUniqueOrThrow({ where: { id: entered[0] ?? '' } });
  const plan = await db.rows((sql) => readPlan(sql, workspace.id, enrolment.planHash));
  const begun = step(plan, JSON.parse(enrolment.state) as State, [
    { type: 'boot', atMs: WALL_MS, skewMs: 0 },
  ]);
  if (begun.effect?.type !== 'activity') throw new Error('The play does not begin with a send.');
  const before = begun.state;
  const instruction = plan.code[begun.effect.pc];
  if (instruction?.op !== 'send') throw new Error('The play does not begin with a send.');
  const { id: askedId, pc } = begun.effect;

  const stepOf = (attempt: number): StepSend => ({
    enrolment,
    plan,
    instruction,
    nodeId: 'first',
    asked: { id: askedId, attempt, epoch: 1 },
    before,
    role: null,
    purpose: 'marketing',
    readFacts: async () => [],
  });
  const channel = instruction.channel;
  const request = (attempt: number, changes: Partial<ClaimRequest> = {}): ClaimRequest => ({
    id: 'message-1',
    workspaceId: workspace.id,
    sendKey: stepSendKey(enrolment.id, pc, before.left),
    senderId: sender.id,
    leadId: lead.id,
    lane: 'people',
    draft: {
      ok: true,
      draft: {
        channel,
        toAddress: (channel === 'sms' ? lead.cellPhone : lead.email) ?? '',
        fromAddress: sender.smsNumber ?? '',
        subject: channel === 'email' ? 'Subject' : null,
        body: `Hello from attempt ${attempt}`,
        html: null,
        segments: 1,
      },
    },
    kind: 'play',
    step: stepOf(attempt),
    purpose: 'marketing',
    dueAtMs: WALL_MS,
    giveUpMs: 3_600_000,
    token: `token-${attempt}`,
    jitter: 0,
    ...asked,
    ...changes,
  });
  const claim = (attempt: number, wallMs = WALL_MS) => claimSend(db, request(attempt), { wallMs });
  const settle = (
    attempt: number,
    outcome: Parameters<typeof settleSend>[1]['outcome'],
    more: { repeats?: boolean } = {},
  ) =>
    settleSend(
      db,
      { messageId: 'message-1', token: `token-${attempt}`, outcome, step: stepOf(attempt), ...more },
      { wallMs: WALL_MS + 50 },
    );
  /** A text from the lead's number reaches the sender. */
  const hears = (said: { body: string; keyword?: 'stop' | 'start'; wallMs?: number; providerId?: string }) =>
    takeInbound(
      db,
      sender,
      {
        channel: 'sms',
        providerId: said.providerId ?? `SM-${said.body}`,
        fromAddress: lead.cellPhone ?? '',
        toAddress: sender.smsNumber ?? '',
        subject: null,
        body: said.body,
        mailId: null,
        answers: null,
        keyword: said.keyword ?? null,
        bodyIsMissing: false,
      },
      { wallMs: said.wallMs ?? WALL_MS },
    );
  const stop = (wallMs = WALL_MS) => hears({ body: 'STOP', keyword: 'stop', wallMs });
  const row = () => db.write.enrolment.findUniqueOrThrow({ where: { id: enrolment.id } });
  const message = () => db.write.message.findUniqueOrThrow({ where: { id: 'message-1' } });
  /** What the workflow makes of an answer: must be what the row holds. */
  const runAfter = (result: Result | null) => (result === null ? null : step(plan, before, [result]).state);
  return {
    db,
    workspace,
    sender,
    lead,
    enrolment,
    plan,
    before,
    claim,
    settle,
    hears,
    stop,
    row,
    message,
    request,
    runAfter,
    stepOf,
  };
}
