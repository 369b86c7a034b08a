import type { Outcome, Result } from '#workflows/engine/event.ts';
import type { GateFacts, Verdict } from '#workflows/policy/gate.ts';
import { decide } from '#workflows/policy/gate.ts';
import { validitySeconds } from '#workflows/policy/validity.ts';
import { lockForSend } from './address-guard.ts';
import { note } from './changes.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import { eventsAfter } from './events.ts';
import { gateFacts } from './gate-facts.ts';
import type { Message, Sender } from './generated/client.ts';
import { findRow, getRow, insertRow, updateRow } from './plain-rows.ts';
import { sayHeld, sayNotSent } from './send-lines.ts';
import { type Lane, reserveSlot } from './send-slots.ts';
import {
  outcomeOf,
  type Purpose,
  recordStep,
  type StepSend,
  type Time,
  timeIn,
  unansweredIf,
} from './send-steps.ts';
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
  | { kind: 'call'; message: Message; sender: Sender; validityS: number; repeats: boolean }
  /** Decided without a call; `result` is recorded already, for a step. */
  | { kind: 'settled'; outcome: Outcome; result: Result | null }
  /** Not yet: the sender is busy until then, or a reply is being read. */
  | { kind: 'later'; atWallMs: number; why: string; unanswered?: true };

const BUSY = 'The sender is busy.';
/** A reply is understood within about a tenth of a second of its webhook. */
const READING_MS = 400;

/** Retries of an email with the same idempotency key are safe this long (Resend: 24 h; an hour less to be sure). */
const EMAIL_RETRY_MS = 23 * 3_600_000;

/**
 * The one transaction before a call: whoever else is sending, the gate, the token. After its commit this attempt, and
 * no other, may post the message. What an earlier attempt left `calling` is never posted again (text), or only with the
 * same key and the same bytes, while the key is remembered and the gate still lets it pass (email).
 */
export function claimSend(db: Db, request: ClaimRequest, clock: { wallMs: number }): Promise<Claim> {
  return db.tx(async (tx) => {
    const known = findRow(sqlOf(tx), 'Message', 'sendKey', request.sendKey);
    const repeats = known !== null && mayRepeat(known, clock.wallMs);
    const rendered: ClaimRequest['draft'] = repeats ? { ok: true, draft: draftIn(known) } : request.draft;
    const { channel, toAddress } = rendered.ok
      ? rendered.draft
      : { channel: rendered.channel, toAddress: '' };
    await lockForSend(tx, request.workspaceId, channel, toAddress);
    const workspace = getRow(sqlOf(tx), 'Workspace', request.workspaceId);
    const time = timeIn(workspace, clock.wallMs);
    const { nowMs } = time;
    const sender = getRow(sqlOf(tx), 'Sender', request.senderId);
    const settled = async (outcome: Outcome, found: Message | null = null): Promise<Claim> => ({
      kind: 'settled',
      outcome,
      result: request.step === null ? null : await recordStep(tx, request.step, outcome, time, found),
    });

    if (known !== null && !repeats) {
      const earlier = await earlierAttempt(tx, known);
      if (earlier !== null) return settled(earlier, known);
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
        const why = 'A reply of the lead is being read.';
        return { kind: 'later', atWallMs: clock.wallMs + waitMs, why, ...unansweredIf(repeats) };
      }
    }
    if (!rendered.ok) {
      const message = await upsertMessage(tx, request, known, emptyDraft(rendered.channel), {
        state: 'suppressed',
        why: rendered.why,
        atMs: nowMs,
        wallMs: clock.wallMs,
      });
      await sayNotSent(tx, message, rendered.why, 'cannot-send');
      return settled({ kind: 'notSent', why: rendered.why });
    }
    const { draft } = rendered;
    const facts = gateFacts(tx, { request, draft, sender, workspace, message: known, nowMs });
    const verdict = decide(facts, nowMs);
    if (verdict.kind !== 'allow')
      return settled(
        repeats
          ? await keepUnanswered(tx, known, verdict, nowMs)
          : await keepVerdict(tx, request, draft, known, verdict, time),
      );

    // Whoever waits for an answer to what they wrote does not wait behind an import.
    const lane = facts.isAnswer ? 'people' : request.lane;
    const slotWallMs =
      known?.slotWallMs ?? (await reserveSlot(tx, sender, draft.channel, lane, clock.wallMs));
    const validityS = validitySeconds(verdict.closesAtMs, nowMs);
    if (repeats) {
      if (slotWallMs > clock.wallMs) {
        updateRow(sqlOf(tx), 'Message', known.id, { slotWallMs });
        return { kind: 'later', atWallMs: slotWallMs, why: BUSY, unanswered: true };
      }
      updateRow(sqlOf(tx), 'Message', known.id, {
        token: request.token,
        calls: known.calls + 1,
        slotWallMs: null,
      });
      const message = getRow(sqlOf(tx), 'Message', known.id);
      return { kind: 'call', message, sender, validityS, repeats };
    }
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
      calls: (known?.calls ?? 0) + 1,
      slotWallMs: null,
      atMs: nowMs,
      wallMs: clock.wallMs,
    });
    return { kind: 'call', message, sender, validityS, repeats };
  });
}

/** An email that was called for and not answered may be posted again with its key, as long as the key is remembered. */
function mayRepeat(known: Message, wallMs: number): boolean {
  return (
    known.state === 'calling' &&
    known.channel === 'email' &&
    known.callingWallMs !== null &&
    wallMs - known.callingWallMs < EMAIL_RETRY_MS
  );
}

/** The very bytes that were posted before: a key stands for them. */
function draftIn(message: Message): Draft {
  const { toAddress, fromAddress, subject, body, html, segments } = message;
  const channel = message.channel === 'email' ? 'email' : 'sms';
  return { channel, toAddress, fromAddress, subject, body, html, segments };
}

/** What an earlier attempt left behind; null: nothing that stands in the way. */
async function earlierAttempt(tx: Tx, known: Message): Promise<Outcome | null> {
  if (known.state === 'queued' || known.state === 'waiting') return null;
  if (known.state === 'calling')
    await tx.message.update({ where: { id: known.id }, data: { state: 'inDoubt' } });
  return outcomeOf(known);
}

/**
 * An email that may have gone out, and that must not be posted now. One that may never be posted again is looked for
 * instead; for any other verdict it stays as it is.
 */
async function keepUnanswered(
  tx: Tx,
  message: Message,
  verdict: Exclude<Verdict, { kind: 'allow' }>,
  nowMs: number,
): Promise<Outcome> {
  const why = verdict.sentence;
  if (verdict.kind === 'suppress') {
    await tx.message.update({ where: { id: message.id }, data: { state: 'inDoubt', why } });
    return { kind: 'inDoubt' };
  }
  await tx.message.update({ where: { id: message.id }, data: { token: null, slotWallMs: null, why } });
  return rest(tx, message, verdict, nowMs, true);
}

/** The message waits, and says so: until an instant, or for somebody who lifts the hold. */
async function rest(
  tx: Tx,
  message: Message,
  verdict: Extract<Verdict, { kind: 'defer' | 'hold' }>,
  nowMs: number,
  mayHaveLeft: boolean,
): Promise<Outcome> {
  const { rule, sentence: why } = verdict;
  const untilMs = verdict.kind === 'defer' ? verdict.untilMs : verdict.reviewAtMs;
  await sayHeld(tx, message, { why, rule, untilMs, nowMs });
  const unanswered = unansweredIf(mayHaveLeft);
  return verdict.kind === 'defer'
    ? { kind: 'defer', untilMs, why, ...unanswered }
    : { kind: 'hold', reviewAtMs: untilMs, why, ...unanswered };
}

function emptyDraft(channel: 'sms' | 'email'): Draft {
  return { channel, toAddress: '', fromAddress: '', subject: null, body: '', html: null, segments: null };
}

type MessageNow = {
  state: 'waiting' | 'calling' | 'suppressed';
  why: string | null;
  token?: string;
  callingWallMs?: number;
  calls?: number;
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
  return rest(tx, message, verdict, time.nowMs, false);
}

/** Records for the step that asked that its send waits until an instant of the wall clock. */
export function deferClaim(
  db: Db,
  request: ClaimRequest,
  later: { atWallMs: number; why: string; unanswered?: true },
  clock: { wallMs: number },
): Promise<{ outcome: Outcome; result: Result | null }> {
  return db.tx(async (tx) => {
    const workspace = getRow(sqlOf(tx), 'Workspace', request.workspaceId);
    const time = timeIn(workspace, clock.wallMs);
    const outcome: Outcome = {
      kind: 'defer',
      untilMs: later.atWallMs + time.skewMs,
      why: later.why,
      ...unansweredIf(later.unanswered === true),
    };
    return {
      outcome,
      result: request.step === null ? null : await recordStep(tx, request.step, outcome, time),
    };
  });
}
