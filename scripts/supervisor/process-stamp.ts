import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ProcessStamp } from '#prisma/run-file.ts';

/**
 * Which process a pid meant. Pids are used again, so a process is only ever ended when the kernel's own record of when
 * it began is the one that was written down.
 */

function linuxStart(pid: number): string | null {
  // "pid (name) state ..."; the name may hold spaces and brackets. Field 22 is the start, in ticks since boot.
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
}

/** The stamp of a living process; null when there is none of that pid (a zombie counts as none). */
export function stampOf(pid: number): ProcessStamp | null {
  try {
    const startedAt =
      process.platform === 'linux'
        ? linuxStart(pid)
        : execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return startedAt ? { pid, startedAt } : null;
  } catch {
    return null;
  }
}

export function isAlive(stamp: ProcessStamp): boolean {
  return stampOf(stamp.pid)?.startedAt === stamp.startedAt;
}

/** This process; for a platform that tells no start, its pid alone is written down and never taken for alive. */
export function ownStamp(): ProcessStamp {
  return stampOf(process.pid) ?? { pid: process.pid, startedAt: 'unknown' };
}

/** Signals a process group by its leader; false when nothing of it is left. */
export function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(process.platform === 'win32' ? leader : -leader, signal);
    return true;
  } catch {
    return false;
  }
}
