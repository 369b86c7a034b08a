import { randomUUID } from 'node:crypto';
import type { Lead, Workspace } from './generated/client.ts';
import { changedLead, folded, type LeadChange, newLead, phonesOf } from './lead-row.ts';
import type { Sql, SqlValue } from './sql.ts';

/** A lead as a file, a form or another program knows it. */
export type LeadEntry = {
  /** Absent and empty values leave what a known lead has. */
  change: LeadChange;
  externalIds: readonly { source: string; externalId: string }[];
};

/**
 * Finds the lead an entry is about, by external id, then email, then phone and name, and updates it, or makes a new
 * one. Runs inside `db.sync`, so two entries for the same person at once become one lead.
 */
export function upsertLead(
  sql: Sql,
  workspace: Pick<Workspace, 'id' | 'country'>,
  entry: LeadEntry,
  when: { nowMs: number; importId: string | null },
): { leadId: string; created: boolean; before: Lead | null; lead: Lead } {
  const given = withoutEmpty(entry.change);
  const before = knownLead(sql, workspace.id, { ...entry, change: given });
  const change = before === null ? given : withoutWeakerCountry(before, given);
  const lead =
    before === null
      ? newLead(
          { id: randomUUID(), workspaceId: workspace.id, workspaceCountry: workspace.country, ...when },
          change,
        )
      : changedLead(before, change, when.nowMs);
  if (before === null) {
    insertLead(sql, lead);
  } else {
    updateLeadRow(sql, before, lead);
  }
  for (const { source, externalId } of entry.externalIds) {
    sql.run(
      `INSERT INTO "LeadExternalId" ("workspaceId", "source", "externalId", "leadId") VALUES (?, ?, ?, ?)
       ON CONFLICT ("workspaceId", "source", "externalId") DO NOTHING`,
      workspace.id,
      source,
      externalId,
      lead.id,
    );
  }
  return { leadId: lead.id, created: before === null, before, lead };
}

function withoutEmpty(change: LeadChange): LeadChange {
  return Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

/** How a country is known, the surest last. */
const HOW_SURE = ['workspace', 'file', 'phone', 'address', 'given'];

/** A guess does not overrule what is known better. */
function withoutWeakerCountry(before: Lead, change: LeadChange): LeadChange {
  const known = HOW_SURE.indexOf(before.countryHow ?? '');
  const told = HOW_SURE.indexOf(change.countryHow ?? 'given');
  if (told >= known) {
    return change;
  }
  const { country: _, countryHow: __, ...rest } = change;
  return rest;
}

/** The lead an entry is about, or null when nobody like that is known. Empty values count for nothing. */
export function knownLead(sql: Sql, workspaceId: string, entry: LeadEntry): Lead | null {
  for (const { source, externalId } of entry.externalIds) {
    const found = sql.get<Lead>(
      `SELECT l.* FROM "LeadExternalId" x JOIN "Lead" l ON l."id" = x."leadId"
       WHERE x."workspaceId" = ? AND x."source" = ? AND x."externalId" = ?`,
      workspaceId,
      source,
      externalId,
    );
    if (found) {
      return found;
    }
  }
  const { change } = entry;
  if (change.email) {
    const [oldest] = sql.all<Lead>(BY_EMAIL, workspaceId, change.email).sort(byAge);
    if (oldest) {
      return oldest;
    }
  }
  const { cellPhone = null, homePhone = null, workPhone = null } = change;
  for (const phone of phonesOf({ cellPhone, homePhone, workPhone })) {
    const sharing = sql
      .all<Lead>(BY_PHONE, workspaceId, phone, workspaceId, phone, workspaceId, phone)
      .sort(byAge);
    const nameless = nameOf(change) === '';
    const found =
      nameless && sharing.length > 1 ? undefined : sharing.find((lead) => isSamePerson(lead, change));
    if (found) {
      return found;
    }
  }
  return null;
}

// Sorted here and not in SQL: asked for an order, SQLite walks the whole list in it rather than use the address.
const byAge = (a: Lead, b: Lead): number => a.createdAtMs - b.createdAtMs || (a.id < b.id ? -1 : 1);

/** Exported, as the next, for the test that looks at their query plans. */
export const BY_EMAIL = 'SELECT * FROM "Lead" WHERE "workspaceId" = ? AND "email" = ?';

// Three arms rather than OR, so that each uses its own index.
export const BY_PHONE = ['cellPhone', 'homePhone', 'workPhone']
  .map((column) => `SELECT * FROM "Lead" WHERE "workspaceId" = ? AND "${column}" = ?`)
  .join(' UNION ALL ');

/** People of one household or one switchboard share a number: a number alone says nothing against name or email. */
function isSamePerson(lead: Lead, change: LeadChange): boolean {
  if (lead.email !== null && change.email && lead.email !== change.email) {
    return false;
  }
  const [known, given] = [nameOf(lead), nameOf(change)];
  return known === '' || given === '' || known === given;
}

function nameOf({ firstName = '', lastName = '' }: Pick<LeadChange, 'firstName' | 'lastName'>): string {
  return folded(`${firstName} ${lastName}`);
}

const LEAD_COLUMNS = [
  'id',
  'workspaceId',
  'importId',
  'firstName',
  'lastName',
  'company',
  'email',
  'cellPhone',
  'homePhone',
  'workPhone',
  'street',
  'city',
  'region',
  'postalCode',
  'country',
  'countryHow',
  'timeZone',
  'zones',
  'zoneHow',
  'website',
  'score',
  'stage',
  'source',
  'ownerId',
  'channelPreference',
  'preferenceHow',
  'decidesBy',
  'hotAtMs',
  'hotWhy',
  'custom',
  'tags',
  'nameKey',
  'search',
  'createdAtMs',
  'updatedAtMs',
] as const satisfies readonly (keyof Lead)[];

/** A column of the schema that is missing above would be lost on every import: this does not compile then. */
type Missing = Exclude<keyof Lead, (typeof LEAD_COLUMNS)[number]>;
const NOTHING_MISSING: [Missing] extends [never] ? true : Missing = true;

const INSERT = `INSERT INTO "Lead" (${LEAD_COLUMNS.map((name) => `"${name}"`).join(', ')})
  VALUES (${LEAD_COLUMNS.map(() => '?').join(', ')})`;

function insertLead(sql: Sql, lead: Lead): void {
  const values: SqlValue[] = LEAD_COLUMNS.map((name) => lead[name]);
  sql.run(INSERT, ...values);
}

/** Writes only what differs; a file that brings nothing new leaves the row, and its date, alone. */
export function updateLeadRow(sql: Sql, before: Lead, after: Lead): void {
  const changed = changedColumns(before, after);
  if (changed.length === 0) {
    return;
  }
  const columns = [...changed, 'updatedAtMs' as const];
  sql.run(
    `UPDATE "Lead" SET ${columns.map((name) => `"${name}" = ?`).join(', ')} WHERE "id" = ?`,
    ...columns.map((name) => after[name]),
    after.id,
  );
}

export function changedColumns(before: Lead, after: Lead): Exclude<keyof Lead, 'updatedAtMs'>[] {
  return LEAD_COLUMNS.filter((name) => name !== 'updatedAtMs').filter(
    (name) => NOTHING_MISSING && before[name] !== after[name],
  );
}
