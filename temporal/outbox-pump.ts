import type { Client } from '@temporalio/client';
import type { Db } from '#prisma/client.ts';
import { bump } from '#prisma/counters.ts';
import { failpoint } from '#prisma/failpoint.ts';
import {
  type Delivery,
  dueDeliveries,
  expediteDeliveries,
  postponeDelivery,
  settleDelivery,
} from '#prisma/outbox.ts';
import { findRow } from '#prisma/plain-rows.ts';
import { backoffMs } from './backoff.ts';
import { rebuildRun, signalRun, startRun } from './runs.ts';

const CONCURRENT_DELIVERIES = 32;
const IDLE_LOOK_MS = 100;
const FIRST_BACKOFF_MS = 250;
const LONGEST_BACKOFF_MS = 15_000;

/**
 * Tells Temporal what the database has committed: starts and events, at least once, in order per enrolment. While
 * Temporal is down everything stays in the outbox, and its age shows in health.
 */
export async function pumpOutbox(
  db: Db,
  client: Client,
  signal: AbortSignal,
  wallMs: () => number,
): Promise<void> {
  const busy = new Map<string, Promise<void>>();
  let wasDown = false;
  const nap = idleNap(signal);
  while (!signal.aborted) {
    const free = CONCURRENT_DELIVERIES - busy.size;
    const due = free > 0 ? await dueDeliveries(db, wallMs(), free, new Set(busy.keys())) : [];
    for (const delivery of due) {
      const settled = deliver(db, client, delivery).then(
        async () => {
          await settleDelivery(db, delivery.ids);
          if (wasDown) {
            wasDown = false;
            await expediteDeliveries(db, wallMs());
          }
        },
        async (error: unknown) => {
          wasDown = true;
          const waitMs = backoffMs(delivery.attempts, FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS);
          await postponeDelivery(db, delivery.ids, String(error), wallMs() + waitMs);
        },
      );
      busy.set(
        delivery.enrolmentId,
        settled.finally(() => busy.delete(delivery.enrolmentId)),
      );
    }
    if (busy.size === 0) await nap(IDLE_LOOK_MS);
    else if (due.length === 0) await Promise.race([...busy.values(), nap(IDLE_LOOK_MS)]);
  }
  await Promise.allSettled(busy.values());
}

async function deliver(db: Db, client: Client, delivery: Delivery): Promise<void> {
  const row = await db.rows((sql) => findRow(sql, 'Enrolment', 'id', delivery.enrolmentId));
  // An ended run has consumed every event that was committed before its end.
  if (row === null || row.status === 'ended') return;
  failpoint('outbox-before-delivery');
  if (delivery.start) {
    const started = await startRun(db, client, row, delivery.events, {
      priority: delivery.priority,
      rebuild: false,
    });
    failpoint('outbox-after-delivery');
    if (started || delivery.events.length === 0) return;
  }
  const heard = await signalRun(client, row, { outside: delivery.events });
  failpoint('outbox-after-delivery');
  if (heard) return;
  // The run closed while the row says that it is open: lost (another server, an expired history).
  const again = await db.read.enrolment.findUnique({ where: { id: row.id }, select: { status: true } });
  if (again?.status === 'ended') return;
  await db.tx((tx) => bump(tx, 'late-signal'));
  await rebuildRun(db, client, row.id);
}

/** Waits a while, or until the signal says stop. */
export function idleNap(signal: AbortSignal): (ms: number) => Promise<void> {
  return (ms) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
    });
}
