import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Connection } from '@temporalio/client';
import { LogFile } from '#scripts/supervisor/log-file.ts';
import type { PartPlan } from '#scripts/supervisor/part.ts';
import { listens } from '#scripts/system/port.ts';
import { ROOT, type System, type Variables } from '#scripts/system/system.ts';
import { TASK_QUEUE } from '#temporal/names.ts';
import { temporalDatabaseFile, temporalServerArguments } from '#temporal/server.ts';

const PARENT_WATCH = pathToFileURL(join(ROOT, 'scripts/supervisor/parent-watch.mjs')).href;
const NEXT = join(ROOT, 'node_modules/next/dist/bin/next');
const PROBE_TIMEOUT_MS = 2000;
/** `temporal.api.enums.v1.TaskQueueType` */
const WORKFLOW_TASK_QUEUE = 1;

/** What all parts share. */
export interface PartContext {
  system: System;
  /** What the parts are handed; the variables of this process go with them (PATH, proxies, locale). */
  env: Variables;
  mode: 'production' | 'development';
}

function nodePart({ system, env, mode }: PartContext, name: string, args: readonly string[]) {
  return {
    name,
    command: process.execPath,
    args: ['--import', PARENT_WATCH, ...args],
    env: { ...process.env, ...env, NODE_ENV: mode, BATON_SUPERVISOR_PID: String(process.pid) },
    cwd: ROOT,
    log: new LogFile(join(system.home, 'logs', `${name}.log`)),
  };
}

/** Any answer at all shows that the part listens; what it says about the rest is for /api/health. */
const answers = (url: string) => async () => {
  const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS), redirect: 'manual' });
  await response.body?.cancel();
  return true;
};

/** The embedded server, ready when its namespace is (it makes it just after it begins to listen). */
export function temporalPart(context: PartContext, binary: string, connection: Connection): PartPlan {
  const { system } = context;
  const { namespace } = system.temporal;
  return {
    name: 'temporal',
    command: binary,
    args: temporalServerArguments({
      port: system.ports.temporal,
      databaseFile: temporalDatabaseFile(system.home),
      namespace,
    }),
    env: process.env,
    cwd: system.home,
    log: new LogFile(join(system.home, 'logs/temporal.log')),
    isReady: async () => {
      // gRPC waits a second and longer after a refused connection, so it is only asked once somebody listens.
      if (!(await listens(system.ports.temporal))) return false;
      return connection.withDeadline(Date.now() + PROBE_TIMEOUT_MS, async () => {
        await connection.workflowService.describeNamespace({ namespace });
        return true;
      });
    },
  };
}

export function carrierPart(context: PartContext): PartPlan {
  return {
    ...nodePart(context, 'carrier', ['temporal/carrier/main.ts']),
    isReady: answers(context.system.carrierUrl),
  };
}

/** Ready when Temporal has heard this very process ask for work (its default identity is pid@host). */
export function workerPart(context: PartContext, connection: Connection): PartPlan {
  const { namespace } = context.system.temporal;
  return {
    ...nodePart(context, 'worker', ['--enable-source-maps', 'temporal/worker.ts']),
    isReady: (pid) =>
      connection.withDeadline(Date.now() + PROBE_TIMEOUT_MS, async () => {
        const { pollers } = await connection.workflowService.describeTaskQueue({
          namespace,
          taskQueue: { name: TASK_QUEUE },
          taskQueueType: WORKFLOW_TASK_QUEUE,
        });
        return (pollers ?? []).some(({ identity }) => identity?.startsWith(`${pid}@`));
      }),
  };
}

export function webPart(context: PartContext): PartPlan {
  const { system, mode } = context;
  const command = mode === 'production' ? 'start' : 'dev';
  return {
    ...nodePart(context, 'web', [NEXT, command, '-H', system.host, '-p', String(system.ports.web)]),
    isReady: answers(`${system.url}/api/health`),
  };
}
