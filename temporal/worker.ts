/** The worker process: performs runs, tells Temporal what the database has committed, and does the worker's own jobs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection, Worker } from '@temporalio/worker';
import { systemCaller } from '#prisma/caller.ts';
import { pruneChanges } from '#prisma/changes.ts';
import { openDatabase } from '#prisma/client.ts';
import { environment } from '#prisma/environment.ts';
import { resumeImports } from '#prisma/imports.ts';
import { ensureOwner } from '#prisma/owner.ts';
import { noteWallClock } from '#prisma/wall-clock.ts';
import { warmClassifier } from '#workflows/intent/classify.ts';
import { createActivities } from './activities.ts';
import { temporalClient } from './client/connection.ts';
import { sandboxClient } from './client/sandbox.ts';
import { jobHandlers } from './job-handlers.ts';
import { pumpJobs } from './job-pump.ts';
import { TASK_QUEUE } from './names.ts';
import { idleNap, pumpOutbox } from './outbox-pump.ts';
import { isDeaf, providerPoll } from './provider-poll.ts';
import { sandboxRegistrar } from './sandbox-accounts.ts';
import { callbackUrl, senderProviders } from './sender-providers.ts';
import { watchdog } from './watchdog.ts';

const MOVED_CLOCK_LOOK_MS = 1_000;
const POLL_LOOK_MS = 1_000;
const WATCHDOG_LOOK_MS = 60_000;
const CLOCK_LOOK_MS = 5_000;
const PRUNE_LOOK_MS = 600_000;
/** Tabs ask every 2 s; one that slept longer than this reads everything again. */
const CHANGES_KEPT_MS = 3_600_000;
const CONNECT_AGAIN_MS = 1_000;

const env = environment();
const db = openDatabase(env.databaseFile);
const { client, close } = temporalClient(env.temporal);
const lookAfterRuns = watchdog(db, client);
const stopping = new AbortController();
const { signal } = stopping;
const wallMs = () => Date.now();
const say = (line: string) => process.stdout.write(`${new Date().toISOString()} ${line}\n`);

for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stopping.abort());

const carrier = sandboxClient({ url: env.carrierUrl, token: env.carrierToken });
const registerSenders = sandboxRegistrar(db, carrier, env);
const providersOf = senderProviders(env);
const deps = {
  db,
  wallMs,
  secret: env.secret,
  providersOf,
  linkBase: (environment: string) => (environment === 'sandbox' ? env.localUrl : env.publicUrl),
  callbackUrl: callbackUrl(env),
};

const askProviders = providerPoll({
  db,
  secret: env.secret,
  wallMs,
  providersOf,
  isDeaf: (sender) => isDeaf(sender, env.publicUrl),
  say,
});

/** Runs a piece of work again and again until the process stops; a failure is said and does not end it. */
async function keepDoing(what: string, everyMs: number, work: () => Promise<unknown>): Promise<void> {
  const nap = idleNap(signal);
  while (!signal.aborted) {
    try {
      await work();
    } catch (error) {
      say(`${what} failed: ${error instanceof Error ? error.message : String(error)}`);
    }
    await nap(everyMs);
  }
}

/** Temporal may come later, or go and come back: the worker connects whenever it can. */
async function performRuns(): Promise<void> {
  while (!signal.aborted) {
    let connection: NativeConnection | null = null;
    try {
      connection = await NativeConnection.connect({
        address: env.temporal.address,
        ...(env.temporal.apiKey === null ? {} : { tls: true, apiKey: env.temporal.apiKey }),
      });
      const worker = await Worker.create({
        connection,
        namespace: env.temporal.namespace,
        taskQueue: TASK_QUEUE,
        ...(env.workflowBundle === null
          ? { workflowsPath: new URL('./workflows.ts', import.meta.url).pathname }
          : { workflowBundle: { codePath: env.workflowBundle } }),
        activities: createActivities(deps),
        // A killed worker's runs move to another within this time (the default is 10 s).
        stickyQueueScheduleToStartTimeout: '2s',
        maxCachedWorkflows: Number(process.env.BATON_MAX_CACHED_RUNS ?? '2000'),
        maxConcurrentActivityTaskExecutions: 64,
        shutdownGraceTime: '10s',
      });
      const stop = () => {
        if (worker.getState() === 'RUNNING') worker.shutdown();
      };
      signal.addEventListener('abort', stop, { once: true });
      say('worker is up');
      void lookAfterRuns(wallMs(), 'all').catch((error: unknown) => say(`watchdog failed: ${String(error)}`));
      await worker.run();
    } catch (error) {
      say(`Temporal is not reachable: ${error instanceof Error ? error.message : String(error)}`);
      await sleep(CONNECT_AGAIN_MS);
    } finally {
      await connection?.close().catch((error: unknown) => say(`closing failed: ${String(error)}`));
    }
  }
}

// The first reply should not wait for it.
warmClassifier();
if ((await ensureOwner(db, env)).made) say('the owner named by the environment was made');
// The carrier is asked at once what sandbox senders missed, and should know them by then.
await registerSenders().catch((error: unknown) => say(`sandbox senders failed: ${String(error)}`));

await Promise.all([
  performRuns(),
  keepDoing('outbox', CONNECT_AGAIN_MS, () => pumpOutbox(db, client, signal, wallMs)),
  keepDoing('jobs', CONNECT_AGAIN_MS, () =>
    pumpJobs(db, jobHandlers({ ...deps, lookAfterRuns, signal }), signal, wallMs, (job, error) =>
      say(`job ${job.id} (${job.kind}) failed: ${error instanceof Error ? error.message : String(error)}`),
    ),
  ),
  keepDoing('asking providers', POLL_LOOK_MS, askProviders),
  keepDoing('sandbox senders', CONNECT_AGAIN_MS, registerSenders),
  keepDoing('moved clocks', MOVED_CLOCK_LOOK_MS, () => lookAfterRuns(wallMs(), 'movedClocks')),
  // An import whose process died goes on where it stopped; until then its new leads are hidden.
  keepDoing('imports', WATCHDOG_LOOK_MS, () => resumeImports(db, systemCaller)),
  keepDoing('watchdog', WATCHDOG_LOOK_MS, () => lookAfterRuns(wallMs(), 'all')),
  keepDoing('looking at the clock', CLOCK_LOOK_MS, async () => {
    const backMs = await noteWallClock(db, wallMs());
    if (backMs > 0) say(`the clock was set back by ${Math.round(backMs / 1000)} s`);
  }),
  keepDoing('pruning', PRUNE_LOOK_MS, () => pruneChanges(db, wallMs() - CHANGES_KEPT_MS)),
]);
await close();
await db.close();
