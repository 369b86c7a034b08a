import type { OutsideEvent } from '#workflows/engine/event.ts';
import type { Db } from './client.ts';
import { eventsAfter } from './events.ts';

/** One thing Temporal is to be told: start a run, or hand a run its next events in order. */
export type Delivery = {
  enrolmentId: string;
  /** Outbox rows that this delivery settles. */
  ids: number[];
  start: boolean;
  events: OutsideEvent[];
  attempts: number;
  priority: number;
};

type Row = { id: number; enrolmentId: string; kind: string; seq: number; attempts: number; priority: number };

/**
 * What is due, at most one delivery an enrolment: start before events, events in seq order. An enrolment whose oldest
 * row waits for its next try is left alone, so nothing overtakes it.
 */
export async function dueDeliveries(
  db: Db,
  wallMs: number,
  limit: number,
  busy: ReadonlySet<string>,
): Promise<Delivery[]> {
  const heads = await db.write.$queryRaw<{ enrolmentId: string }[]>`
    SELECT o."enrolmentId" FROM "Outbox" o
    WHERE o."nextWallMs" <= ${wallMs}
      AND NOT EXISTS (SELECT 1 FROM "Outbox" b WHERE b."enrolmentId" = o."enrolmentId" AND b."id" < o."id")
    ORDER BY o."priority", o."id" LIMIT ${limit + busy.size}`;
  const enrolmentIds = heads
    .map((h) => h.enrolmentId)
    .filter((id) => !busy.has(id))
    .slice(0, limit);
  if (enrolmentIds.length === 0) return [];
  const rows: Row[] = await db.write.outbox.findMany({
    where: { enrolmentId: { in: enrolmentIds } },
    orderBy: { id: 'asc' },
    select: { id: true, enrolmentId: true, kind: true, seq: true, attempts: true, priority: true },
  });
  const byEnrolment = Map.groupBy(rows, (row) => row.enrolmentId);
  const deliveries: Delivery[] = [];
  for (const enrolmentId of enrolmentIds) {
    const all = byEnrolment.get(enrolmentId) ?? [];
    const first = all[0];
    if (first === undefined) continue;
    const isStart = first.kind === 'start';
    const rest = isStart ? all.slice(1) : all;
    const last = rest.at(-1);
    const firstSeq = rest[0]?.seq;
    const events =
      firstSeq === undefined || last === undefined
        ? []
        : (await eventsAfter(db.write, enrolmentId, firstSeq - 1)).filter((e) => e.seq <= last.seq);
    deliveries.push({
      enrolmentId,
      ids: all.map((row) => row.id),
      start: isStart,
      events,
      attempts: first.attempts,
      priority: Math.min(...all.map((row) => row.priority)),
    });
  }
  return deliveries;
}

export async function settleDelivery(db: Db, ids: number[]): Promise<void> {
  await db.write.outbox.deleteMany({ where: { id: { in: ids } } });
}

/** Tries again later; the oldest row carries the wait, and everything behind it waits with it. */
export async function postponeDelivery(
  db: Db,
  ids: number[],
  why: string,
  nextWallMs: number,
): Promise<void> {
  const first = Math.min(...ids);
  await db.write.outbox.update({
    where: { id: first },
    data: { attempts: { increment: 1 }, lastError: why.slice(0, 500), nextWallMs },
  });
}

/** Tries everything at once again: Temporal is back. */
export async function expediteDeliveries(db: Db, wallMs: number): Promise<void> {
  await db.write.outbox.updateMany({ where: { nextWallMs: { gt: wallMs } }, data: { nextWallMs: wallMs } });
}

/** For health: how much waits, and since when. */
export async function outboxAge(
  db: Db,
): Promise<{ waiting: number; oldestWallMs: number | null; lastError: string | null }> {
  const [waiting, oldest] = await Promise.all([
    db.read.outbox.count(),
    db.read.outbox.findFirst({ orderBy: { id: 'asc' }, select: { createdWallMs: true, lastError: true } }),
  ]);
  return { waiting, oldestWallMs: oldest?.createdWallMs ?? null, lastError: oldest?.lastError ?? null };
}
