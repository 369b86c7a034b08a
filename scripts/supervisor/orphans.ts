import { setTimeout as pause } from 'node:timers/promises';
import type { Run } from '#prisma/run-file.ts';
import { isAlive, signalGroup } from '#scripts/supervisor/process-stamp.ts';

const GRACE_MS = 6000;

/**
 * Ends what an earlier supervisor left behind when it was killed (its Node processes end by themselves, the Temporal
 * server does not). Only processes whose start is the one written down are touched.
 * @returns the names and pids of what was ended.
 */
export async function endOrphans(run: Run): Promise<string[]> {
  const left = run.parts
    .toReversed()
    .flatMap(({ name, process }) => (process && isAlive(process) ? [{ name, process }] : []));
  for (const { process } of left) signalGroup(process.pid, 'SIGTERM');
  const giveUpAtMs = Date.now() + GRACE_MS;
  while (left.some(({ process }) => isAlive(process)) && Date.now() < giveUpAtMs) await pause(50);
  for (const { process } of left) if (isAlive(process)) signalGroup(process.pid, 'SIGKILL');
  while (left.some(({ process }) => isAlive(process))) await pause(20);
  return left.map(({ name, process }) => `${name} (pid ${process.pid})`);
}
