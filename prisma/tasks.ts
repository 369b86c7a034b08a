import { randomUUID } from 'node:crypto';
import { type Caller, type Done, mustBeAllowed, refusal } from './caller.ts';
import { note } from './changes.ts';
import { type Db, sqlOf, type Tx } from './client.ts';
import { pageOf, parseCursor } from './cursor.ts';
import { isVisible, leadScope } from './lead-scope.ts';
import { appendTimeline } from './timeline.ts';

/** Why a person must act. */
export type TaskKind =
  | 'unheard'
  | 'unconfirmed'
  | 'undelivered'
  | 'refused'
  | 'limit'
  | 'blocked'
  | 'held'
  | 'lateReply'
  | 'unknownReply'
  | 'import';

const HOUR_MS = 3_600_000;

/** Every task has a clock: a lead who wrote waits for hours, a play that stands still for a day. */
const DUE_AFTER_MS: Record<TaskKind, number> = {
  unheard: HOUR_MS,
  lateReply: HOUR_MS,
  unknownReply: 4 * HOUR_MS,
  unconfirmed: 4 * HOUR_MS,
  undelivered: 4 * HOUR_MS,
  refused: 4 * HOUR_MS,
  blocked: 4 * HOUR_MS,
  import: 4 * HOUR_MS,
  held: 24 * HOUR_MS,
  limit: 24 * HOUR_MS,
};

export type NewTask = {
  leadId: string | null;
  enrolmentId?: string | null;
  messageId?: string | null;
  kind: TaskKind;
  sentence: string;
  /** Workspace clock; the task is due from here. */
  nowMs: number;
  /** The same key again changes nothing. */
  key: string;
};

/** Gives the lead's owner, or whoever looks first, something to do by a time. */
export async function appendTask(tx: Tx, workspaceId: string, task: NewTask): Promise<void> {
  const before = await tx.task.findUnique({ where: { key: task.key }, select: { id: true } });
  if (before !== null) {
    return;
  }
  const lead =
    task.leadId === null
      ? null
      : await tx.lead.findFirst({ where: { id: task.leadId, workspaceId }, select: { ownerId: true } });
  const id = randomUUID();
  await tx.task.create({
    data: {
      id,
      workspaceId,
      leadId: task.leadId,
      ownerId: lead?.ownerId ?? null,
      enrolmentId: task.enrolmentId ?? null,
      messageId: task.messageId ?? null,
      kind: task.kind,
      sentence: task.sentence,
      dueAtMs: task.nowMs + DUE_AFTER_MS[task.kind],
      createdAtMs: task.nowMs,
      key: task.key,
    },
  });
  await note(tx, workspaceId, 'task', id);
}

export type TaskRow = {
  id: string;
  kind: TaskKind;
  sentence: string;
  dueAtMs: number;
  createdAtMs: number;
  enrolmentId: string | null;
  messageId: string | null;
  ownerId: string | null;
  lead: { id: string; firstName: string; lastName: string; company: string } | null;
};

type Row = Omit<TaskRow, 'lead'> & {
  leadId: string | null;
  firstName: string | null;
  lastName: string | null;
  company: string | null;
};

/** Open tasks, the most urgent first; of one lead when asked. A rep sees those of leads they see. */
export async function openTasks(
  db: Db,
  caller: Caller,
  request: { leadId?: string; cursor?: string | null; limit?: number } = {},
): Promise<{ tasks: TaskRow[]; next: string | null }> {
  mustBeAllowed(caller, 'inbox.read');
  const limit = Math.min(request.limit ?? 50, 200);
  const [dueAtMs, id] = parseCursor(request.cursor, ['number', 'string']) ?? [Number.MIN_SAFE_INTEGER, ''];
  const rows = await db.rows((sql) => {
    const scope = leadScope(sql, caller);
    const ofLead = request.leadId === undefined ? '' : 'AND t."leadId" = ?';
    return sql.all<Row>(
      `SELECT t."id", t."kind", t."sentence", t."dueAtMs", t."createdAtMs", t."enrolmentId", t."messageId", t."ownerId",
              t."leadId", l."firstName", l."lastName", l."company"
       FROM "Task" t LEFT JOIN "Lead" l ON l."id" = t."leadId"
       WHERE t."workspaceId" = ? AND t."doneAtMs" IS NULL AND (t."dueAtMs", t."id") > (?, ?) ${ofLead}
         AND (t."leadId" IS NULL OR (${scope.where}))
       ORDER BY t."dueAtMs", t."id" LIMIT ?`,
      caller.workspaceId,
      dueAtMs,
      id,
      ...(request.leadId === undefined ? [] : [request.leadId]),
      ...scope.values,
      limit + 1,
    );
  });
  const { page, next } = pageOf(rows, limit, (row) => [row.dueAtMs, row.id]);
  return {
    tasks: page.map(({ leadId, firstName, lastName, company, ...task }) => ({
      ...task,
      lead:
        leadId === null
          ? null
          : { id: leadId, firstName: firstName ?? '', lastName: lastName ?? '', company: company ?? '' },
    })),
    next,
  };
}

/** How many are open and how many of them are late, at a moment of the workspace clock; a rep's are those they see. */
export async function countTasks(
  db: Db,
  caller: Caller,
  nowMs: number,
): Promise<{ open: number; late: number }> {
  mustBeAllowed(caller, 'inbox.read');
  const row = await db.rows((sql) => {
    const scope = leadScope(sql, caller);
    return sql.get<{ open: number; late: number }>(
      `SELECT count(*) AS "open", coalesce(sum(CASE WHEN t."dueAtMs" < ? THEN 1 ELSE 0 END), 0) AS "late"
       FROM "Task" t LEFT JOIN "Lead" l ON l."id" = t."leadId"
       WHERE t."workspaceId" = ? AND t."doneAtMs" IS NULL AND (t."leadId" IS NULL OR (${scope.where}))`,
      nowMs,
      caller.workspaceId,
      ...scope.values,
    );
  });
  return row ?? { open: 0, late: 0 };
}

/** Marks a task done. Done by two people at once, it is done once, and both are told so. */
export async function finishTask(
  db: Db,
  caller: Caller,
  request: { taskId: string; nowMs: number; by: string },
): Promise<Done> {
  const refused = refusal(caller, 'inbox.act');
  if (refused) {
    return refused;
  }
  return db.tx(async (tx) => {
    const where = { id: request.taskId, workspaceId: caller.workspaceId };
    const task = await tx.task.findFirst({ where });
    if (task === null || (task.leadId !== null && !isVisible(sqlOf(tx), caller, task.leadId))) {
      return { ok: false, reason: 'There is no such task any more.' };
    }
    const { count } = await tx.task.updateMany({
      where: { ...where, doneAtMs: null },
      data: { doneAtMs: request.nowMs, doneById: caller.userId },
    });
    if (count === 1) {
      if (task.leadId !== null) {
        await appendTimeline(tx, caller.workspaceId, {
          leadId: task.leadId,
          atMs: request.nowMs,
          kind: 'person',
          title: 'Task done',
          detail: `${task.sentence} (${request.by})`,
          enrolmentId: task.enrolmentId,
          key: `done/${task.id}`,
        });
      }
      await note(tx, caller.workspaceId, 'task', task.id);
    }
    return { ok: true };
  });
}
