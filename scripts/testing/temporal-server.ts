import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LogFile } from '#scripts/supervisor/log-file.ts';
import { freePorts, listens } from '#scripts/system/port.ts';
import { temporalClient } from '#temporal/client/connection.ts';
import { prepareNamespace } from '#temporal/namespace.ts';
import { TEMPORAL_VERSION, temporalServerArguments } from '#temporal/server.ts';
import { findTemporalBinary } from '#temporal/server-binary.ts';

export interface TestTemporal {
  address: string;
  namespace: string;
  /** Ends the server and removes its file. */
  stop: () => Promise<void>;
  /** `kill -9`; the file stays for `start`. */
  kill: () => Promise<void>;
  /** Starts it again on the same port and file. */
  start: () => Promise<void>;
}

/** The pinned Temporal CLI, from this machine's cache or fetched into it. */
export async function temporalBinary(home: string): Promise<string> {
  const found = await findTemporalBinary({
    home,
    cache: process.env.BATON_CACHE || join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'baton'),
    version: TEMPORAL_VERSION,
    cliPath: process.env.TEMPORAL_CLI_PATH,
    searchPath: process.env.PATH,
    say: (sentence) => console.log(`temporal: ${sentence}`),
  });
  if (!found.ok) throw new Error(found.reason);
  return found.file;
}

/**
 * A real Temporal server of a test's own, as `npm start` runs it (file, WAL), on a free port. With `timeSkipping`, runs
 * that ask for it skip their waits.
 */
export async function startTestTemporal(options: { timeSkipping?: boolean } = {}): Promise<TestTemporal> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-temporal-'));
  const binary = await temporalBinary(folder);
  const port = await freePorts(1);
  const namespace = 'baton';
  const address = `127.0.0.1:${port}`;
  const log = new LogFile(join(folder, 'temporal.log'));
  const args = temporalServerArguments({
    port,
    namespace,
    databaseFile: join(folder, 'temporal.db'),
    dynamicConfig: options.timeSkipping ? ['frontend.WorkflowTimeSkippingEnabled=true'] : [],
  });

  let ended: Promise<unknown> = Promise.resolve();
  let signal: (name: NodeJS.Signals) => void = () => {};
  const start = async () => {
    const output = log.open();
    const child = spawn(binary, args, { cwd: folder, stdio: ['ignore', output, output] });
    const endWithUs = () => child.kill('SIGKILL');
    process.once('exit', endWithUs);
    let gone = false;
    ended = new Promise((resolve) => {
      child.once('exit', () => {
        gone = true;
        process.removeListener('exit', endWithUs);
        resolve(undefined);
      });
    });
    signal = (name) => void child.kill(name);
    const { client, close } = temporalClient({ address, namespace, apiKey: null });
    const connection = client.connection as Parameters<typeof prepareNamespace>[0];
    try {
      // gRPC waits a second and longer after a refused connection, so it is only asked once somebody listens.
      while (!gone && !(await listens(port))) await pause(20);
      const giveUpAtMs = Date.now() + 60_000;
      for (;;) {
        try {
          await prepareNamespace(connection, namespace);
          return;
        } catch (error) {
          if (gone || Date.now() > giveUpAtMs) {
            throw new Error(
              `Temporal did not come up: ${(error as Error).message}\n${log.tail(20).join('\n')}`,
            );
          }
          await pause(100);
        }
      }
    } finally {
      await close();
    }
  };
  const end = async (name: NodeJS.Signals) => {
    signal(name);
    await ended;
  };
  await start();
  return {
    address,
    namespace,
    start,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
