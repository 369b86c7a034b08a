import type { Sql } from './sql.ts';

/**
 * The leads with an address, by an index each: an OR over three columns would read every lead of the workspace, under the
 * write lock. Its values are workspace and address, once a column. A lead may come more than once.
 */
export const LEADS_WITH = { sms: having('cellPhone', 'homePhone', 'workPhone'), email: having('email') };

function having(...columns: string[]): { text: string; looks: number } {
  const looks = columns.map(
    (column) => `SELECT "id", "createdAtMs" FROM "Lead" WHERE "workspaceId" = ? AND "${column}" = ?`,
  );
  return { text: looks.join(' UNION ALL '), looks: looks.length };
}

/** Every lead that an address stands at; one that has it twice comes twice. */
export function leadsWith(
  sql: Sql,
  of: { workspaceId: string; channel: 'sms' | 'email'; address: string },
): { id: string; createdAtMs: number }[] {
  const { text, looks } = LEADS_WITH[of.channel];
  return sql.all(text, ...Array.from({ length: looks }, () => [of.workspaceId, of.address]).flat());
}
