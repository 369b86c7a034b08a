import { type Caller, mustBeAllowed } from './caller.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import { pageOf, parseCursor } from './cursor.ts';
import type { Message } from './generated/client.ts';
import { isVisible } from './lead-scope.ts';
import type { Sql, SqlValue } from './sql.ts';

/** One line of a lead's timeline: what was said or done, and why; or what was not, and why not. */
export type NewTimelineEntry = {
  leadId: string;
  /** Workspace clock. */
  atMs: number;
  kind: string;
  title: string;
  detail?: string | null;
  enrolmentId?: string | null;
  playId?: string | null;
  nodeId?: string | null;
  messageId?: string | null;
  /** Writing the same key again changes nothing. */
  key?: string | null;
};

const COLUMNS = [
  'workspaceId',
  'leadId',
  'atMs',
  'kind',
  'title',
  'detail',
  'enrolmentId',
  'playId',
  'nodeId',
  'messageId',
  'key',
] as const;
const COLUMN_LIST = COLUMNS.map((name) => `"${name}"`).join(', ');
const INSERT = `INSERT INTO "TimelineEntry" (${COLUMN_LIST})
  VALUES (${COLUMNS.map(() => '?').join(', ')}) ON CONFLICT ("key") DO NOTHING`;

function values(workspaceId: string, entry: NewTimelineEntry): SqlValue[] {
  return [
    workspaceId,
    entry.leadId,
    entry.atMs,
    entry.kind,
    entry.title,
    entry.detail ?? '',
    entry.enrolmentId ?? null,
    entry.playId ?? null,
    entry.nodeId ?? null,
    entry.messageId ?? null,
    entry.key ?? null,
  ];
}

/** Adds a line, in the transaction of what it tells. */
export async function appendTimeline(tx: Tx, workspaceId: string, entry: NewTimelineEntry): Promise<void> {
  appendTimelineSync(sqlOf(tx), workspaceId, entry);
}

/** As `appendTimeline`, inside `db.sync`. */
export function appendTimelineSync(sql: Sql, workspaceId: string, entry: NewTimelineEntry): void {
  sql.run(INSERT, ...values(workspaceId, entry));
}

/** What the timeline shows of a message. */
export type TimelineMessage = Pick<
  Message,
  | 'id'
  | 'direction'
  | 'channel'
  | 'kind'
  | 'toAddress'
  | 'fromAddress'
  | 'subject'
  | 'body'
  | 'state'
  | 'status'
  | 'why'
  | 'role'
  | 'intent'
  | 'confidence'
  | 'evidence'
  | 'segments'
>;

export type TimelineLine = {
  id: number;
  atMs: number;
  kind: string;
  title: string;
  detail: string;
  enrolmentId: string | null;
  nodeId: string | null;
  play: { id: string; name: string } | null;
  message: TimelineMessage | null;
};

export type TimelinePage = { lines: TimelineLine[]; older: string | null };

type Row = Omit<TimelineLine, 'play' | 'message'> & {
  playId: string | null;
  playName: string | null;
  messageId: string | null;
};

/** Of the visible lead, newest first. `cursor`: `older` of the page before. */
export async function readTimeline(
  db: Db,
  caller: Caller,
  request: { leadId: string; cursor?: string | null; limit?: number },
): Promise<TimelinePage> {
  mustBeAllowed(caller, 'leads.read');
  const limit = Math.min(request.limit ?? 50, 200);
  const [atMs, id] = parseCursor(request.cursor, ['number', 'number']) ?? [Number.MAX_SAFE_INTEGER, 0];
  const rows = await db.rows((sql) =>
    isVisible(sql, caller, request.leadId)
      ? sql.all<Row>(TIMELINE, request.leadId, caller.workspaceId, atMs, id, limit + 1)
      : [],
  );
  const { page, next } = pageOf(rows, limit, (row) => [row.atMs, row.id]);
  const messageIds = page.flatMap((row) => row.messageId ?? []);
  const messages = await db.read.message.findMany({
    where: { id: { in: messageIds }, workspaceId: caller.workspaceId },
    select: {
      id: true,
      direction: true,
      channel: true,
      kind: true,
      toAddress: true,
      fromAddress: true,
      subject: true,
      body: true,
      state: true,
      status: true,
      why: true,
      role: true,
      intent: true,
      confidence: true,
      evidence: true,
      segments: true,
    },
  });
  const byId = new Map(messages.map((message) => [message.id, message]));
  return {
    lines: page.map(({ playId, playName, messageId, ...line }) => ({
      ...line,
      play: playId === null ? null : { id: playId, name: playName ?? 'a play that is gone' },
      message: messageId === null ? null : (byId.get(messageId) ?? null),
    })),
    older: next,
  };
}

/** Exported for the test that looks at its query plan. */
export const TIMELINE = `
  SELECT t."id", t."atMs", t."kind", t."title", t."detail", t."enrolmentId", t."nodeId", t."playId", t."messageId",
         p."name" AS "playName"
  FROM "TimelineEntry" t LEFT JOIN "Play" p ON p."id" = t."playId"
  WHERE t."leadId" = ? AND t."workspaceId" = ? AND (t."atMs", t."id") < (?, ?)
  ORDER BY t."atMs" DESC, t."id" DESC LIMIT ?`;
