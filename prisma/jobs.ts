import { z } from 'zod';
import { type Db, sqlOf, type Tx } from './client.ts';

/** Work for the worker's pump; each kind with what it needs to know. */
export const JobPayload = {
  /** Fetch the text of an email whose webhook held none. */
  fetchEmail: z.object({ messageId: z.string() }),
  /**
   * Understand what a lead wrote, and give it to whom it concerns; one that came to a person without its text is not
   * given a second time.
   */
  classify: z.object({ messageId: z.string(), isGiven: z.boolean().optional() }),
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

/** What is due, oldest first within a kind, so many of each: however much of one kind waits, the others are seen. */
export function dueJobs(
  db: Db,
  wallMs: number,
  limits: Readonly<Partial<Record<JobKind, number>>>,
): Promise<DueJob[]> {
  return db.rows((sql) =>
    Object.entries(limits).flatMap(([kind, limit]) =>
      sql.all<DueJob>(
        `SELECT "id", "workspaceId", "kind", "json", "attempts" FROM "Job"
         WHERE "kind" = ? AND "runWallMs" <= ? ORDER BY "runWallMs", "id" LIMIT ?`,
        kind,
        wallMs,
        limit,
      ),
    ),
  );
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
