import { expect, it } from 'vitest';
import { addJob } from '#prisma/jobs.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import { seedWorkspace } from '#prisma/testing/seed.ts';
import { type JobHandlers, pumpJobs } from '#temporal/job-pump.ts';

const understood = { kind: 'done' } as const;

it('a reply is understood while the clock is moving, which waits for it', async () => {
  const db = await testDatabase();
  const { workspace } = await seedWorkspace(db);
  const add = (
    job:
      | { kind: 'advance'; payload: { toMs: number } }
      | { kind: 'classify'; payload: { messageId: string } },
  ) =>
    db.tx((tx) =>
      addJob(tx, { ...job, workspaceId: workspace.id, runWallMs: 0, key: job.kind } as Parameters<
        typeof addJob
      >[1]),
    );
  const stop = new AbortController();
  let replyIsUnderstood = () => {};
  const reply = new Promise<void>((resolve) => {
    replyIsUnderstood = resolve;
  });
  const done: string[] = [];
  const handlers: JobHandlers = {
    async advance() {
      // What comes in while the clock moves is a job of its own.
      await add({ kind: 'classify', payload: { messageId: 'm1' } });
      await reply;
      done.push('advance');
      stop.abort();
      return understood;
    },
    async classify() {
      done.push('classify');
      replyIsUnderstood();
      return understood;
    },
    fetchEmail: async () => understood,
    wakeHeld: async () => understood,
    confirmOptOut: async () => understood,
  };
  await add({ kind: 'advance', payload: { toMs: 1 } });

  await pumpJobs(
    db,
    handlers,
    stop.signal,
    () => 1,
    (_, error) => {
      throw error;
    },
  );

  expect(done).toEqual(['classify', 'advance']);
  expect(await db.read.job.count()).toBe(0);
});
