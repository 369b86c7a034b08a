import type { Caller } from './caller.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import type { Sql } from './sql.ts';

/**
 * What changed, for the tabs that look. The row is written in the transaction of the change itself, and ids are given
 * out under the write lock, so whoever has seen up to an id has missed nothing before it.
 */
export type ChangeKind =
  | 'lead'
  | 'play'
  | 'enrolment'
  | 'message'
  | 'task'
  | 'import'
  | 'sender'
  | 'workspace';

const INSERT = 'INSERT INTO "Change" ("workspaceId", "kind", "entityId", "atWallMs") VALUES (?, ?, ?, ?)';

/** A tab that asks rarely gets this many at most, then asks again. */
const PER_ANSWER = 1_000;
const PRUNED_PER_TRANSACTION = 1_000;

/** @param id of a message: its lead's, else its own */
export async function note(tx: Tx, workspaceId: string, kind: ChangeKind, id: string): Promise<void> {
  noteSync(sqlOf(tx), workspaceId, kind, id);
}

/** As `note`, inside `db.sync`. */
export function noteSync(sql: Sql, workspaceId: string, kind: ChangeKind, id: string): void {
  sql.run(INSERT, workspaceId, kind, id, Date.now());
}

export type Changes = {
  /** To be given to the next call. */
  cursor: number;
  /** Each thing once, in the order of its last change. */
  changed: { kind: ChangeKind; id: string }[];
  /** Too long ago to say what changed: read everything again. */
  missed: boolean;
};

/**
 * What changed in the workspace after a cursor.
 * @param cursor of the answer before; null at first, which answers only where to begin
 */
export function since(db: Db, caller: Caller, cursor: number | null): Promise<Changes> {
  return db.rows((sql) => {
    const bounds = sql.get<{ oldest: number | null; newest: number | null }>(
      'SELECT (SELECT min("id") FROM "Change") AS "oldest", (SELECT max("id") FROM "Change") AS "newest"',
    );
    const newest = bounds?.newest ?? 0;
    if (cursor === null) {
      return { cursor: newest, changed: [], missed: false };
    }
    // Ids are never used again, so one from the future is of another database.
    if (cursor > newest || (bounds?.oldest ?? 0) > cursor + 1) {
      return { cursor: newest, changed: [], missed: cursor !== newest };
    }
    const rows = sql.all<{ id: number; kind: ChangeKind; entityId: string }>(
      'SELECT "id", "kind", "entityId" FROM "Change" WHERE "workspaceId" = ? AND "id" > ? ORDER BY "id" LIMIT ?',
      caller.workspaceId,
      cursor,
      PER_ANSWER,
    );
    const last = new Map<string, { kind: ChangeKind; id: string }>();
    for (const row of rows) {
      const key = `${row.kind}/${row.entityId}`;
      last.delete(key);
      last.set(key, { kind: row.kind, id: row.entityId });
    }
    const end = rows.length === PER_ANSWER ? (rows.at(-1)?.id ?? newest) : newest;
    return { cursor: end, changed: [...last.values()], missed: false };
  });
}

/**
 * Forgets what is older, but never the newest row, by which cursors are judged.
 * @returns how many rows went
 */
export async function pruneChanges(db: Db, olderThanWallMs: number): Promise<number> {
  let pruned = 0;
  for (;;) {
    const { changes } = await db.sync((sql) =>
      sql.run(
        `DELETE FROM "Change" WHERE "id" IN (
           SELECT "id" FROM "Change" WHERE "atWallMs" < ? AND "id" < (SELECT max("id") FROM "Change") ORDER BY "id" LIMIT ?)`,
        olderThanWallMs,
        PRUNED_PER_TRANSACTION,
      ),
    );
    pruned += changes;
    if (changes < PRUNED_PER_TRANSACTION) {
      return pruned;
    }
  }
}
