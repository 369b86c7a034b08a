import { type Caller, seesOnlyOwn } from './caller.ts';
import type { Sql, SqlValue } from './sql.ts';

/** Which leads a caller sees: of the workspace, not of an import that is still reading, and for a rep own or unclaimed. */
export function leadScope(sql: Sql, caller: Caller, lead = 'l'): { where: string; values: SqlValue[] } {
  const where = [`${lead}."workspaceId" = ?`];
  const values: SqlValue[] = [caller.workspaceId];
  // Asked first, because there is nearly never one, and the condition would keep lists from their index.
  const reading = sql.all<{ id: string }>(
    `SELECT "id" FROM "Import" WHERE "state" = 'reading' AND "workspaceId" = ?`,
    caller.workspaceId,
  );
  if (reading.length > 0) {
    where.push(
      `(${lead}."importId" IS NULL OR ${lead}."importId" NOT IN (${reading.map(() => '?').join(', ')}))`,
    );
    values.push(...reading.map((row) => row.id));
  }
  if (seesOnlyOwn(caller)) {
    where.push(`(${lead}."ownerId" IS NULL OR ${lead}."ownerId" = ?)`);
    values.push(caller.userId);
  }
  return { where: where.join(' AND '), values };
}

export function isVisible(sql: Sql, caller: Caller, leadId: string): boolean {
  const scope = leadScope(sql, caller);
  return (
    sql.get(`SELECT l."id" FROM "Lead" l WHERE l."id" = ? AND ${scope.where}`, leadId, ...scope.values) !==
    undefined
  );
}
