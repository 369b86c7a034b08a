import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ProcessStamp } from '#prisma/run-file.ts';
import { isAlive, ownStamp } from '#scripts/supervisor/process-stamp.ts';

export type Lock = { ok: true; release: () => void } | { ok: false; holder: ProcessStamp };

function holderOf(file: string): ProcessStamp | null {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as ProcessStamp;
    return isAlive(holder) ? holder : null;
  } catch {
    return null;
  }
}

/**
 * Takes a lock that its holder's death gives back. The file appears whole (by hard link), so nobody reads half of it.
 */
export function takeLock(file: string): Lock {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(ownStamp()));
  try {
    for (;;) {
      try {
        linkSync(draft, file);
        return { ok: true, release: () => rmSync(file, { force: true }) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = holderOf(file);
      if (holder) return { ok: false, holder };
      // Set the dead holder's lock aside. Should another process have taken it meanwhile, this finds theirs: put it back.
      const aside = `${file}.${process.pid}.stale`;
      try {
        renameSync(file, aside);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
        throw error;
      }
      const other = holderOf(aside);
      if (other) {
        renameSync(aside, file);
        return { ok: false, holder: other };
      }
      rmSync(aside, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Runs `work` while holding the lock, waiting for whoever has it; `waits` hears of that once. */
export async function withLock<Value>(
  file: string,
  work: () => Promise<Value>,
  waits: (holder: ProcessStamp) => void = () => {},
): Promise<Value> {
  for (let isFirst = true; ; isFirst = false) {
    const lock = takeLock(file);
    if (!lock.ok) {
      if (isFirst) waits(lock.holder);
      await pause(100);
      continue;
    }
    try {
      return await work();
    } finally {
      lock.release();
    }
  }
}
