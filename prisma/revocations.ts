import { standingRefusals } from '#workflows/policy/consent.ts';
import { lockForSend } from './address-guard.ts';
import { type Caller, type Done, refusal } from './caller.ts';
import { note } from './changes.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import { appendConsent, ledgerOf } from './consents.ts';
import { appendEvent, type NewEvent } from './events.ts';
import { leadsWith } from './lead-addresses.ts';
import { isVisible } from './lead-scope.ts';
import { textNumbers } from './lead-view.ts';
import type { Sql } from './sql.ts';
import { appendTimeline } from './timeline.ts';

/** An address as consent knows it: two leads may share one, and what is said of it holds for both. */
export type ConsentAddress = {
  workspaceId: string;
  environment: 'sandbox' | 'real';
  channel: 'sms' | 'email';
  /** E.164, or an address in lower case. */
  address: string;
};

export type Revocation = ConsentAddress & {
  /** Who said it, where that is known; others with this address hear of it as well. */
  leadId: string | null;
  /** keyword, words, link, carrier or person */
  basis: string;
  medium: string;
  /** What shows it: a message's id, or a person's words. */
  evidence: string;
  messageId: string | null;
  /** Workspace clock. */
  atMs: number;
};

/**
 * Closes a channel to an address: the ledger row, and a `stop` for every open run of every lead who has it, in the
 * transaction of what said so. Take the address's guard (`lockForSend`) first: from the commit no send passes the gate.
 */
export async function closeAddress(tx: Tx, revocation: Revocation, wallMs: number): Promise<void> {
  const { messageId, ...row } = revocation;
  const { workspaceId, ...consent } = row;
  const id = await appendConsent(tx, workspaceId, { ...consent, act: 'revoke', purpose: 'all' });
  const what = revocation.channel === 'sms' ? 'texts' : 'emails';
  await tellRunsOfAddress(tx, revocation, {
    event: { type: 'stop', atMs: revocation.atMs, channel: revocation.channel },
    atMs: revocation.atMs,
    leadId: revocation.leadId,
    messageId,
    title: `Opted out of ${what}`,
    detail: `No ${what} go to ${revocation.address} any more. Other channels stay open.${by(revocation)}`,
    key: `stop/${messageId ?? id}`,
    wallMs,
  });
}

function by({ basis, evidence }: Revocation): string {
  return basis === 'person' ? ` ${evidence}` : '';
}

/** The open runs of one lead: asked lead by lead, since a list of leads is answered by all runs of the workspace. */
export const OPEN_RUNS = `SELECT "id" FROM "Enrolment"
  WHERE "leadId" = ? AND "workspaceId" = ? AND "environment" = ? AND "status" <> 'ended'`;

/** A line on the timeline of every lead with an address, and an event for their open runs where these must hear of it. */
export async function tellRunsOfAddress(
  tx: Tx,
  of: ConsentAddress,
  news: {
    event: NewEvent | null;
    /** Workspace clock. */
    atMs: number;
    /** Also this lead, whose address it may no longer be. */
    leadId: string | null;
    messageId: string | null;
    title: string;
    detail: string;
    /** With the lead's id: the same line is written once. */
    key: string;
    wallMs: number;
  },
): Promise<void> {
  const { workspaceId, environment } = of;
  const sql = sqlOf(tx);
  const leads = leadsWith(sql, { workspaceId, channel: of.channel, address: of.address });
  const leadIds = new Set([...leads.map((lead) => lead.id), ...(news.leadId === null ? [] : [news.leadId])]);
  for (const leadId of leadIds) {
    await appendTimeline(tx, workspaceId, {
      leadId,
      atMs: news.atMs,
      kind: 'consent',
      title: news.title,
      detail: news.detail,
      messageId: news.messageId,
      key: `${news.key}/${leadId}`,
    });
    await note(tx, workspaceId, 'lead', leadId);
  }
  const { event } = news;
  if (event === null) return;
  for (const leadId of leadIds) {
    const runs = sql.all<{ id: string }>(OPEN_RUNS, leadId, workspaceId, environment);
    for (const run of runs) await appendEvent(tx, run.id, event, news.wallMs);
  }
}

/** Whether an address stands opted out. */
export function isRevoked(sql: Sql, of: ConsentAddress): boolean {
  return standingRefusals(ledgerOf(sql, of), of).length > 0;
}

/** Records by hand that a lead wants no more: they said so to a person, on paper, on the phone. */
export async function withdrawConsent(
  db: Db,
  caller: Caller,
  request: {
    leadId: string;
    environment: 'sandbox' | 'real';
    channel: 'sms' | 'email';
    address: string;
    medium: string;
    evidence: string;
    by: string;
    wallMs: number;
  },
): Promise<Done> {
  const refused = refusal(caller, 'leads.write');
  if (refused) return refused;
  if (request.evidence.trim() === '') {
    return { ok: false, field: 'evidence', reason: 'Say how they said it: a call and its date, a letter.' };
  }
  const { workspaceId } = caller;
  const { leadId, environment, channel, address, wallMs } = request;
  const visible = await db.rows((sql) => isVisible(sql, caller, leadId));
  return db.tx(async (tx): Promise<Done> => {
    await lockForSend(tx, workspaceId, channel, address);
    const lead = visible ? await tx.lead.findFirst({ where: { id: leadId, workspaceId } }) : null;
    if (lead === null) return { ok: false, reason: 'There is no such lead any more.' };
    const addresses = channel === 'email' ? [lead.email] : textNumbers(lead);
    if (!addresses.includes(address)) {
      return {
        ok: false,
        reason: 'The lead does not have this address any more. Nothing was recorded.',
      };
    }
    const of = { workspaceId, environment, channel, address };
    if (isRevoked(sqlOf(tx), of)) return { ok: true };
    const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    await closeAddress(
      tx,
      {
        ...of,
        leadId,
        basis: 'person',
        medium: request.medium,
        evidence: `${request.evidence.trim()} (${request.by})`,
        messageId: null,
        atMs: wallMs + workspace.clockOffsetMs,
      },
      wallMs,
    );
    return { ok: true };
  });
}
