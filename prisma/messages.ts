import { type Caller, mustBeAllowed } from './caller.ts';
import type { Db } from './client.ts';
import { pageOf, parseCursor } from './cursor.ts';
import type { Message } from './generated/client.ts';
import { isVisible, leadScope } from './lead-scope.ts';

/** The conversation with a lead, newest first. */
export async function conversation(
  db: Db,
  caller: Caller,
  request: { leadId: string; cursor?: string | null; limit?: number },
): Promise<{ messages: Message[]; older: string | null }> {
  mustBeAllowed(caller, 'leads.read');
  const limit = Math.min(request.limit ?? 50, 200);
  const [atMs, id] = parseCursor(request.cursor, ['number', 'string']) ?? [Number.MAX_SAFE_INTEGER, ''];
  const rows = await db.rows((sql) =>
    isVisible(sql, caller, request.leadId)
      ? sql.all<Message>(
          `SELECT * FROM "Message" WHERE "leadId" = ? AND "workspaceId" = ? AND ("atMs", "id") < (?, ?)
           ORDER BY "atMs" DESC, "id" DESC LIMIT ?`,
          request.leadId,
          caller.workspaceId,
          atMs,
          id,
          limit + 1,
        )
      : [],
  );
  const { page, next } = pageOf(rows, limit, (row) => [row.atMs, row.id]);
  return { messages: page, older: next };
}

/** One message, or null when there is none that the caller may see. */
export async function readMessage(db: Db, caller: Caller, messageId: string): Promise<Message | null> {
  mustBeAllowed(caller, 'leads.read');
  const message = await db.read.message.findFirst({
    where: { id: messageId, workspaceId: caller.workspaceId },
  });
  if (message === null || message.leadId === null) {
    return message;
  }
  const { leadId } = message;
  return (await db.rows((sql) => isVisible(sql, caller, leadId))) ? message : null;
}

/** The newest replies of leads the caller sees, for home and inbox. */
export async function latestReplies(
  db: Db,
  caller: Caller,
  limit = 20,
): Promise<
  (Pick<Message, 'id' | 'channel' | 'body' | 'intent' | 'atMs'> & { leadId: string; leadName: string })[]
> {
  mustBeAllowed(caller, 'leads.read');
  return db.rows((sql) => {
    const scope = leadScope(sql, caller);
    return sql.all(
      `SELECT m."id", m."channel", m."body", m."intent", m."atMs", l."id" AS "leadId",
              trim(l."firstName" || ' ' || l."lastName") AS "leadName"
       FROM "Message" m JOIN "Lead" l ON l."id" = m."leadId"
       WHERE m."workspaceId" = ? AND m."direction" = 'in' AND m."state" = 'received' AND ${scope.where}
       ORDER BY m."atMs" DESC LIMIT ?`,
      caller.workspaceId,
      ...scope.values,
      Math.min(limit, 100),
    );
  });
}
