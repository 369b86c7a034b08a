import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { Session } from 'node:inspector/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { z } from 'zod';
import { trivialActivities } from '#temporal/testing/hand-written-play.ts';

/**
 * A worker in a process of its own whose activities do nothing, so that what the process uses is what its workflows
 * cost. Settings as in temporal/worker.ts.
 */

const Settings = z.object({
  address: z.string(),
  namespace: z.string(),
  taskQueue: z.string(),
  /** File of the workflow bundle. */
  bundle: z.string(),
  maxCachedWorkflows: z.number(),
});
export type BareWorkerSettings = z.infer<typeof Settings>;

const Ask = z.enum(['use', 'settle', 'stop']);
type Use = { cpuMs: number; rssBytes: number };
type Told =
  | { about: 'up' }
  | ({ about: 'use' } & Use)
  | { about: 'sends'; workflowId: string; sends: number };

export type BareWorker = {
  pid: number;
  /** What the process has used since it began. */
  use: () => Promise<Use>;
  /** The same once every isolate has been swept and the memory has come to rest. */
  settled: () => Promise<Use>;
  /** Called with each send that a run has asked for: the run and how many it has made by then. Gives back how to stop. */
  onSend: (listener: (workflowId: string, sends: number) => void) => () => void;
  stop: () => Promise<void>;
};

export async function startBareWorker(settings: BareWorkerSettings): Promise<BareWorker> {
  const child = fork(import.meta.filename, [JSON.stringify(settings)], { stdio: 'inherit' });
  const endWithUs = () => child.kill('SIGKILL');
  process.once('exit', endWithUs);
  await heard(child, 'up');
  const ask = async (what: z.infer<typeof Ask>): Promise<Use> => {
    const answer = heard(child, 'use');
    child.send(what);
    return (await answer) as Use & Told;
  };
  return {
    pid: child.pid ?? 0,
    use: () => ask('use'),
    settled: () => ask('settle'),
    onSend(listener) {
      const hear = (told: Told) => {
        if (told.about === 'sends') listener(told.workflowId, told.sends);
      };
      child.on('message', hear);
      return () => void child.off('message', hear);
    },
    async stop() {
      process.removeListener('exit', endWithUs);
      child.send('stop' satisfies z.infer<typeof Ask>);
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

function heard(child: ChildProcess, about: Told['about']): Promise<Told> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      child.off('message', hear);
      child.off('exit', lose);
      act();
    };
    const hear = (told: Told) => {
      if (told.about === about) settle(() => resolve(told));
    };
    const lose = (code: number | null) =>
      settle(() => reject(new Error(`The worker of the bench ended by itself (${code}).`)));
    child.on('message', hear);
    child.on('exit', lose);
  });
}

function tell(told: Told): void {
  process.send?.(told);
}

async function work(settings: BareWorkerSettings): Promise<void> {
  // The bench is gone, however it ended.
  process.once('disconnect', () => process.exit());
  const { address, namespace, taskQueue, bundle, maxCachedWorkflows } = settings;
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const sends = new Map<string, number>();
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    workflowBundle: { codePath: bundle },
    activities: trivialActivities(() => {
      const { workflowId } = Context.current().info.workflowExecution ?? { workflowId: '' };
      const made = (sends.get(workflowId) ?? 0) + 1;
      sends.set(workflowId, made);
      tell({ about: 'sends', workflowId, sends: made });
    }),
    stickyQueueScheduleToStartTimeout: '2s',
    maxCachedWorkflows,
    maxConcurrentActivityTaskExecutions: 64,
  });
  process.on('message', (message) => {
    const ask = Ask.parse(message);
    if (ask === 'use') tell(use());
    else if (ask === 'settle') void settle().then(() => tell(use()));
    else worker.shutdown();
  });
  const running = worker.run();
  tell({ about: 'up' });
  await running;
  await connection.close();
  process.disconnect();
}

function use(): { about: 'use' } & Use {
  const { user, system } = process.cpuUsage();
  return { about: 'use', cpuMs: (user + system) / 1_000, rssBytes: process.memoryUsage.rss() };
}

const SETTLED_LOOK_MS = 500;
const SETTLED_BYTES = 1_000_000;

async function settle(): Promise<void> {
  await sweep();
  for (let before = process.memoryUsage.rss(); ; ) {
    await sleep(SETTLED_LOOK_MS);
    const now = process.memoryUsage.rss();
    if (Math.abs(now - before) < SETTLED_BYTES) return;
    before = now;
  }
}

const Received = z.object({ params: z.object({ sessionId: z.string() }) });

/** Collects garbage here and in the threads that hold the workflows, which `gc()` does not reach. */
async function sweep(): Promise<void> {
  const session = new Session();
  session.connect();
  const threads = new Set<string>();
  session.on('NodeWorker.attachedToWorker', (message: unknown) => {
    threads.add(Received.parse(message).params.sessionId);
  });
  await session.post('HeapProfiler.collectGarbage');
  await session.post('NodeWorker.enable', { waitForDebuggerOnStart: false });
  for (const sessionId of threads) {
    const answered = new Promise((resolve) => session.once('NodeWorker.receivedMessageFromWorker', resolve));
    const message = JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' });
    await session.post('NodeWorker.sendMessageToWorker', { sessionId, message });
    await answered;
  }
  await session.post('NodeWorker.disable');
  session.disconnect();
}

if (import.meta.main) await work(Settings.parse(JSON.parse(process.argv[2] ?? '{}')));
