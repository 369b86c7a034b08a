import { z } from 'zod';
import type { OutsideEvent } from '#workflows/engine/event.ts';
import { sqlOf, type Tx } from './client.ts';
import type { Sql } from './sql.ts';

const channel = z.enum(['sms', 'email']);
const base = { seq: z.number().int(), atMs: z.number() };

/** The rows are ours, but a run's order hangs on them: parsed all the same. */
const StoredEvent: z.ZodType<OutsideEvent> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('reply'), ...base, channel, intent: z.string() }),
  z.object({ type: z.literal('stop'), ...base, channel }),
  z.object({ type: z.literal('reopen'), ...base, channel }),
  z.object({ type: z.literal('exit'), ...base, label: z.string() }),
  z.object({ type: z.literal('pause'), ...base }),
  z.object({ type: z.literal('resume'), ...base }),
  z.object({ type: z.literal('skip'), ...base }),
  z.object({ type: z.literal('retry'), ...base }),
]);

type WithoutSeq<E> = E extends OutsideEvent ? Omit<E, 'seq'> : never;
export type NewEvent = WithoutSeq<OutsideEvent>;

/**
 * Gives an outside event to a running enrolment: its next `seq`, the event row and the outbox row, in the caller's
 * transaction together with what happened. From the commit on no send of that enrolment passes the gate before the
 * event is consumed.
 * @param wallMs wall clock, for the outbox
 * @returns the seq, or null when the enrolment has ended (then a person must hear of it)
 */
export async function appendEvent(
  tx: Tx,
  enrolmentId: string,
  event: NewEvent,
  wallMs: number,
  priority = 1,
): Promise<number | null> {
  const sql = sqlOf(tx);
  const row = sql.get<{ seq: number; workspaceId: string }>(
    `UPDATE "Enrolment" SET "seq" = "seq" + 1 WHERE "id" = ? AND "status" <> 'ended' RETURNING "seq", "workspaceId"`,
    enrolmentId,
  );
  if (row === undefined) return null;
  const { seq } = row;
  sql.run(
    'INSERT INTO "EnrolmentEvent" ("enrolmentId", "seq", "json") VALUES (?, ?, ?)',
    enrolmentId,
    seq,
    JSON.stringify({ ...event, seq }),
  );
  sql.run(
    `INSERT INTO "Outbox" ("workspaceId", "enrolmentId", "kind", "seq", "priority", "createdWallMs", "nextWallMs")
     VALUES (?, ?, 'event', ?, ?, ?, ?)`,
    row.workspaceId,
    enrolmentId,
    seq,
    priority,
    wallMs,
    wallMs,
  );
  return seq;
}

/** Events that a run which has consumed up to `seq` does not know yet, in order. */
export async function eventsAfter(tx: Tx, enrolmentId: string, seq: number): Promise<OutsideEvent[]> {
  return eventsAfterSync(sqlOf(tx), enrolmentId, seq);
}

/** As `eventsAfter`, in `db.sync` or `db.rows`. */
export function eventsAfterSync(sql: Sql, enrolmentId: string, seq: number): OutsideEvent[] {
  return sql
    .all<{ json: string }>(
      'SELECT "json" FROM "EnrolmentEvent" WHERE "enrolmentId" = ? AND "seq" > ? ORDER BY "seq"',
      enrolmentId,
      seq,
    )
    .map((row) => StoredEvent.parse(JSON.parse(row.json)));
}
