import { randomUUID } from 'node:crypto';
import type { Caller } from './caller.ts';
import type { Db } from './client.ts';
import { type LeadChange, phonesOf } from './lead-row.ts';
import type { Sql } from './sql.ts';

/** What a person vouches for when a file brings consent to texts. */
export type ImportConsent = {
  /** The sentence as it stood at the box. */
  wording: string;
  /** How they agreed: form, paper or message. */
  medium: string;
  /** Where the proof is kept, in the person's words. */
  evidence: string;
  by: string;
};

const INSERT = `INSERT INTO "Consent"
  ("id", "workspaceId", "environment", "leadId", "channel", "address", "act", "basis", "purpose", "wording", "medium", "evidence", "atMs")
  SELECT ?, ?, ?, ?, 'sms', ?, 'grant', 'written', 'marketing', ?, ?, ?, ?
  WHERE NOT EXISTS (
    SELECT 1 FROM "Consent" c WHERE c."workspaceId" = ? AND c."channel" = 'sms' AND c."address" = ?
      AND c."environment" = ? AND c."act" = 'grant' AND c."evidence" = ?)`;

/**
 * Writes the undertaking into the ledger of every number in a row, in the transaction that writes the lead; once for
 * the same list. An earlier STOP outlasts it: the policy reads the ledger so.
 */
export function grantByImport(
  sql: Sql,
  workspaceId: string,
  row: {
    leadId: string;
    change: Pick<LeadChange, 'cellPhone' | 'homePhone' | 'workPhone'>;
    consent: ImportConsent;
    fileName: string;
    nowMs: number;
  },
): void {
  const { leadId, change, consent, fileName, nowMs } = row;
  const evidence = `${consent.evidence} (${fileName}, ${consent.by})`;
  const { cellPhone = null, homePhone = null, workPhone = null } = change;
  const { wording, medium } = consent;
  for (const environment of environmentsOf(sql, workspaceId)) {
    for (const phone of phonesOf({ cellPhone, homePhone, workPhone })) {
      const grant = [randomUUID(), workspaceId, environment, leadId, phone, wording, medium, evidence, nowMs];
      sql.run(INSERT, ...grant, workspaceId, phone, environment, evidence);
    }
  }
}

/** Consent holds where the workspace can write from. */
function environmentsOf(sql: Sql, workspaceId: string): string[] {
  return sql
    .all<{ environment: string }>(
      'SELECT DISTINCT "environment" FROM "Sender" WHERE "workspaceId" = ?',
      workspaceId,
    )
    .map((sender) => sender.environment);
}

/** The brand that consent is given to: the first sender's. Null without a sender. */
export async function brandOf(db: Db, caller: Caller): Promise<string | null> {
  const sender = await db.read.sender.findFirst({
    where: { workspaceId: caller.workspaceId },
    orderBy: [{ createdAtMs: 'asc' }, { id: 'asc' }],
    select: { brand: true },
  });
  return sender?.brand ?? null;
}
