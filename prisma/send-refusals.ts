import { CONSEQUENCES, type SendRefusal } from '#workflows/message/send-refusal.ts';
import { DAY_MS, HOUR_MS } from '#workflows/time/duration.ts';
import { type LearntProblem, recordAddressFault } from './address-faults.ts';
import { lockForSend } from './address-guard.ts';
import { note } from './changes.ts';
import type { Tx } from './client.ts';
import type { Message } from './generated/client.ts';
import { closeAddress } from './revocations.ts';
import type { Time } from './send-steps.ts';
import { appendTask } from './tasks.ts';
import { appendTimeline } from './timeline.ts';

/** What a provider said against one message, at the call or later by a status. */
export type Refusal = {
  class: SendRefusal;
  /** The provider's own. */
  code: string;
  sentence: string;
  /** Of a limit: when it lifts by itself, wall clock. Null: not told. */
  liftsAtWallMs: number | null;
};

/** A limit whose end nobody knows. */
const LIMIT_MS = HOUR_MS;

/** Numbers that Twilio calls no numbers at all; others exist and take no texts. */
const INVALID_NUMBER_CODES = new Set(['21211', '21214', '21217', '21265', '21266', 'validation_error']);

/**
 * Writes down what follows from a refusal for everything but the message itself: its address, the ledger, its sender,
 * the step that sent it. `CONSEQUENCES` says what follows from which.
 */
export async function applyRefusal(tx: Tx, message: Message, refusal: Refusal, time: Time): Promise<void> {
  const { address, isOptOut, sender, stepNeedsMending } = CONSEQUENCES[refusal.class];
  if (address !== null) await keepFault(tx, message, refusal, learnt(address, refusal.code), time);
  if (isOptOut) await keepOptOut(tx, message, refusal, time);
  if (sender === 'hold') await holdFor(tx, message, refusal, time);
  if (sender === 'slow') await slowSender(tx, message, limitEndMs(refusal, time.wallMs));
  if (stepNeedsMending) await askToMend(tx, message, refusal, time);
}

/** When a message that has to wait for a limit may be tried again, wall clock. */
export function limitEndMs(refusal: Refusal, wallMs: number): number {
  return refusal.liftsAtWallMs ?? wallMs + LIMIT_MS;
}

/**
 * A message that the provider had accepted did not arrive. Its run has gone on, so it is not sent again: the lead's
 * timeline says it, and where it might still go, the owner is asked to.
 */
export async function failAfterAcceptance(
  tx: Tx,
  message: Message,
  refusal: Refusal,
  time: Time,
): Promise<void> {
  await applyRefusal(tx, message, refusal, time);
  if (message.leadId === null) return;
  const isText = message.channel === 'sms';
  await appendTimeline(tx, message.workspaceId, {
    ...placeOf(message),
    leadId: message.leadId,
    atMs: time.nowMs,
    kind: 'notSent',
    title: isText ? 'Text not delivered' : 'Email not delivered',
    detail: refusal.sentence,
    key: `undelivered/${message.id}`,
  });
  if (CONSEQUENCES[refusal.class].message !== 'waits') return;
  await appendTask(tx, message.workspaceId, {
    leadId: message.leadId,
    enrolmentId: message.enrolmentId,
    messageId: message.id,
    kind: 'undelivered',
    sentence: `${isText ? 'A text' : 'An email'} did not leave the provider, and the play has gone on. Write to the lead yourself.`,
    nowMs: time.nowMs,
    key: `undelivered/${message.id}`,
  });
}

function learnt(problem: 'unreachable' | 'landline' | 'bounced', code: string): LearntProblem {
  return INVALID_NUMBER_CODES.has(code) ? 'invalid' : problem;
}

function placeOf(message: Message) {
  const { enrolmentId, playId, nodeId, id: messageId } = message;
  return { enrolmentId, playId, nodeId, messageId };
}

function addressOf(message: Message) {
  return {
    workspaceId: message.workspaceId,
    environment: message.environment === 'real' ? ('real' as const) : ('sandbox' as const),
    channel: message.channel === 'email' ? ('email' as const) : ('sms' as const),
    address: message.toAddress,
  };
}

async function keepFault(
  tx: Tx,
  message: Message,
  refusal: Refusal,
  problem: LearntProblem,
  time: Time,
): Promise<void> {
  await lockForSend(tx, message.workspaceId, message.channel, message.toAddress);
  const { id: messageId, leadId } = message;
  const finding = { problem, code: refusal.code, why: refusal.sentence, messageId, leadId };
  await recordAddressFault(tx, { ...addressOf(message), ...finding, atMs: time.nowMs }, time.wallMs);
}

/** The provider knew of an opt-out, or the reader reported our mail: the ledger follows, and every run hears of it. */
async function keepOptOut(tx: Tx, message: Message, refusal: Refusal, time: Time): Promise<void> {
  await lockForSend(tx, message.workspaceId, message.channel, message.toAddress);
  await closeAddress(
    tx,
    {
      ...addressOf(message),
      leadId: message.leadId,
      basis: refusal.code === 'complained' ? 'complained' : 'carrier',
      medium: 'provider',
      evidence: message.id,
      messageId: message.id,
      atMs: time.nowMs,
    },
    time.wallMs,
  );
}

/** The first reason stays: what comes after it is what was under way. */
async function holdFor(tx: Tx, message: Message, refusal: Refusal, time: Time): Promise<void> {
  await tx.sender.updateMany({
    where: { id: message.senderId, heldSinceMs: null },
    data: { heldSinceMs: time.nowMs, heldWhy: refusal.sentence },
  });
  await note(tx, message.workspaceId, 'sender', message.senderId);
}

/** Nothing of this channel gets a slot before the limit lifts; what is due meanwhile keeps its order. */
async function slowSender(tx: Tx, message: Message, untilWallMs: number): Promise<void> {
  for (const lane of ['people', 'bulk'] as const) {
    const key = { senderId: message.senderId, channel: message.channel, lane };
    const slot = await tx.sendSlot.findUnique({ where: { senderId_channel_lane: key } });
    const nextWallMs = Math.max(slot?.nextWallMs ?? 0, untilWallMs);
    await tx.sendSlot.upsert({
      where: { senderId_channel_lane: key },
      create: { ...key, nextWallMs },
      update: { nextWallMs },
    });
  }
}

/** One task a day for a step and its reason, however many leads come by it. */
async function askToMend(tx: Tx, message: Message, refusal: Refusal, time: Time): Promise<void> {
  const step = `${message.playId ?? message.senderId}/${message.nodeId ?? ''}`;
  await appendTask(tx, message.workspaceId, {
    leadId: message.leadId,
    enrolmentId: message.enrolmentId,
    messageId: message.id,
    kind: 'refused',
    sentence: refusal.sentence,
    nowMs: time.nowMs,
    key: `refused/${step}/${refusal.code}/${Math.floor(time.nowMs / DAY_MS)}`,
  });
}
