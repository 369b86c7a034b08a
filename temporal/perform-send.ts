import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/activity';
import type { Db } from '#prisma/client.ts';
import { failpoint } from '#prisma/failpoint.ts';
import type { Message, Sender } from '#prisma/generated/client.ts';
import { stepSendKey } from '#prisma/projection.ts';
import { type Claim, type ClaimRequest, claimSend, deferClaim } from '#prisma/send-claims.ts';
import { type CallOutcome, settleCheck, settleSend } from '#prisma/send-outcomes.ts';
import type { Lane } from '#prisma/send-slots.ts';
import type { StepSend } from '#prisma/send-steps.ts';
import { drawBasisPoint } from '#workflows/engine/chance.ts';
import type { Outcome, Result } from '#workflows/engine/event.ts';
import { type Asked, readFacts } from './activities.ts';
import { backoffMs } from './backoff.ts';
import { unsubscribeToken } from './client/unsubscribe.ts';
import { type DraftDeps, draftOfStep } from './draft.ts';
import type { SendOutcome } from './providers/provider.ts';
import { limitLiftsAtMs } from './providers/twilio-codes.ts';
import { type ProvidersOf, replyToOf } from './sender-providers.ts';

export type SendDeps = DraftDeps & {
  db: Db;
  wallMs: () => number;
  providersOf: ProvidersOf;
  /** Address under which a provider reports on this message. */
  callbackUrl: (sender: Sender, message: Message) => string | null;
};

/** What is this near is waited for; what is later is a deferral, so that no activity blocks a place in the worker. */
const LONGEST_WAIT_MS = 1_000;
/** Providers answer in well under a second; after this the fate of the message is in doubt. */
const CALL_TIMEOUT_MS = 10_000;
/** A worker that was stopped (a sleeping laptop) between claim and call may not call any more. */
const STALE_CLAIM_MS = 20_000;

/** Does the send step of a run: gate, provider, ledger, answer. */
export async function performStepSend(deps: SendDeps, asked: Asked): Promise<Result> {
  const step = stepOf(asked);
  const sendKey = stepSendKey(asked.row.id, asked.input.asked.pc, asked.input.state.left);
  const messageId = messageIdOf(sendKey);
  const { row } = asked;
  const rendered = await draftOfStep(deps, { ...row, send: step.instruction, messageId });
  failpoint('send-before-claim');
  const done = await performSend(deps, {
    id: messageId,
    workspaceId: row.workspaceId,
    sendKey,
    senderId: row.senderId,
    leadId: row.leadId,
    lane: laneOf(row.origin),
    draft: rendered.draft,
    kind: 'play',
    step: { ...step, role: rendered.role, purpose: rendered.purpose },
    purpose: rendered.purpose,
    dueAtMs: asked.input.state.due?.atMs ?? asked.input.state.nowMs,
    giveUpMs: step.instruction.giveUpMs,
    token: `${asked.input.epoch}/${asked.input.asked.id}/${asked.attempt}/${randomUUID()}`,
    jitter: drawBasisPoint(row.leadId, 'jitter') / 10_000,
  });
  if (done.result === null) throw new Error('A step was not recorded.');
  return done.result;
}

/**
 * The one way anything is sent, by a play, a person or the system: claim (gate and token in one transaction), call,
 * settle. May be run again at any point; never posts a text twice.
 */
export async function performSend(
  deps: SendDeps,
  request: ClaimRequest,
): Promise<{ outcome: Outcome; result: Result | null }> {
  let claimedWallMs = deps.wallMs();
  let claim = await claimSend(deps.db, request, { wallMs: claimedWallMs });
  const patientUntilMs = claimedWallMs + LONGEST_WAIT_MS;
  while (claim.kind === 'later' && claim.atWallMs <= patientUntilMs) {
    await sleep(Math.max(0, claim.atWallMs - deps.wallMs()));
    claimedWallMs = deps.wallMs();
    claim = await claimSend(deps.db, request, { wallMs: claimedWallMs });
  }
  if (claim.kind === 'later') return deferClaim(deps.db, request, claim, { wallMs: deps.wallMs() });
  if (claim.kind === 'settled') return claim;
  // A claim that a power cut took back would be made again, and the message posted twice.
  await deps.db.flush();
  failpoint('send-after-claim');
  if (deps.wallMs() - claimedWallMs > STALE_CLAIM_MS)
    throw new Error('This attempt slept through its claim; another has taken over.');
  const outcome = await call(deps, claim);
  failpoint('send-after-call');
  const settled = await settleSend(
    deps.db,
    {
      messageId: claim.message.id,
      token: request.token,
      outcome,
      step: request.step,
      repeats: claim.repeats,
    },
    { wallMs: deps.wallMs() },
  );
  failpoint('send-after-record');
  return settled;
}

async function call(deps: SendDeps, claim: Extract<Claim, { kind: 'call' }>): Promise<CallOutcome> {
  const { message, sender } = claim;
  const providers = deps.providersOf(sender);
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
  const said =
    message.channel === 'sms'
      ? await (providers.sms?.send(
          {
            to: message.toAddress,
            from: message.fromAddress,
            body: message.body,
            statusCallbackUrl: deps.callbackUrl(sender, message) ?? '',
            validityPeriodS: claim.validityS,
          },
          signal,
        ) ?? NO_ACCOUNT)
      : await (providers.email?.send(
          {
            from: message.fromAddress,
            to: message.toAddress,
            replyTo: replyToOf(sender, message, deps.secret),
            subject: message.subject ?? '',
            html: message.html ?? '',
            text: message.body,
            headers: unsubscribeHeaders(deps, message),
            idempotencyKey: message.id,
            tags: { message: message.id },
          },
          signal,
        ) ?? NO_ACCOUNT);
  switch (said.kind) {
    case 'accepted':
      return { kind: 'accepted', providerId: said.providerId };
    case 'rejected':
      return {
        kind: 'rejected',
        class: said.class,
        code: said.code,
        sentence: said.sentence,
        liftsAtWallMs: said.class === 'hold' ? limitLiftsAtMs(said.code, deps.wallMs()) : null,
      };
    case 'notProcessed':
    case 'unanswered': {
      const { kind, code, retryAfterMs } = said;
      const waitMs = retryAfterMs ?? retryWaitMs(message.calls);
      return { kind, code, retryAtWallMs: deps.wallMs() + waitMs };
    }
    case 'senderDown':
      return said;
    case 'inDoubt':
      return said;
  }
}

/** How long to wait after so many calls for a provider that does not say: ever longer while it stays away. */
export function retryWaitMs(calls: number): number {
  return backoffMs(Math.max(calls, 1) - 1, 5_000, 5 * 60_000);
}

const NO_ACCOUNT: SendOutcome = {
  kind: 'senderDown',
  code: 'no-account',
  sentence: 'The sender has no account for this channel.',
};

/** RFC 8058: one click in the mail program, without opening a page. */
function unsubscribeHeaders(deps: SendDeps, message: Message): Record<string, string> {
  const base = deps.linkBase(message.environment);
  if (message.purpose !== 'marketing' || base === null) return {};
  return {
    'List-Unsubscribe': `<${base}/u/${unsubscribeToken(message.id, deps.secret)}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}

/** Looks for a message of unknown fate in the provider's listing. */
export async function performCheck(deps: SendDeps, asked: Asked): Promise<Result> {
  const step = stepOf(asked);
  const sendKey = stepSendKey(asked.row.id, asked.input.asked.pc, asked.input.state.left);
  const message = await deps.db.write.message.findUniqueOrThrow({ where: { sendKey } });
  const found = message.state === 'inDoubt' ? await find(deps, message) : null;
  failpoint('check-after-find');
  return settleCheck(
    deps.db,
    { messageId: message.id, found, final: asked.input.asked.final === true, step },
    { wallMs: deps.wallMs() },
  );
}

async function find(deps: SendDeps, message: Message): Promise<{ providerId: string } | null> {
  const sender = await deps.db.read.sender.findUniqueOrThrow({ where: { id: message.senderId } });
  const { sms, email } = deps.providersOf(sender);
  const look = {
    to: message.toAddress,
    sinceMs: message.callingWallMs ?? message.createdWallMs,
    exceptProviderIds: await othersLike(deps.db, message),
  };
  const signal = AbortSignal.timeout(CALL_TIMEOUT_MS);
  const found =
    message.channel === 'sms'
      ? await sms?.find({ ...look, from: message.fromAddress, body: message.body }, signal)
      : await email?.find({ ...look, subject: message.subject ?? '' }, signal);
  return found ?? null;
}

/** Messages of ours that say the same to the same address: a listing must not take one of them for this one. */
async function othersLike(db: Db, message: Message): Promise<string[]> {
  const { workspaceId, channel, toAddress, body, subject } = message;
  const rows = await db.read.message.findMany({
    where: {
      workspaceId,
      channel,
      toAddress,
      ...(channel === 'sms' ? { body } : { subject }),
      id: { not: message.id },
      providerId: { not: null },
    },
    select: { providerId: true },
  });
  return rows.flatMap((row) => row.providerId ?? []);
}

function stepOf(asked: Asked): StepSend {
  const { input, row, plan } = asked;
  const instruction = plan.code[input.asked.pc];
  if (instruction?.op !== 'send') throw ApplicationFailure.nonRetryable('The plan has no send here.');
  return {
    enrolment: row,
    plan,
    instruction,
    nodeId: plan.nodes[instruction.node] ?? '',
    asked: { id: input.asked.id, attempt: asked.attempt, epoch: input.epoch },
    before: input.state,
    role: null,
    purpose: 'marketing',
    readFacts: (tx, nowMs) => readFacts(tx, row, plan, instruction.reads ?? [], nowMs),
  };
}

/** People, forms and signals do not queue behind an import. */
function laneOf(origin: string): Lane {
  return origin === 'import' || origin === 'play' || origin === 'list' ? 'bulk' : 'people';
}

/** The same message has the same id in every attempt, so that its unsubscribe link can be made before it is stored. */
export function messageIdOf(sendKey: string): string {
  return createHash('sha256').update(sendKey).digest('base64url').slice(0, 22);
}
