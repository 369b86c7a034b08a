import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Client } from '@temporalio/client';
import { NativeConnection, Worker } from '@temporalio/worker';
import { type Db, openDatabase } from '#prisma/client.ts';
import { migrate } from '#prisma/migrator.ts';
import { seal } from '#prisma/secrets.ts';
import { createActivities } from '#temporal/activities.ts';
import { writeWorkflowBundle } from '#temporal/bundle.ts';
import { temporalClient } from '#temporal/client/connection.ts';
import { type SandboxClient, sandboxClient } from '#temporal/client/sandbox.ts';
import { jobHandlers } from '#temporal/job-handlers.ts';
import { pumpJobs } from '#temporal/job-pump.ts';
import { TASK_QUEUE } from '#temporal/names.ts';
import { pumpOutbox } from '#temporal/outbox-pump.ts';
import { sandboxRegistrar } from '#temporal/sandbox-accounts.ts';
import { callbackUrl, senderProviders } from '#temporal/sender-providers.ts';
import { TEMPORAL_VERSION, temporalServerArguments } from '#temporal/server.ts';
import { findTemporalBinary } from '#temporal/server-binary.ts';
import { watchdog } from '#temporal/watchdog.ts';
import { advanceClock } from '#temporal/workspace-clock.ts';

const NAMESPACE = 'baton';
/** What starts at once may be hundreds of runs, on a machine that does other things as well. */
const DRAIN_LIMIT_MS = 240_000;
const MAIN = fileURLToPath(new URL('../carrier/main.ts', import.meta.url));

/** A whole system but for the site, in this process where that is possible: real SQLite, real Temporal, real carrier. */
export type House = {
  db: Db;
  client: Client;
  carrier: SandboxClient;
  secret: Uint8Array;
  wallMs: () => number;
  seal: (text: string) => string;
  /** Moves a workspace's clock, letting everything happen on the way. */
  advance: (workspaceId: string, byMs: number) => Promise<void>;
  /** Tells the carrier of senders made since. */
  registerSenders: () => Promise<void>;
  /** Waits until `probe` answers something, looking again and again. */
  until: <T>(
    what: string,
    probe: () => Promise<T | null | undefined | false>,
    limitMs?: number,
  ) => Promise<T>;
  close: () => Promise<void>;
};

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return address.port;
}

export async function openHouse(options: { maxCachedWorkflows?: number } = {}): Promise<House> {
  const home = mkdtempSync(join(tmpdir(), 'baton-house-'));
  const databaseFile = join(home, 'baton.db');
  await migrate(databaseFile);
  const db = openDatabase(databaseFile);
  const secret = randomBytes(32);
  const children: ChildProcess[] = [];
  const temporalPort = await freePort();
  const carrierPort = await freePort();
  const token = randomBytes(16).toString('hex');

  const binary = await findTemporalBinary({
    home,
    cache: join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'baton'),
    version: TEMPORAL_VERSION,
    cliPath: process.env.TEMPORAL_CLI_PATH,
    searchPath: process.env.PATH,
    say: () => undefined,
  });
  if (!binary.ok) throw new Error(binary.reason);
  const temporalArguments = temporalServerArguments({
    port: temporalPort,
    databaseFile: join(home, 'temporal.db'),
    namespace: NAMESPACE,
  });
  children.push(spawn(binary.file, temporalArguments, { stdio: 'ignore' }));
  children.push(
    spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        BATON_HOME: home,
        BATON_CARRIER_PORT: String(carrierPort),
        BATON_CARRIER_TOKEN: token,
      },
    }),
  );
  const bundle = join(home, 'workflows.js');
  await writeWorkflowBundle(bundle);

  const address = `127.0.0.1:${temporalPort}`;
  const env = {
    secret,
    carrierUrl: `http://127.0.0.1:${carrierPort}`,
    localUrl: 'http://127.0.0.1:9',
    publicUrl: null,
  };
  const carrier = sandboxClient({ url: env.carrierUrl, token });
  const until: House['until'] = async (what, probe, limitMs = 30_000) => {
    const endMs = Date.now() + limitMs;
    for (;;) {
      const found = await probe();
      if (found !== null && found !== undefined && found !== false) return found as never;
      if (Date.now() > endMs) throw new Error(`Waited ${limitMs} ms for ${what}.`);
      await sleep(20);
    }
  };
  await until('the carrier', () => carrier.health().catch(() => null));
  await carrier.setSettings({
    smsRequestsPerSecond: null,
    emailRequestsPerSecond: null,
    numberThroughputPerSecond: null,
    refuseExampleDomains: false,
  });
  const { client, close: closeClient } = temporalClient({ address, namespace: NAMESPACE, apiKey: null });
  await until('Temporal', () =>
    client.connection.workflowService.describeNamespace({ namespace: NAMESPACE }).catch(() => null),
  );
  const connection = await NativeConnection.connect({ address });
  const wallMs = () => Date.now();
  const deps = {
    db,
    wallMs,
    secret,
    providersOf: senderProviders(env),
    linkBase: () => env.localUrl,
    callbackUrl: callbackUrl(env),
  };
  const worker = await Worker.create({
    connection,
    namespace: NAMESPACE,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: bundle },
    activities: createActivities(deps),
    stickyQueueScheduleToStartTimeout: '2s',
    maxCachedWorkflows: options.maxCachedWorkflows ?? 1000,
  });
  const lookAfterRuns = watchdog(db, client);
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = Promise.all([
    worker.run(),
    pumpOutbox(db, client, signal, wallMs),
    pumpJobs(db, jobHandlers({ ...deps, lookAfterRuns, signal }), signal, wallMs, (job, error) => {
      throw new Error(`Job ${job.kind} failed.`, { cause: error });
    }),
  ]);
  return {
    db,
    client,
    carrier,
    secret,
    wallMs,
    seal: (words) => seal(words, secret),
    registerSenders: sandboxRegistrar(db, carrier, env),
    until,
    async advance(workspaceId, byMs) {
      const workspace = await db.write.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
      const toMs = Date.now() + workspace.clockOffsetMs + byMs;
      const request = { workspaceId, toMs, signal: AbortSignal.timeout(DRAIN_LIMIT_MS) };
      if (!(await advanceClock(db, lookAfterRuns, request, wallMs)))
        throw new Error('The clock did not arrive.');
    },
    async close() {
      stopping.abort();
      worker.shutdown();
      await running;
      await connection.close();
      await closeClient();
      await db.close();
      for (const child of children) {
        child.kill('SIGTERM');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }
      rmSync(home, { recursive: true, force: true });
    },
  };
}
