import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '#prisma/environment.ts';
import { MigrationRefused, migrate } from '#prisma/migrator.ts';
import { readRun } from '#prisma/run-file.ts';
import { takeLock } from '#scripts/supervisor/file-lock.ts';
import { endOrphans } from '#scripts/supervisor/orphans.ts';
import { Supervisor } from '#scripts/supervisor/supervisor.ts';
import {
  BuildFailed,
  ensurePrismaClient,
  ensureSite,
  ensureWorkflowBundle,
  type Say,
} from '#scripts/system/build.ts';
import { renewOnChange } from '#scripts/system/dev-watch.ts';
import { carrierPart, type PartContext, temporalPart, webPart, workerPart } from '#scripts/system/parts.ts';
import { portHolder, portTrouble } from '#scripts/system/port.ts';
import { readSecrets } from '#scripts/system/secrets.ts';
import { prepareStateFolder } from '#scripts/system/state-folder.ts';
import { environmentOf, type System, type Variables } from '#scripts/system/system.ts';
import { temporalClient } from '#temporal/client/connection.ts';
import { prepareNamespace } from '#temporal/namespace.ts';
import { noteTemporalVersion, temporalVersionOf } from '#temporal/server.ts';
import { findTemporalBinary } from '#temporal/server-binary.ts';

export interface StartOptions {
  system: System;
  settings: Settings;
  mode: 'production' | 'development';
  say: Say;
  /** Ends a start that is under way. */
  signal: AbortSignal;
}

export type Started =
  | { ok: true; supervisor: Supervisor; finish: () => Promise<void> }
  /** Without a reason when it was ended on purpose. */
  | { ok: false; reason: string | null };

/** How long the worker waits for Temporal before it starts without it (and then looks for it by itself). */
const TEMPORAL_PATIENCE_MS = 20_000;
/** How long the address is held back, once the site answers, for the parts that are still starting. */
const REST_PATIENCE_MS = 20_000;

/** Whether a promise settled in time; it goes on either way. */
async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      work.then(() => true),
      pause(ms, false, { signal: timer.signal }).catch(() => false),
    ]);
  } finally {
    timer.abort();
  }
}

/** Something that a person has to mend before a start. */
class InTheWay extends Error {
  override name = 'InTheWay';
}

/** Brings one system up, in the order in which things can be in the way: folder, other run, ports, builds, parts. */
export async function startSystem(options: StartOptions): Promise<Started> {
  const { system, say, signal } = options;
  const state = prepareStateFolder(system.home);
  if (!state.ok) return state;
  say('state', system.home);

  const lock = takeLock(join(system.home, 'supervisor.lock'));
  if (!lock.ok) {
    const url = readRun(system.home)?.url;
    return {
      ok: false,
      reason: [
        `Baton already runs on ${system.home} (pid ${lock.holder.pid})${url ? `: ${url}` : ''}`,
        'Stop that one first, or start a second one beside it with a BATON_HOME and a BATON_PORT of its own.',
      ].join('\n'),
    };
  }

  let supervisor: Supervisor | null = null;
  const finish = async () => {
    await supervisor?.stop();
    lock.release();
  };
  const ended = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const hold = (one: Supervisor) => {
    supervisor = one;
  };
  try {
    const up = await Promise.race([bringUp(options, hold), ended]);
    if (up) return { ok: true, supervisor: up, finish };
    await finish();
    return { ok: false, reason: null };
  } catch (error) {
    await finish();
    const isForPeople =
      error instanceof InTheWay || error instanceof BuildFailed || error instanceof MigrationRefused;
    if (isForPeople) return { ok: false, reason: error.message };
    throw error;
  }
}

async function bringUp(options: StartOptions, made: (supervisor: Supervisor) => void): Promise<Supervisor> {
  const { system, settings, mode, say, signal } = options;
  const previous = readRun(system.home);
  const ended = previous ? await endOrphans(previous) : [];
  if (ended.length > 0) say('state', `ended what a killed run left behind: ${ended.join(', ')}`);
  await checkPorts(system);
  const kept = readSecrets(system.home);
  if (!kept.ok) throw new InTheWay(kept.reason);

  const env = environmentOf(system, kept.secrets, settings);
  const [binary, built] = await Promise.all([
    system.temporal.isEmbedded ? findBinary(options) : null,
    buildAll(options, env),
    prepareDatabase(options),
  ]);

  const { client, close } = temporalClient(system.temporal);
  const connection = client.connection as Parameters<typeof prepareNamespace>[0];
  signal.addEventListener('abort', () => void close(), { once: true });
  const context: PartContext = { system, mode, env: { ...env, ...built } };
  const supervisor = new Supervisor({
    home: system.home,
    facts: {
      url: system.url,
      carrierUrl: system.carrierUrl,
      temporalAddress: system.temporal.address,
      temporalNamespace: system.temporal.namespace,
    },
    say,
  });
  made(supervisor);

  const below = supervisor.start([
    carrierPart(context),
    ...(binary ? [temporalPart(context, binary, connection)] : []),
  ]);
  // Replies, opt-outs and imports only need the site and the database: Temporal may come later.
  const web = supervisor.start([webPart(context)]);
  const namespace = below
    .then(() => reachNamespace(options, connection))
    .then((toDo) => {
      for (const sentence of toDo) say('temporal', sentence);
    });
  if (!(await within(TEMPORAL_PATIENCE_MS, namespace))) {
    say('temporal', 'not there yet; the rest starts without it, and everything that needs it catches up.');
  }
  const worker = supervisor.start([workerPart(context, connection)]);
  await web;
  await within(REST_PATIENCE_MS, Promise.all([namespace, worker]));
  if (mode === 'development') {
    const renewed = renewOnChange(async () => {
      context.env.BATON_WORKFLOW_BUNDLE = await ensureWorkflowBundle(say);
      say('worker', 'restarting, its sources changed');
      supervisor.part('worker')?.renew(workerPart(context, connection));
    }, say);
    signal.addEventListener('abort', renewed.stop, { once: true });
    for (const name of ['web', 'worker']) supervisor.part(name)?.plan.log.follow((line) => say(name, line));
  }
  return supervisor;
}

async function checkPorts({ host, ports, temporal }: System): Promise<void> {
  const wanted = [
    { what: 'the site', variable: 'BATON_PORT', host, port: ports.web },
    { what: 'the sandbox carrier', variable: 'BATON_CARRIER_PORT', host: '127.0.0.1', port: ports.carrier },
    ...(temporal.isEmbedded
      ? [{ what: 'Temporal', variable: 'BATON_TEMPORAL_PORT', host: '127.0.0.1', port: ports.temporal }]
      : []),
  ];
  const sentences: string[] = [];
  for (const { what, variable, host: address, port } of wanted) {
    const trouble = await portTrouble(address, port);
    if (trouble === null) continue;
    const holder = trouble === 'taken' ? portHolder(port) : null;
    const how = {
      taken: `is taken${holder ? ` by ${holder}` : ''}: stop that, or`,
      forbidden: 'may not be opened by you:',
      'no such address': `cannot be opened on ${address}, which is no address of this machine (BATON_HOST):`,
    }[trouble];
    sentences.push(`Port ${port}, for ${what}, ${how} choose another with ${variable}.`);
  }
  if (sentences.length === 0) return;
  if (sentences.length > 1)
    sentences.push('BATON_PORT moves all of them: the others are the next two ports.');
  throw new InTheWay(`${sentences.join('\n')}\nNothing was started.`);
}

async function findBinary({ system, settings, say }: StartOptions): Promise<string> {
  const version = temporalVersionOf(system.home);
  const found = await findTemporalBinary({
    home: system.home,
    cache: system.cache,
    version,
    cliPath: settings.TEMPORAL_CLI_PATH,
    searchPath: process.env.PATH,
    say: (sentence) => say('temporal', sentence),
  });
  if (!found.ok) throw new InTheWay(found.reason);
  noteTemporalVersion(system.home, version);
  say('temporal', `${version}, from ${found.source}`);
  return found.file;
}

/** Client, bundle and site; returns the variables that say where they are. */
async function buildAll({ say, mode }: StartOptions, env: Variables): Promise<Variables> {
  await ensurePrismaClient(say);
  const [bundle, site] = await Promise.all([
    ensureWorkflowBundle(say),
    mode === 'production' ? ensureSite(say, env) : undefined,
  ]);
  return { BATON_WORKFLOW_BUNDLE: bundle, ...(site ? { BATON_SITE_DIR: site } : {}) };
}

async function prepareDatabase({ system, say }: StartOptions): Promise<void> {
  const { applied } = await migrate(system.databaseFile).catch((error: Error) => {
    if (error instanceof MigrationRefused) throw error;
    throw new InTheWay(
      `${system.databaseFile} cannot be opened (${error.message}). It was left as it is, and nothing was started. Mend that, or restore the file from a backup.`,
    );
  });
  if (applied.length > 0) say('database', `${applied.length} migrations applied`);
}

/** Waits for the namespace of a cluster, saying once that it cannot be reached; what has to be done there by hand. */
async function reachNamespace(
  { system, say, signal }: StartOptions,
  connection: Parameters<typeof prepareNamespace>[0],
): Promise<string[]> {
  const { address, namespace } = system.temporal;
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      return await prepareNamespace(connection, namespace);
    } catch (error) {
      if (tries === 3) {
        say('temporal', `cannot be reached at ${address} (${(error as Error).message}); trying on.`);
      }
      await pause(Math.min(5000, 200 * 2 ** tries));
    }
  }
  return [];
}
