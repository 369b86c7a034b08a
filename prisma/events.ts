import { z } from 'zod';
import type { OutsideEvent } from '#workflows/engine/event.ts';
import type { Tx } from './client.ts';

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
  const rows = await tx.$queryRaw<{ seq: number | bigint; workspaceId: string }[]>`
    UPDATE "Enrolment" SET "seq" = "seq" + 1
    WHERE "id" = ${enrolmentId} AND "status" <> 'ended'
    RETURNING "seq", "workspaceId"`;
  const row = rows[0];
  if (row === undefined) return null;
  const seq = Number(row.seq);
  await tx.enrolmentEvent.create({ data: { enrolmentId, seq, json: JSON.stringify({ ...event, seq }) } });
  await tx.outbox.create({
    data: {
      workspaceId: row.workspaceId,
      enrolmentId,
      kind: 'event',
      seq,
      priority,
      createdWallMs: wallMs,
      nextWallMs: wallMs,
    },
  });
  return seq;
}

/** Events that a run which has consumed up to `seq` does not know yet, in order. */
export async function eventsAfter(tx: Tx, enrolmentId: string, seq: number): Promise<OutsideEvent[]> {
  const rows = await tx.enrolmentEvent.findMany({
    where: { enrolmentId, seq: { gt: seq } },
    orderBy: { seq: 'asc' },
  });
  return rows.map((row) => StoredEvent.parse(JSON.parse(row.json)));
}
