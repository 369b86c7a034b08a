import { Content } from '#workflows/compile/content.ts';
import type { Sql } from './sql.ts';

/** What a plan points to. Contents never change; a missing one is a broken invariant. */
export function readContent(sql: Sql, workspaceId: string, hash: string): Content {
  const row = sql.get<{ json: string }>(
    'SELECT "json" FROM "Content" WHERE "workspaceId" = ? AND "hash" = ?',
    workspaceId,
    hash,
  );
  if (row === undefined) throw new Error(`There is no content ${hash}.`);
  return Content.parse(JSON.parse(row.json));
}
