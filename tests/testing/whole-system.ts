import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { type Db, openDatabase } from '#prisma/client.ts';
import { parseSettings } from '#prisma/environment.ts';
import type { Failpoint } from '#prisma/failpoint.ts';
import { seal } from '#prisma/secrets.ts';
import { ensureWorkflowBundle } from '#scripts/system/build.ts';
import { readSecrets } from '#scripts/system/secrets.ts';
import { environmentOf, ROOT, systemOf } from '#scripts/system/system.ts';
import { type RunningSystem, startRunningSystem } from '#scripts/testing/running-system.ts';
import { temporalClient } from '#temporal/client/connection.ts';
import { type SandboxClient, sandboxClient } from '#temporal/client/sandbox.ts';

/** The whole product under its own supervisor, with the doors that tests of faults need: its database, Temporal and the witness. */
export type WholeSystem = {
  system: RunningSystem;
  db: Db;
  client: Client;
  carrier: SandboxClient;
  seal: (text: string) => string;
  /** Arms a failpoint: the `nth` passing strikes the process that passes, with SIGKILL unless said. */
  arm: (name: Failpoint, nth: number, signal?: 'SIGKILL' | 'SIGSTOP') => void;
  disarm: (name: Failpoint) => void;
  /** Whether the failpoint has not struck yet. */
  isArmed: (name: Failpoint) => boolean;
  /** A second worker beside the supervisor's own. */
  secondWorker: () => Promise<ChildProcess>;
  until: <T>(what: string, probe: () => Promise<T | null | false>, limitMs?: number) => Promise<T>;
  /** Starts it again after the supervisor was killed. */
  restart: () => Promise<void>;
  close: () => Promise<void>;
};

/** Whoever the environment names as owner; `signIn` takes it. */
export const OWNER = { email: 'dana.okafor@kestrelyard.example', password: 'a long enough password' };

export async function openWholeSystem(env: Record<string, string> = {}): Promise<WholeSystem> {
  const home = mkdtempSync(join(tmpdir(), 'baton-whole-'));
  const failpoints = join(home, 'failpoints');
  mkdirSync(failpoints);
  const systemEnv = {
    ...env,
    BATON_FAILPOINTS: failpoints,
    BATON_OWNER_EMAIL: OWNER.email,
    BATON_OWNER_PASSWORD: OWNER.password,
  };
  let system = await startRunningSystem({ home, env: systemEnv });
  const kept = readSecrets(home);
  if (!kept.ok) throw new Error(kept.reason);
  const { secrets } = kept;
  const secret = Uint8Array.from(Buffer.from(secrets.BATON_SECRET, 'hex'));
  const run = system.run();
  if (run === null) throw new Error('The system does not say what runs.');
  const db = openDatabase(join(home, 'baton.db'));
  const carrier = sandboxClient({ url: run.carrierUrl, token: secrets.BATON_CARRIER_TOKEN });
  await carrier.setSettings({
    smsRequestsPerSecond: null,
    emailRequestsPerSecond: null,
    numberThroughputPerSecond: null,
    refuseExampleDomains: false,
    personasOn: false,
  });
  const { client, close } = temporalClient({
    address: run.temporalAddress,
    namespace: run.temporalNamespace,
    apiKey: null,
  });
  const port = Number(new URL(run.url).port);
  const seconds: ChildProcess[] = [];
  const until: WholeSystem['until'] = async (what, probe, limitMs = 120_000) => {
    const endMs = Date.now() + limitMs;
    for (;;) {
      const found = await probe();
      if (found !== null && found !== false) return found as never;
      if (Date.now() > endMs) throw new Error(`Waited ${limitMs} ms for ${what}.`);
      await sleep(50);
    }
  };
  return {
    get system() {
      return system;
    },
    db,
    client,
    carrier,
    seal: (text) => seal(text, secret),
    arm: (name, nth, signal = 'SIGKILL') => writeFileSync(join(failpoints, name), `${nth} ${signal}`),
    disarm: (name) => rmSync(join(failpoints, name), { force: true }),
    isArmed: (name) => existsSync(join(failpoints, name)),
    async secondWorker() {
      const settings = parseSettings({ ...systemEnv, BATON_HOME: home, BATON_PORT: String(port) });
      if (!settings.ok) throw new Error(settings.mistakes.join('\n'));
      const variables = environmentOf(systemOf(settings.value), secrets, settings.value);
      const child = spawn(process.execPath, ['temporal/worker.ts'], {
        cwd: ROOT,
        env: {
          ...process.env,
          ...systemEnv,
          ...variables,
          NODE_ENV: 'production',
          BATON_WORKFLOW_BUNDLE: await ensureWorkflowBundle(() => undefined),
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      seconds.push(child);
      let said = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      await until('the second worker', async () => said.includes('worker is up'));
      return child;
    },
    until,
    async restart() {
      system = await startRunningSystem({ home, port, env: systemEnv });
    },
    async close() {
      for (const child of seconds.filter((one) => one.exitCode === null && one.signalCode === null)) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      await close();
      await db.close();
      await system.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
