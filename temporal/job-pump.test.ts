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

it('a text is understood while every place for mails hangs, and many more mails wait', async () => {
  const db = await testDatabase();
  const { workspace } = await seedWorkspace(db);
  const add = (kind: 'fetchEmail' | 'confirmOptOut' | 'classify', id: string) =>
    db.tx((tx) =>
      addJob(tx, {
        workspaceId: workspace.id,
        kind,
        payload: { messageId: id },
        runWallMs: kind === 'classify' ? 1 : 0,
        key: `${kind}/${id}`,
      }),
    );
  const stop = new AbortController();
  let providerAnswers = () => {};
  const answer = new Promise<void>((resolve) => {
    providerAnswers = resolve;
  });
  let hanging = 0;
  let mostHanging = 0;
  const done: string[] = [];
  const handlers: JobHandlers = {
    advance: async () => understood,
    async classify() {
      done.push('classify');
      return understood;
    },
    async fetchEmail() {
      hanging++;
      mostHanging = Math.max(mostHanging, hanging);
      // The provider keeps us waiting until the text is understood and its confirmation is out.
      await answer;
      hanging--;
      return understood;
    },
    wakeHeld: async () => understood,
    async confirmOptOut() {
      expect(done).toEqual(['classify']);
      done.push('confirmOptOut');
      providerAnswers();
      return understood;
    },
  };
  for (let n = 0; n < 100; n++) await add('fetchEmail', `mail-${n}`);
  const errors: unknown[] = [];
  const pumping = pumpJobs(
    db,
    handlers,
    stop.signal,
    () => 1,
    (_, error) => errors.push(error),
  );
  await expect.poll(() => hanging).toBeGreaterThan(0);
  await add('classify', 'text');
  await expect.poll(() => done).toEqual(['classify']);
  await add('confirmOptOut', 'text');
  await expect.poll(() => db.read.job.count(), { timeout: 15_000 }).toBe(0);
  stop.abort();
  await pumping;

  expect(errors).toEqual([]);
  expect(done).toEqual(['classify', 'confirmOptOut']);
  expect(mostHanging).toBeLessThanOrEqual(8);
});
