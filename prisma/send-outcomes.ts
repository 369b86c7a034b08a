import type { Outcome, Result } from '#workflows/engine/event.ts';
import { CONSEQUENCES } from '#workflows/message/send-refusal.ts';
import { usableNumber } from './address-faults.ts';
import { note } from './changes.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import type { Message } from './generated/client.ts';
import { findRow, getRow, updateRow } from './plain-rows.ts';
import { sayHeld, sayNotSent } from './send-lines.ts';
import { applyRefusal, limitEndMs, type Refusal } from './send-refusals.ts';
import { outcomeOf, recordStep, type StepSend, type Time, timeIn, unansweredIf } from './send-steps.ts';
import { appendTimeline } from './timeline.ts';
import { leaveUnconfirmed } from './unconfirmed.ts';

/** What the provider said. */
export type CallOutcome =
  | { kind: 'accepted'; providerId: string }
  | ({ kind: 'rejected' } & Refusal)
  | { kind: 'notProcessed'; code: string; retryAtWallMs: number }
  /** It may have been accepted, and asking again with the same key and bytes is safe. */
  | { kind: 'unanswered'; code: string; retryAtWallMs: number }
  | { kind: 'inDoubt'; reason: string }
  | { kind: 'senderDown'; code: string; sentence: string };

/** What never left is tried again soon: the gate knows when the next opening is. */
const REPLAN_MS = 5 * 60_000;
/** How soon a sender that its provider refuses is looked at again when nobody lifts the hold. */
const SENDER_REVIEW_MS = 3_600_000;

/**
 * The transaction after the call: message state, timeline, and the step's answer in the projection.
 * An acceptance is a fact also when this attempt was overtaken: it replaces doubt.
 * `repeats`: an earlier call of the same email was not answered, so that it may have gone out whatever is said now.
 */
export function settleSend(
  db: Db,
  call: { messageId: string; token: string; outcome: CallOutcome; step: StepSend | null; repeats?: boolean },
  clock: { wallMs: number },
): Promise<{ outcome: Outcome; result: Result | null }> {
  return db.tx(async (tx) => {
    const before = getRow(sqlOf(tx), 'Message', call.messageId);
    const workspace = getRow(sqlOf(tx), 'Workspace', before.workspaceId);
    const time = timeIn(workspace, clock.wallMs);
    const isOurs = before.state === 'calling' && before.token === call.token;
    const counts = isOurs || call.outcome.kind === 'accepted';
    const outcome = counts
      ? await applyCall(tx, before, call.outcome, call.repeats === true, time)
      : outcomeOf(before);
    const found = counts ? null : before;
    const result = call.step === null ? null : await recordStep(tx, call.step, outcome, time, found);
    return { outcome, result };
  });
}

async function applyCall(
  tx: Tx,
  message: Message,
  call: CallOutcome,
  repeats: boolean,
  time: Time,
): Promise<Outcome> {
  switch (call.kind) {
    case 'accepted':
      await acceptMessage(tx, message, call.providerId, time.nowMs);
      return { kind: 'sent' };
    case 'rejected':
      await applyRefusal(tx, message, call, time);
      return CONSEQUENCES[call.class].message === 'waits'
        ? waitOut(tx, message, call, repeats, time)
        : failAtCall(tx, message, call, time);
    case 'notProcessed':
    case 'unanswered': {
      const mayHaveLeft = repeats || call.kind === 'unanswered';
      const why = mayHaveLeft
        ? 'The provider did not answer. It is asked again, in such a way that the email goes out once.'
        : 'The provider was too busy to take it.';
      await putOff(tx, message, { errorCode: call.code, why }, mayHaveLeft);
      return {
        kind: 'defer',
        untilMs: call.retryAtWallMs + time.skewMs,
        why,
        ...unansweredIf(mayHaveLeft),
      };
    }
    case 'inDoubt':
      await tx.message.update({ where: { id: message.id }, data: { state: 'inDoubt', why: call.reason } });
      return { kind: 'inDoubt' };
    case 'senderDown': {
      const refusal: Refusal = {
        class: 'senderDown',
        code: call.code,
        sentence: call.sentence,
        liftsAtWallMs: null,
      };
      await applyRefusal(tx, message, refusal, time);
      return waitOut(tx, message, refusal, repeats, time);
    }
  }
}

/** To be tried again. What may have gone out keeps its bytes and the instant of its first call, and is nobody's attempt. */
async function putOff(
  tx: Tx,
  message: Message,
  because: { errorCode: string; why: string },
  mayHaveLeft: boolean,
): Promise<void> {
  const data = mayHaveLeft ? { ...because, token: null } : { ...because, state: 'waiting' };
  await tx.message.update({ where: { id: message.id }, data });
}

/** Refused for good. A lead with another number is written to there, in the same step; what is allowed there, the gate says. */
async function failAtCall(tx: Tx, message: Message, refusal: Refusal, time: Time): Promise<Outcome> {
  const { code, sentence } = refusal;
  const isNumber = message.channel === 'sms' && CONSEQUENCES[refusal.class].address !== null;
  const next = isNumber && message.kind === 'play' ? await otherNumber(tx, message) : null;
  const data =
    next === null
      ? { state: 'rejected', errorCode: code, why: sentence, atMs: time.nowMs }
      : { state: 'waiting', errorCode: code, why: sentence };
  const refused = await tx.message.update({ where: { id: message.id }, data });
  if (next === null) {
    await sayNotSent(tx, { ...refused, atMs: time.nowMs }, sentence, `provider/${code}`);
    return { kind: 'notSent', why: sentence };
  }
  const line = `${sentence} It goes to ${next} instead.`;
  await sayNotSent(tx, { ...refused, atMs: time.nowMs }, line, `provider/${code}/${message.toAddress}`);
  // An outcome enters Temporal's history: no number may stand in it.
  return { kind: 'defer', untilMs: time.nowMs, why: sentence };
}

async function otherNumber(tx: Tx, message: Message): Promise<string | null> {
  if (message.leadId === null) return null;
  const lead = findRow(sqlOf(tx), 'Lead', 'id', message.leadId);
  return lead === null ? null : usableNumber(sqlOf(tx), lead, message.environment);
}

/** It may still go: when its sender is released, when a limit lifts, or at the next opening. */
async function waitOut(
  tx: Tx,
  message: Message,
  refusal: Refusal,
  mayHaveLeft: boolean,
  time: Time,
): Promise<Outcome> {
  const holds = CONSEQUENCES[refusal.class].sender === 'hold';
  const why = holds ? `The sender is on hold: ${refusal.sentence}` : refusal.sentence;
  await putOff(tx, message, { errorCode: refusal.code, why }, mayHaveLeft);
  const unanswered = unansweredIf(mayHaveLeft);
  if (holds) return { kind: 'hold', reviewAtMs: time.nowMs + SENDER_REVIEW_MS, why, ...unanswered };
  const untilMs =
    refusal.class === 'hold' ? limitEndMs(refusal, time.wallMs) + time.skewMs : time.nowMs + REPLAN_MS;
  await sayHeld(tx, message, { why, rule: refusal.code, untilMs, nowMs: time.nowMs });
  return { kind: 'defer', untilMs, why, ...unanswered };
}

/** The provider has it. Also called when a callback or a listing says so. */
export async function acceptMessage(
  tx: Tx,
  message: Message,
  providerId: string,
  nowMs: number,
): Promise<void> {
  updateRow(sqlOf(tx), 'Message', message.id, {
    state: 'accepted',
    providerId,
    why: null,
    errorCode: null,
    atMs: nowMs,
  });
  if (message.leadId === null) return;
  await appendTimeline(tx, message.workspaceId, {
    leadId: message.leadId,
    atMs: nowMs,
    kind: 'sent',
    title: message.channel === 'sms' ? 'Text sent' : `Email sent, “${message.subject ?? ''}”`,
    enrolmentId: message.enrolmentId,
    playId: message.playId,
    nodeId: message.nodeId,
    messageId: message.id,
    key: `sent/${message.id}`,
  });
  await note(tx, message.workspaceId, 'message', message.leadId);
}

/**
 * One look at the fate of a message in doubt. `found`: what the provider's listing said; null: nothing there.
 * The last look that finds nothing makes it unconfirmed: never sent again, a task for the owner, and the play goes on.
 */
export function settleCheck(
  db: Db,
  check: { messageId: string; found: { providerId: string } | null; final: boolean; step: StepSend },
  clock: { wallMs: number },
): Promise<Result> {
  return db.tx(async (tx) => {
    const message = getRow(sqlOf(tx), 'Message', check.messageId);
    const workspace = getRow(sqlOf(tx), 'Workspace', message.workspaceId);
    const time = timeIn(workspace, clock.wallMs);
    const known = outcomeOf(message);
    if (known.kind !== 'inDoubt') return recordStep(tx, check.step, known, time, message);
    if (check.found !== null) {
      await acceptMessage(tx, message, check.found.providerId, time.nowMs);
      return recordStep(tx, check.step, { kind: 'sent' }, time);
    }
    if (!check.final) return recordStep(tx, check.step, known, time);
    await leaveUnconfirmed(tx, message, 'notListed', time.nowMs);
    return recordStep(tx, check.step, { kind: 'unconfirmed' }, time);
  });
}
