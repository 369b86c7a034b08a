import type { Db, Tx } from './client.ts';
import { appendEvent } from './events.ts';
import type { Sender } from './generated/client.ts';
import { addJob } from './jobs.ts';
import { BULK_SHARE } from './send-slots.ts';

const RUNS_PER_TRANSACTION = 100;

/**
 * What runs were held for is lifted: each hears it, in chunks, and tries its step again.
 * @param of the play that was resumed
 * @returns how many runs were told
 */
export async function retryHeldRuns(
  db: Db,
  workspaceId: string,
  of: { playId: string },
  wallMs: number,
): Promise<number> {
  let woken = 0;
  for (let afterId: string | null = ''; afterId !== null; ) {
    const from: string = afterId;
    const ids = await db.tx((tx) => wakeSome(tx, workspaceId, of, { afterId: from, wallMs }));
    woken += ids.length;
    afterId = ids.length < RUNS_PER_TRANSACTION ? null : (ids.at(-1) ?? null);
  }
  return woken;
}

/**
 * A released sender's held runs go on: some now, the rest as fast as the sender can send, by jobs, so that thousands do
 * not all ask at once for a slot that most of them cannot have. Runs that are held for something else ask, and stay.
 * A sender that is put on hold again meanwhile wakes nobody more.
 */
export async function wakeRunsOfSender(
  tx: Tx,
  sender: Pick<Sender, 'id' | 'workspaceId' | 'heldSinceMs' | 'smsPerSecond' | 'emailPerSecond'>,
  from: { afterId: string; releasedWallMs: number; wallMs: number },
): Promise<void> {
  if (sender.heldSinceMs !== null) return;
  const ids = await wakeSome(tx, sender.workspaceId, { senderId: sender.id }, from);
  const afterId = ids.at(-1);
  if (afterId === undefined || ids.length < RUNS_PER_TRANSACTION) return;
  const perSecond = Math.min(sender.smsPerSecond, sender.emailPerSecond) * BULK_SHARE;
  const { releasedWallMs } = from;
  await addJob(tx, {
    workspaceId: sender.workspaceId,
    kind: 'wakeHeld',
    payload: { senderId: sender.id, afterId, releasedWallMs },
    runWallMs: from.wallMs + Math.ceil((RUNS_PER_TRANSACTION * 1000) / perSecond),
    key: `wakeHeld/${sender.id}/${releasedWallMs}/${afterId}`,
  });
}

async function wakeSome(
  tx: Tx,
  workspaceId: string,
  of: { senderId: string } | { playId: string },
  from: { afterId: string; wallMs: number },
): Promise<string[]> {
  const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const atMs = from.wallMs + workspace.clockOffsetMs;
  const runs = await tx.enrolment.findMany({
    where: { workspaceId, status: 'held', ...of, id: { gt: from.afterId } },
    select: { id: true },
    orderBy: { id: 'asc' },
    take: RUNS_PER_TRANSACTION,
  });
  for (const { id } of runs) await appendEvent(tx, id, { type: 'retry', atMs }, from.wallMs, 2);
  return runs.map((run) => run.id);
}
