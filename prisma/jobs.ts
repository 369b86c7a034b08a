import { z } from 'zod';
import { type Db, sqlOf, type Tx } from './client.ts';

/** Work for the worker's pump; each kind with what it needs to know. */
export const JobPayload = {
  /** Fetch the text of an email whose webhook held none. */
  fetchEmail: z.object({ messageId: z.string() }),
  /** Understand what a lead wrote, and give it to whom it concerns. */
  classify: z.object({ messageId: z.string() }),
  /** Tell a lead, once, that their own words have ended texts. */
  confirmOptOut: z.object({ messageId: z.string() }),
  /** Move a sandbox workspace's clock to this instant, waking what is due on the way. */
  advance: z.object({ toMs: z.number() }),
  /** Wake the next runs that a released sender had held. */
  wakeHeld: z.object({ senderId: z.string(), afterId: z.string(), releasedWallMs: z.number() }),
};
export type JobKind = keyof typeof JobPayload;
export type JobOf<K extends JobKind> = z.infer<(typeof JobPayload)[K]>;

export type DueJob = { id: number; workspaceId: string; kind: string; json: string; attempts: number };

export async function addJob<K extends JobKind>(
  tx: Tx,
  job: { workspaceId: string; kind: K; payload: JobOf<K>; runWallMs: number; key: string },
): Promise<void> {
  sqlOf(tx).run(
    `INSERT INTO "Job" ("workspaceId", "kind", "json", "runWallMs", "key") VALUES (?, ?, ?, ?, ?)
     ON CONFLICT ("key") DO NOTHING`,
    job.workspaceId,
    job.kind,
    JSON.stringify(job.payload),
    job.runWallMs,
    job.key,
  );
}

export function dueJobs(db: Db, wallMs: number, limit: number): Promise<DueJob[]> {
  return db.write.job.findMany({
    where: { runWallMs: { lte: wallMs } },
    orderBy: [{ runWallMs: 'asc' }, { id: 'asc' }],
    take: limit,
    select: { id: true, workspaceId: true, kind: true, json: true, attempts: true },
  });
}

export async function settleJob(tx: Tx, id: number): Promise<void> {
  await tx.job.deleteMany({ where: { id } });
}

export async function postponeJob(db: Db, id: number, why: string, runWallMs: number): Promise<void> {
  await db.write.job.updateMany({
    where: { id },
    data: { attempts: { increment: 1 }, lastError: why.slice(0, 500), runWallMs },
  });
}
