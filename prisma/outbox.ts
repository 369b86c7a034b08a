import type { OutsideEvent } from '#workflows/engine/event.ts';
import type { Db } from './client.ts';
import { eventsAfterSync } from './events.ts';
import type { Sql } from './sql.ts';

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

type Row = { id: number; kind: string; seq: number; attempts: number; priority: number };

/** From replies and human clocks to bulk (schema.prisma). */
const PRIORITIES = [1, 2, 3];

/** Each is read in the order of its index and left off at the limit: 20,000 waiting starts cost no more than 20. */
export const DUE = `SELECT o."enrolmentId" FROM "Outbox" o
  WHERE o."priority" = ? AND o."nextWallMs" <= ?
    AND NOT EXISTS (SELECT 1 FROM "Outbox" b WHERE b."enrolmentId" = o."enrolmentId" AND b."id" < o."id")
  ORDER BY o."nextWallMs", o."id" LIMIT ?`;

/**
 * What is due, at most one delivery an enrolment: start before events, events in seq order; within a priority, what is
 * due longest comes first. An enrolment whose oldest row waits for its next try is left alone, so nothing overtakes it.
 */
export function dueDeliveries(
  db: Db,
  wallMs: number,
  limit: number,
  busy: ReadonlySet<string>,
): Promise<Delivery[]> {
  return db.rows((sql) => {
    const heads: string[] = [];
    for (const priority of PRIORITIES) {
      if (heads.length >= limit) break;
      const rows = sql.all<{ enrolmentId: string }>(DUE, priority, wallMs, limit + busy.size);
      heads.push(...rows.map((row) => row.enrolmentId).filter((id) => !busy.has(id)));
    }
    return heads.slice(0, limit).map((id) => deliveryTo(sql, id));
  });
}

function deliveryTo(sql: Sql, enrolmentId: string): Delivery {
  const all = sql.all<Row>(
    'SELECT "id", "kind", "seq", "attempts", "priority" FROM "Outbox" WHERE "enrolmentId" = ? ORDER BY "id"',
    enrolmentId,
  );
  const start = all[0]?.kind === 'start';
  const rest = start ? all.slice(1) : all;
  const first = rest[0]?.seq;
  const last = rest.at(-1)?.seq ?? 0;
  return {
    enrolmentId,
    ids: all.map((row) => row.id),
    start,
    events:
      first === undefined
        ? []
        : eventsAfterSync(sql, enrolmentId, first - 1).filter((event) => event.seq <= last),
    attempts: all[0]?.attempts ?? 0,
    priority: Math.min(...all.map((row) => row.priority)),
  };
}

export async function settleDelivery(db: Db, ids: number[]): Promise<void> {
  await db.sync((sql) => {
    for (const id of ids) sql.run('DELETE FROM "Outbox" WHERE "id" = ?', id);
  });
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
