import { Content } from '#workflows/compile/content.ts';
import type { Db, Tx } from './client.ts';

/** What a plan points to. Contents never change; a missing one is a broken invariant. */
export async function readContent(tx: Tx | Db['write'], workspaceId: string, hash: string): Promise<Content> {
  const row = await tx.content.findUniqueOrThrow({ where: { workspaceId_hash: { workspaceId, hash } } });
  return Content.parse(JSON.parse(row.json));
}
