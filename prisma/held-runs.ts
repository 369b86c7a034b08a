import type { Db } from './client.ts';
import { appendEvent } from './events.ts';

const RUNS_PER_TRANSACTION = 100;

/**
 * What runs were held for is lifted: each hears it, in chunks, and tries its step again.
 * @param of the sender that was released, or the play that was resumed
 * @returns how many runs were told
 */
export async function retryHeldRuns(
  db: Db,
  workspaceId: string,
  of: { senderId: string } | { playId: string },
  wallMs: number,
): Promise<number> {
  const workspace = await db.read.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const runs = await db.read.enrolment.findMany({
    where: { workspaceId, status: 'held', ...of },
    select: { id: true },
    orderBy: { untilMs: 'asc' },
  });
  for (let i = 0; i < runs.length; i += RUNS_PER_TRANSACTION) {
    await db.tx(async (tx) => {
      for (const { id } of runs.slice(i, i + RUNS_PER_TRANSACTION)) {
        await appendEvent(tx, id, { type: 'retry', atMs: wallMs + workspace.clockOffsetMs }, wallMs, 2);
      }
    });
  }
  return runs.length;
}
