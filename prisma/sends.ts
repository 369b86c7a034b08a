import type { Outcome, Result } from '#workflows/engine/event.ts';
import type { FactId, FactValue, Plan, Send } from '#workflows/engine/plan.ts';
import type { State } from '#workflows/engine/state.ts';
import { CONSEQUENCES } from '#workflows/message/send-refusal.ts';
import type { GateFacts, Verdict } from '#workflows/policy/gate.ts';
import { decide } from '#workflows/policy/gate.ts';
import { validitySeconds } from '#workflows/policy/validity.ts';
import { usableNumber } from './address-faults.ts';
import { lockForSend } from './address-guard.ts';
import { note } from './changes.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import { eventsAfter } from './events.ts';
import { gateFacts } from './gate-facts.ts';
import type { Enrolment, Message, Sender } from './generated/client.ts';
import { findRow, getRow, insertRow, updateRow } from './plain-rows.ts';
import { recordAnswer } from './projection.ts';
import { applyRefusal, limitEndMs, type Refusal } from './send-refusals.ts';
import { type Lane, reserveSlot } from './send-slots.ts';
import { appendTask } from './tasks.ts';
import { appendTimeline } from './timeline.ts';
import { unreadReplySince } from './unread-replies.ts';

/** A message as it would go out now, rendered before the transaction that decides about it. */
export type Draft = {
  channel: 'sms' | 'email';
  toAddress: string;
  fromAddress: string;
  subject: string | null;
  body: string;
  html: string | null;
  segments: number | null;
};

/** A step of a run that sends. */
export type StepSend = {
  enrolment: Enrolment;
  plan: Plan;
  instruction: Send;
  nodeId: string;
  asked: { id: number; attempt: number; epoch: number };
  before: State;
  role: string | null;
  purpose: Purpose;
  /** Facts that ride on the answer, read in the answering transaction. */
  readFacts: (tx: Tx, nowMs: number) => Promise<[FactId, FactValue][]>;
};
export type Purpose = 'marketing' | 'informational' | 'conversational';

export type ClaimRequest = {
  /** The message's id, if it is not stored yet. */
  id: string;
  workspaceId: string;
  sendKey: string;
  senderId: string;
  leadId: string;
  lane: Lane;
  /** What would be sent, or why it cannot be. */
  draft: { ok: true; draft: Draft } | { ok: false; channel: 'sms' | 'email'; why: string };
  kind: 'play' | 'rep' | 'test' | 'system';
  /** What the law exempts from refusals, hours and caps; nothing unless it is said. */
  exempt?: GateFacts['exempt'];
  /** Of what no run sends; a run's messages are of its own. */
  environment?: 'sandbox' | 'real';
  step: StepSend | null;
  purpose: Purpose;
  dueAtMs: number;
  giveUpMs: number;
  /** Names this attempt. */
  token: string;
  /** In [0, 1), per lead: spreads what was held until a window opens. */
  jitter: number;
};

export type Claim =
  /** Committed as `calling` under this attempt's token: post it now, exactly these bytes. */
  | { kind: 'call'; message: Message; sender: Sender; validityS: number }
  /** Decided without a call; `result` is recorded already, for a step. */
  | { kind: 'settled'; outcome: Outcome; result: Result | null }
  /** Not yet: the sender is busy until then, or a reply is being read. */
  | { kind: 'later'; atWallMs: number; why: string };

const BUSY = 'The sender is busy.';
/** A reply is understood within about a tenth of a second of its webhook. */
const READING_MS = 400;

/** Retries of an email with the same idempotency key are safe this long (Resend: 24 h; an hour less to be sure). */
const EMAIL_RETRY_MS = 23 * 3_600_000;

/**
 * The one transaction before a call: whoever else is sending, the gate, the token. After its commit this attempt, and
 * no other, may post the message; an earlier attempt that was left `calling` is never posted again (text) or only with
 * its own idempotency key (email).
 */
export function claimSend(db: Db, request: ClaimRequest, clock: { wallMs: number }): Promise<Claim> {
  return db.tx(async (tx) => {
    const address = request.draft.ok ? request.draft.draft.toAddress : '';
    await lockForSend(
      tx,
      request.workspaceId,
      request.draft.ok ? request.draft.draft.channel : request.draft.channel,
      address,
    );
    const workspace = getRow(sqlOf(tx), 'Workspace', request.workspaceId);
    const nowMs = clock.wallMs + workspace.clockOffsetMs;
    const time = { nowMs, wallMs: clock.wallMs, skewMs: workspace.clockOffsetMs };
    const sender = getRow(sqlOf(tx), 'Sender', request.senderId);
    const settled = async (outcome: Outcome): Promise<Claim> => ({
      kind: 'settled',
      outcome,
      result: request.step === null ? null : await recordStep(tx, request.step, outcome, time),
    });

    const known = findRow(sqlOf(tx), 'Message', 'sendKey', request.sendKey);
    if (known !== null) {
      const earlier = await earlierAttempt(tx, known, request, clock.wallMs);
      if (earlier === 'call')
        return {
          kind: 'call',
          message: await takeOver(tx, known, request.token),
          sender,
          validityS: validitySeconds(null, nowMs),
        };
      if (earlier !== null) return settled(earlier);
    }
    if (request.step !== null) {
      const { enrolment, asked, before } = request.step;
      const row = getRow(sqlOf(tx), 'Enrolment', enrolment.id);
      if (row.epoch !== asked.epoch || row.status === 'ended') return settled({ kind: 'superseded' });
      // Newer events stand: the run must see them before anything is sent.
      if ((await eventsAfter(tx, row.id, before.seq)).length > 0) return settled({ kind: 'stale' });
      // What the lead has just written stands too, though nobody knows yet what it means.
      const unreadSinceMs = await unreadReplySince(tx, request.leadId, clock.wallMs);
      if (unreadSinceMs !== null) {
        // Looked at again after as long as it has been unread: soon at first, seldom when it cannot be read.
        const waitMs = Math.max(READING_MS, clock.wallMs - unreadSinceMs);
        return { kind: 'later', atWallMs: clock.wallMs + waitMs, why: 'A reply of the lead is being read.' };
      }
    }
    if (!request.draft.ok) {
      const message = await upsertMessage(tx, request, known, emptyDraft(request.draft.channel), {
        state: 'suppressed',
        why: request.draft.why,
        atMs: nowMs,
        wallMs: clock.wallMs,
      });
      await sayNotSent(tx, message, request.draft.why, 'cannot-send');
      return settled({ kind: 'notSent', why: request.draft.why });
    }
    const draft = request.draft.draft;
    const facts = gateFacts(tx, { request, draft, sender, workspace, message: known, nowMs });
    const verdict = decide(facts, nowMs);
    if (verdict.kind !== 'allow') return settled(await keepVerdict(tx, request, draft, known, verdict, time));

    const slotWallMs =
      known?.slotWallMs ?? (await reserveSlot(tx, sender, draft.channel, request.lane, clock.wallMs));
    if (slotWallMs > clock.wallMs) {
      await upsertMessage(tx, request, known, draft, {
        state: 'waiting',
        why: BUSY,
        slotWallMs,
        atMs: nowMs,
        wallMs: clock.wallMs,
      });
      return { kind: 'later', atWallMs: slotWallMs, why: BUSY };
    }
    const message = await upsertMessage(tx, request, known, draft, {
      state: 'calling',
      why: null,
      token: request.token,
      callingWallMs: clock.wallMs,
      slotWallMs: null,
      atMs: nowMs,
      wallMs: clock.wallMs,
    });
    return { kind: 'call', message, sender, validityS: validitySeconds(verdict.closesAtMs, nowMs) };
  });
}

/** What an earlier attempt left behind; null: nothing that stands in the way, `call`: an email to be retried. */
async function earlierAttempt(
  tx: Tx,
  known: Message,
  request: ClaimRequest,
  wallMs: number,
): Promise<Outcome | 'call' | null> {
  switch (known.state) {
    case 'accepted':
      return { kind: 'sent' };
    case 'rejected':
    case 'suppressed':
      return { kind: 'notSent', why: known.why ?? 'It was refused.' };
    case 'unconfirmed':
      return { kind: 'unconfirmed' };
    case 'inDoubt':
      return { kind: 'inDoubt' };
    case 'calling': {
      if (known.token === request.token) return 'call';
      const isRecent = known.callingWallMs !== null && wallMs - known.callingWallMs < EMAIL_RETRY_MS;
      if (known.channel === 'email' && isRecent) return 'call';
      await tx.message.update({ where: { id: known.id }, data: { state: 'inDoubt' } });
      return { kind: 'inDoubt' };
    }
    default:
      return null;
  }
}

function takeOver(tx: Tx, message: Message, token: string): Promise<Message> {
  return tx.message.update({ where: { id: message.id }, data: { token } });
}

type Time = { nowMs: number; wallMs: number; skewMs: number };

async function recordStep(tx: Tx, step: StepSend, outcome: Outcome, time: Time): Promise<Result> {
  const row = getRow(sqlOf(tx), 'Enrolment', step.enrolment.id);
  const settles = outcome.kind === 'sent' || outcome.kind === 'notSent' || outcome.kind === 'unconfirmed';
  const answer = {
    asked: step.asked,
    before: step.before,
    outcome,
    facts: settles ? await step.readFacts(tx, time.nowMs) : [],
    nowMs: time.nowMs,
    skewMs: time.skewMs,
  };
  // Nothing was done, so nothing is recorded: the row keeps the state from which the run was asked.
  if (outcome.kind === 'stale') {
    const events = await eventsAfter(tx, row.id, step.before.seq);
    return { type: 'result', id: step.asked.id, atMs: time.nowMs, outcome, events, skewMs: time.skewMs };
  }
  return recordAnswer(tx, row, step.plan, answer);
}

function emptyDraft(channel: 'sms' | 'email'): Draft {
  return { channel, toAddress: '', fromAddress: '', subject: null, body: '', html: null, segments: null };
}

type MessageNow = {
  state: 'waiting' | 'calling' | 'suppressed';
  why: string | null;
  token?: string;
  callingWallMs?: number;
  slotWallMs?: number | null;
  atMs: number;
  wallMs: number;
};

async function upsertMessage(
  tx: Tx,
  request: ClaimRequest,
  known: Message | null,
  draft: Draft,
  now: MessageNow,
): Promise<Message> {
  const { atMs, wallMs, ...changes } = now;
  const bytes = {
    toAddress: draft.toAddress,
    fromAddress: draft.fromAddress,
    subject: draft.subject,
    body: draft.body,
    html: draft.html,
    segments: draft.segments,
  };
  await note(tx, request.workspaceId, 'message', request.leadId);
  const sql = sqlOf(tx);
  if (known !== null) {
    updateRow(sql, 'Message', known.id, { ...bytes, ...changes, atMs });
    return getRow(sql, 'Message', known.id);
  }
  const { step } = request;
  insertRow(sql, 'Message', {
    id: request.id,
    workspaceId: request.workspaceId,
    environment: step?.enrolment.environment ?? request.environment ?? 'sandbox',
    leadId: request.leadId,
    enrolmentId: step?.enrolment.id ?? null,
    playId: step?.enrolment.playId ?? null,
    nodeId: step?.nodeId ?? null,
    senderId: request.senderId,
    direction: 'out',
    channel: draft.channel,
    kind: request.kind,
    sendKey: request.sendKey,
    role: step?.role ?? null,
    purpose: request.purpose,
    dueAtMs: request.dueAtMs,
    createdWallMs: wallMs,
    ...bytes,
    ...changes,
    atMs,
  });
  return getRow(sql, 'Message', request.id);
}

async function keepVerdict(
  tx: Tx,
  request: ClaimRequest,
  draft: Draft,
  known: Message | null,
  verdict: Exclude<Verdict, { kind: 'allow' }>,
  time: Time,
): Promise<Outcome> {
  const now = { why: verdict.sentence, atMs: time.nowMs, wallMs: time.wallMs, slotWallMs: null };
  if (verdict.kind === 'suppress') {
    const message = await upsertMessage(tx, request, known, draft, { ...now, state: 'suppressed' });
    await sayNotSent(tx, message, verdict.sentence, verdict.rule);
    return { kind: 'notSent', why: verdict.sentence };
  }
  const message = await upsertMessage(tx, request, known, draft, { ...now, state: 'waiting' });
  const untilMs = verdict.kind === 'defer' ? verdict.untilMs : verdict.reviewAtMs;
  await appendTimeline(tx, request.workspaceId, {
    leadId: request.leadId,
    atMs: time.nowMs,
    kind: 'held',
    title: `${NOUN[draft.channel]} held`,
    detail: verdict.sentence,
    enrolmentId: message.enrolmentId,
    playId: message.playId,
    nodeId: message.nodeId,
    messageId: message.id,
    key: `held/${message.id}/${verdict.rule}/${untilMs}`,
  });
  if (verdict.kind === 'defer') return { kind: 'defer', untilMs, why: verdict.sentence };
  return { kind: 'hold', reviewAtMs: untilMs, why: verdict.sentence };
}

const NOUN = { sms: 'Text', email: 'Email' } as const;
const nounOf = (channel: string) => (channel === 'email' ? NOUN.email : NOUN.sms);

async function sayNotSent(tx: Tx, message: Message, why: string, rule: string): Promise<void> {
  if (message.leadId === null) return;
  await appendTimeline(tx, message.workspaceId, {
    leadId: message.leadId,
    atMs: message.atMs,
    kind: 'notSent',
    title: `${nounOf(message.channel)} not sent`,
    detail: why,
    enrolmentId: message.enrolmentId,
    playId: message.playId,
    nodeId: message.nodeId,
    messageId: message.id,
    key: `notSent/${message.id}/${rule}`,
  });
}

/** Records for the step that asked that its send waits until an instant of the wall clock. */
export function deferClaim(
  db: Db,
  request: ClaimRequest,
  later: { atWallMs: number; why: string },
  clock: { wallMs: number },
): Promise<{ outcome: Outcome; result: Result | null }> {
  return db.tx(async (tx) => {
    const workspace = getRow(sqlOf(tx), 'Workspace', request.workspaceId);
    const skewMs = workspace.clockOffsetMs;
    const outcome: Outcome = { kind: 'defer', untilMs: later.atWallMs + skewMs, why: later.why };
    const time = { nowMs: clock.wallMs + skewMs, wallMs: clock.wallMs, skewMs };
    return {
      outcome,
      result: request.step === null ? null : await recordStep(tx, request.step, outcome, time),
    };
  });
}

/** What the provider said. */
export type CallOutcome =
  | { kind: 'accepted'; providerId: string }
  | ({ kind: 'rejected' } & Refusal)
  | { kind: 'notProcessed'; code: string; retryAtWallMs: number }
  | { kind: 'inDoubt'; reason: string }
  | { kind: 'senderDown'; code: string; sentence: string };

/** What never left is tried again soon: the gate knows when the next opening is. */
const REPLAN_MS = 5 * 60_000;
/** How soon a sender that its provider refuses is looked at again when nobody lifts the hold. */
const SENDER_REVIEW_MS = 3_600_000;

/**
 * The transaction after the call: message state, timeline, and the step's answer in the projection.
 * An acceptance is a fact also when this attempt was overtaken: it replaces doubt.
 */
export function settleSend(
  db: Db,
  call: { messageId: string; token: string; outcome: CallOutcome; step: StepSend | null },
  clock: { wallMs: number },
): Promise<{ outcome: Outcome; result: Result | null }> {
  return db.tx(async (tx) => {
    const before = getRow(sqlOf(tx), 'Message', call.messageId);
    const workspace = getRow(sqlOf(tx), 'Workspace', before.workspaceId);
    const time = {
      nowMs: clock.wallMs + workspace.clockOffsetMs,
      wallMs: clock.wallMs,
      skewMs: workspace.clockOffsetMs,
    };
    const isOurs = before.state === 'calling' && before.token === call.token;
    const outcome =
      isOurs || call.outcome.kind === 'accepted'
        ? await applyCall(tx, before, call.outcome, time)
        : outcomeOf(before);
    const result = call.step === null ? null : await recordStep(tx, call.step, outcome, time);
    return { outcome, result };
  });
}

/** What a message's row says, as a step's outcome. */
function outcomeOf(message: Message): Outcome {
  if (message.state === 'accepted') return { kind: 'sent' };
  if (message.state === 'unconfirmed') return { kind: 'unconfirmed' };
  if (message.state === 'rejected' || message.state === 'suppressed') {
    return { kind: 'notSent', why: message.why ?? 'It was refused.' };
  }
  return { kind: 'inDoubt' };
}

async function applyCall(tx: Tx, message: Message, call: CallOutcome, time: Time): Promise<Outcome> {
  switch (call.kind) {
    case 'accepted':
      await acceptMessage(tx, message, call.providerId, time.nowMs);
      return { kind: 'sent' };
    case 'rejected':
      await applyRefusal(tx, message, call, time);
      return CONSEQUENCES[call.class].message === 'waits'
        ? waitOut(tx, message, call, time)
        : failAtCall(tx, message, call, time);
    case 'notProcessed': {
      const untilMs = call.retryAtWallMs + time.skewMs;
      const why = 'The provider was too busy to take it.';
      await tx.message.update({
        where: { id: message.id },
        data: { state: 'waiting', errorCode: call.code, why },
      });
      return { kind: 'defer', untilMs, why };
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
      return waitOut(tx, message, refusal, time);
    }
  }
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

/** Nothing was sent, and it may still go: when its sender is released, when a limit lifts, or at the next opening. */
async function waitOut(tx: Tx, message: Message, refusal: Refusal, time: Time): Promise<Outcome> {
  const holds = CONSEQUENCES[refusal.class].sender === 'hold';
  const why = holds ? `The sender is on hold: ${refusal.sentence}` : refusal.sentence;
  const data = { state: 'waiting', errorCode: refusal.code, why };
  await tx.message.update({ where: { id: message.id }, data });
  if (holds) return { kind: 'hold', reviewAtMs: time.nowMs + SENDER_REVIEW_MS, why };
  const untilMs =
    refusal.class === 'hold' ? limitEndMs(refusal, time.wallMs) + time.skewMs : time.nowMs + REPLAN_MS;
  if (message.leadId === null) return { kind: 'defer', untilMs, why };
  await appendTimeline(tx, message.workspaceId, {
    leadId: message.leadId,
    atMs: time.nowMs,
    kind: 'held',
    title: `${nounOf(message.channel)} held`,
    detail: why,
    enrolmentId: message.enrolmentId,
    playId: message.playId,
    nodeId: message.nodeId,
    messageId: message.id,
    key: `held/${message.id}/${refusal.code}/${untilMs}`,
  });
  return { kind: 'defer', untilMs, why };
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
 * One look at the fate of a text in doubt. `found`: what the provider's listing said; null: nothing there.
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
    const time = {
      nowMs: clock.wallMs + workspace.clockOffsetMs,
      wallMs: clock.wallMs,
      skewMs: workspace.clockOffsetMs,
    };
    let outcome = outcomeOf(message);
    if (outcome.kind === 'inDoubt' && check.found !== null) {
      await acceptMessage(tx, message, check.found.providerId, time.nowMs);
      outcome = { kind: 'sent' };
    } else if (outcome.kind === 'inDoubt' && check.final) {
      await giveUpOn(tx, message, time.nowMs);
      outcome = { kind: 'unconfirmed' };
    }
    return recordStep(tx, check.step, outcome, time);
  });
}

async function giveUpOn(tx: Tx, message: Message, nowMs: number): Promise<void> {
  const why =
    'The provider did not answer, and does not list it. It was not sent again, so that it is not sent twice.';
  await tx.message.update({ where: { id: message.id }, data: { state: 'unconfirmed', why, atMs: nowMs } });
  if (message.leadId === null) return;
  const at = {
    leadId: message.leadId,
    enrolmentId: message.enrolmentId,
    playId: message.playId,
    nodeId: message.nodeId,
    messageId: message.id,
  };
  await appendTimeline(tx, message.workspaceId, {
    ...at,
    atMs: nowMs,
    kind: 'unconfirmed',
    title: 'Text unconfirmed',
    detail: why,
    key: `unconfirmed/${message.id}`,
  });
  await appendTask(tx, message.workspaceId, {
    leadId: message.leadId,
    enrolmentId: message.enrolmentId,
    messageId: message.id,
    kind: 'unconfirmed',
    sentence: 'A text may not have arrived. Ask the lead, or send it again yourself.',
    nowMs,
    key: `unconfirmed/${message.id}`,
  });
}
