import type { Caller } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { type LeadEntry, upsertLead } from '#prisma/lead-upsert.ts';

/** Makes or updates a lead as an import, a form or another program does, without what each does beside it. */
export async function testLead(
  db: Db,
  { workspaceId }: Caller,
  entry: LeadEntry & { wallMs: number },
): Promise<{ leadId: string; created: boolean }> {
  const { id, country, clockOffsetMs } = await db.read.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
  });
  const at = { nowMs: entry.wallMs + clockOffsetMs, importId: null };
  return db.sync((sql) => upsertLead(sql, { id, country }, entry, at));
}
