import { randomUUID } from 'node:crypto';
import type { LedgerRow } from '#workflows/policy/consent.ts';
import { type Caller, type Done, mustBeAllowed, refusal } from './caller.ts';
import { note } from './changes.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import type { Consent } from './generated/client.ts';
import { isVisible } from './lead-scope.ts';
import { textNumbers } from './lead-view.ts';
import type { Sql } from './sql.ts';
import { appendTimeline } from './timeline.ts';

export type ConsentAct = 'grant' | 'revoke' | 'restore';
/** A row of the ledger as the gate reads it. */
export type LedgerEntry = Consent & LedgerRow;

/** A row of the ledger to be added; rows are never changed. */
export type NewConsent = {
  environment: 'sandbox' | 'real';
  leadId: string | null;
  channel: 'sms' | 'email';
  /** E.164, or an address in lower case. */
  address: string;
  act: ConsentAct;
  /** written, express, implied or permission; for a revocation: how it came */
  basis: string;
  purpose: 'marketing' | 'informational' | 'all';
  /** What the person was told when they agreed. */
  wording?: string;
  /** Where: a form, a call, a list, a text. */
  medium: string;
  /** What shows it: a file and its row, a message's id, who says so. */
  evidence?: string;
  /** Workspace clock. */
  atMs: number;
  expiresAtMs?: number | null;
};

/** Adds to the ledger, in the transaction of what gave or took the consent. */
export async function appendConsent(tx: Tx, workspaceId: string, consent: NewConsent): Promise<string> {
  const id = randomUUID();
  const last = sqlOf(tx).get<{ number: number }>(
    'SELECT MAX("number") AS "number" FROM "Consent" WHERE "workspaceId" = ? AND "channel" = ? AND "address" = ?',
    workspaceId,
    consent.channel,
    consent.address,
  );
  await tx.consent.create({ data: { id, workspaceId, ...consent, number: (last?.number ?? 0) + 1 } });
  return id;
}

/** The ledger of every address a lead has now, oldest first. Consent belongs to the address, not to the lead. */
export async function consentsOfLead(db: Db, caller: Caller, leadId: string): Promise<LedgerEntry[]> {
  mustBeAllowed(caller, 'leads.read');
  const visible = await db.rows((sql) => isVisible(sql, caller, leadId));
  const lead = visible
    ? await db.read.lead.findFirst({ where: { id: leadId, workspaceId: caller.workspaceId } })
    : null;
  if (lead === null) {
    return [];
  }
  const numbers = textNumbers(lead);
  const addresses = [
    ...numbers.map((number) => ['sms', number] as const),
    ...(lead.email === null ? [] : [['email', lead.email] as const]),
  ];
  const { workspaceId } = caller;
  return db.rows((sql) =>
    addresses.flatMap(([channel, address]) => ledgerOf(sql, { workspaceId, channel, address })),
  );
}

/** The ledger of one address in the order in which it was written, of both environments. */
export function ledgerOf(
  sql: Sql,
  of: { workspaceId: string; channel: 'sms' | 'email'; address: string },
): LedgerEntry[] {
  const rows = sql.all<Consent>(
    'SELECT * FROM "Consent" WHERE "workspaceId" = ? AND "channel" = ? AND "address" = ? ORDER BY "number"',
    of.workspaceId,
    of.channel,
    of.address,
  );
  return rows.map((row) => ({
    ...row,
    act: row.act === 'grant' || row.act === 'restore' ? row.act : 'revoke',
    channel: of.channel,
    environment: row.environment === 'real' ? 'real' : 'sandbox',
    purpose: row.purpose === 'marketing' || row.purpose === 'informational' ? row.purpose : 'all',
  }));
}

const TITLES: Record<ConsentAct, string> = {
  grant: 'Consent recorded',
  revoke: 'Consent withdrawn',
  restore: 'Opt-out lifted',
};

/**
 * Records by hand that a lead agreed. What a lead took back is not given again by hand: they must do that themselves,
 * by START.
 */
export async function recordConsent(
  db: Db,
  caller: Caller,
  consent: NewConsent & { leadId: string; act: 'grant'; by: string },
): Promise<Done> {
  const refused = refusal(caller, 'leads.write');
  if (refused) {
    return refused;
  }
  if (!consent.evidence?.trim()) {
    return {
      ok: false,
      field: 'evidence',
      reason: 'Say what shows that they agreed: a form, a call and its date, a contract.',
    };
  }
  const { by, ...row } = consent;
  const visible = await db.rows((sql) => isVisible(sql, caller, row.leadId));
  return db.tx(async (tx) => {
    const lead = visible
      ? await tx.lead.findFirst({ where: { id: row.leadId, workspaceId: caller.workspaceId } })
      : null;
    if (lead === null) {
      return { ok: false, reason: 'There is no such lead any more.' };
    }
    const addresses = row.channel === 'email' ? [lead.email] : textNumbers(lead);
    if (!addresses.includes(row.address)) {
      return {
        ok: false,
        field: 'address',
        reason: 'The lead does not have this address any more. Nothing was recorded.',
      };
    }
    const last = await tx.consent.findFirst({
      where: {
        workspaceId: caller.workspaceId,
        channel: row.channel,
        address: row.address,
        environment: row.environment,
        act: { in: ['revoke', 'restore'] },
      },
      orderBy: { atMs: 'desc' },
    });
    if (last?.act === 'revoke') {
      return {
        ok: false,
        reason: `${row.address} opted out. Only the lead can take that back, by texting START.`,
      };
    }
    await appendConsent(tx, caller.workspaceId, row);
    await appendTimeline(tx, caller.workspaceId, {
      leadId: lead.id,
      atMs: row.atMs,
      kind: 'consent',
      title: TITLES[row.act],
      detail: `${row.channel === 'sms' ? 'Texts' : 'Emails'} to ${row.address}: ${row.evidence} (${by})`,
    });
    await note(tx, caller.workspaceId, 'lead', lead.id);
    return { ok: true };
  });
}
