import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const LEAST_FREE_BYTES = 200 * 1024 * 1024;

/** Bytes that may still be written where `folder` lies. */
export function freeBytes(folder: string): number {
  const disk = statfsSync(folder);
  return disk.bavail * disk.bsize;
}

/** Makes the state folder ready to be written to, or says what is in the way. */
export function prepareStateFolder(home: string): { ok: true } | { ok: false; reason: string } {
  try {
    mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 });
    const probe = join(home, `.probe-${process.pid}`);
    writeFileSync(probe, 'Baton writes here.');
    rmSync(probe);
  } catch (error) {
    return {
      ok: false,
      reason: `${home} cannot be written to (${(error as Error).message}). Nothing was started. Mend that, or set BATON_HOME to another folder.`,
    };
  }
  const free = freeBytes(home);
  if (free < LEAST_FREE_BYTES) {
    return {
      ok: false,
      reason: `The disk of ${home} has ${Math.floor(free / 1024 / 1024)} MB left, and Baton needs at least 200 MB to work without losing anything. Nothing was started. Make room, or set BATON_HOME to another disk.`,
    };
  }
  return { ok: true };
}
