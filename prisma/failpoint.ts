import { readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Named places at which a test may kill the process, as `kill -9` or a crash would: what it had committed stays. A power
 * cut may take the latest commits as well, where they were not flushed to the disk; no failpoint stands for that. One of
 * the three seams tests have (with the workspace clock and the carrier's faults). Without BATON_FAILPOINTS nothing happens.
 *
 * BATON_FAILPOINTS names a folder. A file there that is called like a failpoint arms it; its content says which passing
 * strikes ("1" is the next), and with what ("3 SIGSTOP"; SIGKILL unless said). The file goes as it strikes, so that the
 * process which comes after goes on.
 */
export const FAILPOINTS = [
  'outbox-before-delivery',
  'outbox-after-delivery',
  'send-before-claim',
  'send-after-claim',
  'send-after-call',
  'send-after-record',
  'check-after-find',
  'act-after-record',
  'record-after-commit',
  'job-before-handling',
  'job-after-handling',
  'hook-after-commit',
] as const;
export type Failpoint = (typeof FAILPOINTS)[number];

const folder = process.env.BATON_FAILPOINTS;
const passed = new Map<Failpoint, number>();

export function failpoint(name: Failpoint): void {
  if (folder === undefined) return;
  const file = join(folder, name);
  let armed: string;
  try {
    armed = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const [strikesAt, signal] = armed.split(' ');
  const times = (passed.get(name) ?? 0) + 1;
  passed.set(name, times);
  if (times < Number(strikesAt)) return;
  passed.delete(name);
  unlinkSync(file);
  process.kill(process.pid, signal === 'SIGSTOP' ? 'SIGSTOP' : 'SIGKILL');
}
