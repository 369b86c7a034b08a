import { randomUUID } from 'node:crypto';
import {
  isEmailStatus,
  isSmsStatus,
  mergeStatus,
  type StatusName,
} from '#workflows/message/delivery-status.ts';
import { recordAddressFault } from './address-faults.ts';
import { lockForSend } from './address-guard.ts';
import { note } from './changes.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import { appendConsent } from './consents.ts';
import { appendEvent, type NewEvent } from './events.ts';
import type { Message, Sender } from './generated/client.ts';
import { addJob } from './jobs.ts';
import { leadsWith } from './lead-addresses.ts';
import { textNumbers } from './lead-view.ts';
import { findRow, getRow, insertRow, updateRow } from './plain-rows.ts';
import { type ConsentAddress, closeAddress, isRevoked, tellRunsOfAddress } from './revocations.ts';
import { acceptMessage } from './send-outcomes.ts';
import { applyRefusal, failAfterAcceptance, type Refusal } from './send-refusals.ts';
import { timeIn } from './send-steps.ts';
import type { Sql } from './sql.ts';
import { appendTask } from './tasks.ts';
import { appendTimeline } from './timeline.ts';
import { understandKey } from './unread-replies.ts';

/** What came in, already verified and parsed. */
export type Incoming = {
  channel: 'sms' | 'email';
  /** The provider's id of this message; the same one is taken once. */
  providerId: string;
  fromAddress: string;
  toAddress: string;
  subject: string | null;
  body: string;
  mailId: string | null;
  /** Which message of ours it answers, where its address says so. */
  answers: string | null;
  /** A carrier keyword, alone in the text. */
  keyword: 'stop' | 'start' | 'help' | null;
  /** For emails: fetch the text first, then classify. */
  bodyIsMissing: boolean;
};

/**
 * Commits what a lead wrote, raw, before anything is made of it. A carrier keyword takes effect in this transaction:
 * from its commit no text to that number passes the gate, and every run that could send one hears of it.
 * @returns false when it was taken before
 */
export async function takeInbound(
  db: Db,
  sender: Sender,
  incoming: Incoming,
  clock: { wallMs: number },
): Promise<boolean> {
  const isNew = await db.tx(async (tx) => {
    await lockForSend(tx, sender.workspaceId, incoming.channel, incoming.fromAddress);
    const key = `${sender.id}/in/${incoming.providerId}`;
    if (!(await isFirst(tx, sender.workspaceId, key, clock.wallMs))) return false;
    const sql = sqlOf(tx);
    const workspace = getRow(sql, 'Workspace', sender.workspaceId);
    const atMs = clock.wallMs + workspace.clockOffsetMs;
    const leadId = leadOf(sql, sender, incoming);
    const keyword = await effectiveKeyword(tx, sender, incoming);
    const id = randomUUID();
    insertRow(sql, 'Message', {
      id,
      workspaceId: sender.workspaceId,
      environment: sender.environment,
      leadId,
      senderId: sender.id,
      direction: 'in',
      channel: incoming.channel,
      kind: 'reply',
      toAddress: incoming.toAddress,
      fromAddress: incoming.fromAddress,
      subject: incoming.subject,
      body: incoming.body,
      state: 'received',
      providerId: incoming.providerId,
      mailId: incoming.mailId,
      intent: keyword === 'stop' ? 'opt_out' : null,
      evidence: keyword === null ? null : `Carrier keyword ${keyword.toUpperCase()}`,
      atMs,
      createdWallMs: clock.wallMs,
    });
    const message = getRow(sql, 'Message', id);
    if (leadId !== null) await sayReplied(tx, { ...message, leadId });
    if (keyword === 'stop') await revoke(tx, message, { basis: 'keyword', medium: 'text' }, clock.wallMs);
    else if (keyword === 'start') await restore(tx, message, clock.wallMs);
    else if (keyword === null) {
      await addJob(tx, {
        workspaceId: sender.workspaceId,
        kind: incoming.bodyIsMissing ? 'fetchEmail' : 'classify',
        payload: { messageId: message.id },
        runWallMs: clock.wallMs,
        key: understandKey(message.id),
      });
    }
    await note(tx, sender.workspaceId, 'message', leadId ?? message.id);
    return true;
  });
  // The provider will be told that we have it, and never tells it again.
  await db.flush();
  return isNew;
}

/** YES and START opt a number in again that has opted out; from anybody else they are what they say: an answer. */
async function effectiveKeyword(tx: Tx, sender: Sender, incoming: Incoming): Promise<Incoming['keyword']> {
  if (incoming.keyword !== 'start') return incoming.keyword;
  const isClosed = isRevoked(sqlOf(tx), {
    workspaceId: sender.workspaceId,
    environment: sender.environment === 'real' ? 'real' : 'sandbox',
    channel: incoming.channel,
    address: incoming.fromAddress,
  });
  return isClosed ? 'start' : null;
}

/** Deduplicates by the provider's own key; safe when the same webhook arrives twice at once. */
export async function isFirst(tx: Tx, workspaceId: string, key: string, atWallMs: number): Promise<boolean> {
  const { changes } = sqlOf(tx).run(
    `INSERT INTO "HookReceipt" ("workspaceId", "key", "atWallMs") VALUES (?, ?, ?)
     ON CONFLICT ("workspaceId", "key") DO NOTHING`,
    workspaceId,
    key,
    atWallMs,
  );
  return changes === 1;
}

/**
 * Who wrote: whom the answered message went to, whoever they answer from; else whoever was written to at that address
 * last; else the newest lead that has it.
 */
function leadOf(sql: Sql, sender: Sender, incoming: Incoming): string | null {
  const { workspaceId } = sender;
  const { answers, channel, fromAddress } = incoming;
  const answered = sql.get<{ leadId: string }>(
    `SELECT "leadId" FROM "Message"
     WHERE "id" = ? AND "senderId" = ? AND "direction" = 'out' AND "leadId" IS NOT NULL`,
    answers,
    sender.id,
  );
  if (answered !== undefined) return answered.leadId;
  const written = sql.get<{ leadId: string }>(
    `SELECT "leadId" FROM "Message"
     WHERE "workspaceId" = ? AND "channel" = ? AND "toAddress" = ? AND "direction" = 'out' AND "leadId" IS NOT NULL
     ORDER BY "atMs" DESC LIMIT 1`,
    workspaceId,
    channel,
    fromAddress,
  );
  if (written !== undefined) return written.leadId;
  const leads = leadsWith(sql, { workspaceId, channel, address: fromAddress });
  const [newest] = leads.sort((a, b) => b.createdAtMs - a.createdAtMs);
  return newest?.id ?? null;
}

/** Whom the latest of so many named mails went to. */
export const mailedTo = (count: number) => `SELECT "leadId" FROM "Message"
  WHERE "senderId" = ? AND "mailId" IN (${Array(count).fill('?').join(', ')})
    AND "direction" = 'out' AND "channel" = 'email' AND "leadId" IS NOT NULL
  ORDER BY "atMs" DESC LIMIT 1`;

/**
 * Finds the lead of an email from an address nobody has, by the mails it answers: their ids stand in its headers, which
 * come with its text only.
 */
export async function adoptReply(tx: Tx, message: Message, references: readonly string[]): Promise<void> {
  if (message.leadId !== null || references.length === 0) return;
  const text = mailedTo(references.length);
  const answered = sqlOf(tx).get<{ leadId: string }>(text, message.senderId, ...references);
  if (answered === undefined) return;
  const { leadId } = answered;
  await tx.message.update({ where: { id: message.id }, data: { leadId } });
  await sayReplied(tx, { ...message, leadId });
  await note(tx, message.workspaceId, 'message', leadId);
}

async function sayReplied(tx: Tx, message: Message & { leadId: string }): Promise<void> {
  await appendTimeline(tx, message.workspaceId, {
    leadId: message.leadId,
    atMs: message.atMs,
    kind: 'reply',
    title: message.channel === 'sms' ? 'Replied by text' : 'Replied by email',
    messageId: message.id,
    key: `reply/${message.id}`,
  });
}

/**
 * Writes a revocation for the sender's address and tells every open run of every lead who has that address: two leads
 * may share a number, and it is the number that is closed.
 */
export async function revoke(
  tx: Tx,
  message: Message,
  how: { basis: string; medium: string },
  wallMs: number,
): Promise<void> {
  const revocation = {
    ...addressOf(message),
    ...how,
    leadId: message.leadId,
    evidence: message.id,
    messageId: message.id,
  };
  await closeAddress(tx, { ...revocation, atMs: message.atMs }, wallMs);
}

/**
 * Ends the channels that a lead's own words refuse. Not always the one they wrote on: "stop texting me" may come by
 * email, and then it is their numbers that are closed.
 */
export async function refuse(
  tx: Tx,
  message: Message,
  channels: readonly ('sms' | 'email')[],
  wallMs: number,
): Promise<void> {
  const lead = message.leadId === null ? null : await tx.lead.findUnique({ where: { id: message.leadId } });
  for (const channel of channels) {
    const own = channelOf(message) === channel ? [message.fromAddress] : [];
    const known =
      lead === null ? [] : channel === 'sms' ? textNumbers(lead) : lead.email === null ? [] : [lead.email];
    for (const address of new Set([...own, ...known])) {
      await lockForSend(tx, message.workspaceId, channel, address);
      const of = { ...addressOf(message), channel, address };
      const how = {
        basis: 'words',
        medium: message.channel,
        leadId: message.leadId,
        evidence: message.id,
        messageId: message.id,
      };
      await closeAddress(tx, { ...of, ...how, atMs: message.atMs }, wallMs);
    }
  }
}

/**
 * Somebody else answered: nothing more goes to the address they wrote from, whichever lead it stands at, until a person
 * clears it. Other addresses of the lead stay open.
 */
export async function keepWrongPerson(tx: Tx, message: Message, wallMs: number): Promise<void> {
  await lockForSend(tx, message.workspaceId, message.channel, message.fromAddress);
  await recordAddressFault(
    tx,
    {
      ...addressOf(message),
      problem: 'wrongPerson',
      code: 'wrong_person',
      why: 'Whoever answered is not the lead.',
      messageId: message.id,
      leadId: message.leadId,
      atMs: message.atMs,
    },
    wallMs,
  );
}

/** START lifts the revocation of this number; it is no consent by itself. */
async function restore(tx: Tx, message: Message, wallMs: number): Promise<void> {
  const { workspaceId, ...of } = addressOf(message);
  await appendConsent(tx, workspaceId, {
    ...of,
    leadId: message.leadId,
    act: 'restore',
    basis: 'keyword',
    purpose: 'all',
    medium: 'text',
    evidence: message.id,
    atMs: message.atMs,
  });
  await tellRunsOfAddress(tx, addressOf(message), {
    event: { type: 'reopen', atMs: message.atMs, channel: channelOf(message) },
    atMs: message.atMs,
    leadId: message.leadId,
    messageId: message.id,
    title: 'Opted in to texts again',
    detail: 'START lifts the earlier STOP. Marketing texts still need consent.',
    key: `reopen/${message.id}`,
    wallMs,
  });
}

function channelOf(message: Message): 'sms' | 'email' {
  return message.channel === 'email' ? 'email' : 'sms';
}

/** Where what came in came from. */
export function addressOf(message: Message): ConsentAddress {
  return {
    workspaceId: message.workspaceId,
    environment: message.environment === 'real' ? 'real' : 'sandbox',
    channel: channelOf(message),
    address: message.fromAddress,
  };
}

/**
 * Gives an understood reply to whom it concerns: the run whose message on that channel was the latest to be called for
 * when the reply came, else the lead's owner, with a clock. By the call, since an answer may come before the provider's
 * word that it took the message; in wall time, in which both were noted.
 */
export async function routeReply(tx: Tx, message: Message, intent: string, wallMs: number): Promise<void> {
  if (message.leadId === null) {
    await appendTask(tx, message.workspaceId, {
      leadId: null,
      messageId: message.id,
      kind: 'unknownReply',
      sentence: `Somebody nobody knows wrote from ${message.fromAddress}.`,
      nowMs: message.atMs,
      key: `reply/${message.id}`,
    });
    return;
  }
  const latest = sqlOf(tx).get<{ enrolmentId: string }>(
    `SELECT "enrolmentId" FROM "Message"
     WHERE "leadId" = ? AND "channel" = ? AND "environment" = ? AND "direction" = 'out' AND "enrolmentId" IS NOT NULL
       AND "state" IN ('accepted', 'inDoubt', 'unconfirmed', 'calling') AND "callingWallMs" <= ?
     ORDER BY "callingWallMs" DESC LIMIT 1`,
    message.leadId,
    message.channel,
    message.environment,
    message.createdWallMs,
  );
  if (latest !== undefined) {
    const event: NewEvent = { type: 'reply', atMs: message.atMs, channel: channelOf(message), intent };
    await tx.message.update({ where: { id: message.id }, data: { enrolmentId: latest.enrolmentId } });
    if ((await appendEvent(tx, latest.enrolmentId, event, wallMs)) !== null) return;
  }
  await appendTask(tx, message.workspaceId, {
    leadId: message.leadId,
    messageId: message.id,
    enrolmentId: latest?.enrolmentId ?? null,
    kind: 'lateReply',
    sentence: 'Replied when no play was waiting any more. Answer them.',
    nowMs: message.atMs,
    key: `reply/${message.id}`,
  });
}

/** What a status callback says of a message of ours. */
export type StatusNews = {
  /** What names our message when it came back with the callback, even where the answer to the send was lost. */
  ours: { sendKey: string } | { messageId: string } | null;
  providerId: string;
  status: StatusName;
  /** The Message-ID that the mail went out with: answers name it. */
  mailId: string | null;
  /** That it did not arrive, or is not wanted, and what it means; null for all other news. */
  refusal: Refusal | null;
};

/**
 * Keeps what a provider reports about a message. A callback that carries our key settles a message in doubt.
 * @returns false when the message is not known (kept by nobody: it is not ours)
 */
export function takeStatus(
  db: Db,
  sender: Sender,
  news: StatusNews,
  clock: { wallMs: number },
): Promise<boolean> {
  return db.tx(async (tx) => {
    const sql = sqlOf(tx);
    const message = messageOf(sql, sender, news);
    if (message === null) return false;
    const workspace = getRow(sql, 'Workspace', sender.workspaceId);
    const time = timeIn(workspace, clock.wallMs);
    const inDoubt =
      message.state === 'inDoubt' || message.state === 'unconfirmed' || message.state === 'calling';
    if (inDoubt) await acceptMessage(tx, message, news.providerId, time.nowMs);
    if (news.mailId !== null && message.mailId === null)
      updateRow(sql, 'Message', message.id, { mailId: news.mailId });
    const channel = channelOf(message);
    const known = message.status !== null && isStatus(channel, message.status) ? message.status : null;
    const merged = mergeStatus(channel, known, news.status);
    if (merged.note === 'advanced') {
      const { refusal } = news;
      updateRow(sql, 'Message', message.id, {
        status: merged.status,
        ...(refusal === null ? {} : { errorCode: refusal.code, why: refusal.sentence }),
      });
      if (refusal !== null) {
        // A complaint comes from somebody who has the mail before them.
        if (news.status === 'complained') await applyRefusal(tx, message, refusal, time);
        else await failAfterAcceptance(tx, message, refusal, time);
      }
      await note(tx, sender.workspaceId, 'message', message.leadId ?? message.id);
    }
    return true;
  });
}

/** The message that the news is about: by what we called it, else by what the provider calls it. */
function messageOf(sql: Sql, sender: Sender, { ours, providerId }: StatusNews): Message | null {
  const named =
    ours === null
      ? null
      : 'sendKey' in ours
        ? findRow(sql, 'Message', 'sendKey', ours.sendKey)
        : findRow(sql, 'Message', 'id', ours.messageId);
  if (named?.senderId === sender.id) return named;
  const found = sql.get<{ id: string }>(
    'SELECT "id" FROM "Message" WHERE "senderId" = ? AND "providerId" = ?',
    sender.id,
    providerId,
  );
  return found === undefined ? null : getRow(sql, 'Message', found.id);
}

function isStatus(channel: 'sms' | 'email', status: string): status is StatusName {
  return channel === 'sms' ? isSmsStatus(status) : isEmailStatus(status);
}
