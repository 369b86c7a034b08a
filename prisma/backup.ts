import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { Done } from './caller.ts';
import { MigrationRefused, migrate } from './migrator.ts';

/** Larger than any database: all pages in one step, under one read lock, so that a busy writer cannot start it over. */
const ALL_PAGES = 0x7fffffff;

/**
 * Copies a database that may be in use, to a file that does not exist yet.
 * @throws when the copy is not sound; nothing is left then
 */
export async function backupDatabase(databaseFile: string, copy: string): Promise<void> {
  const unfinished = `${copy}.unfinished`;
  const source = new Database(databaseFile, { readonly: true, fileMustExist: true, timeout: 10_000 });
  try {
    await source.backup(unfinished, { progress: () => ALL_PAGES });
    const problem = problemOf(unfinished);
    if (problem !== null) {
      throw new Error(
        `The copy is not sound (${problem}) and was thrown away. Check the disk, then try again.`,
      );
    }
    renameSync(unfinished, copy);
  } finally {
    source.close();
    rmSync(unfinished, { force: true });
  }
}

/**
 * Puts a backup in place of a database that nobody uses. The old one is kept beside it. Live plays are paused, because
 * what was sent after the backup is not in it: without a look they would send it again.
 */
export async function restoreDatabase(
  backup: string,
  databaseFile: string,
): Promise<Done<{ before: string | null; pausedPlays: number }>> {
  const next = `${databaseFile}.restoring`;
  removeDatabase(next);
  copyFileSync(backup, next);
  try {
    const problem = problemOf(next);
    if (problem !== null) {
      return { ok: false, reason: `${backup} is not a backup of Baton (${problem}). Nothing was changed.` };
    }
    await migrate(next);
    const pausedPlays = pausePlays(next);
    foldIn(next);
    const before = existsSync(databaseFile) ? `${databaseFile}.before-${stamp()}` : null;
    if (before !== null) {
      foldIn(databaseFile);
      renameSync(databaseFile, before);
    }
    removeDatabase(databaseFile);
    renameSync(next, databaseFile);
    return { ok: true, before, pausedPlays };
  } catch (error) {
    if (error instanceof MigrationRefused) {
      return { ok: false, reason: error.message };
    }
    throw error;
  } finally {
    removeDatabase(next);
  }
}

/** What is wrong with a database file, in words; null when it is one of ours and sound. */
function problemOf(file: string): string | null {
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true });
    try {
      const tables = database.prepare(`SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'`).all();
      const found = database.pragma('quick_check', { simple: true });
      return tables.length === 0 ? 'it holds no tables of ours' : found === 'ok' ? null : String(found);
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof Database.SqliteError) {
      return error.message;
    }
    throw error;
  }
}

function pausePlays(file: string): number {
  const database = new Database(file);
  try {
    return database.prepare(`UPDATE "Play" SET "state" = 'paused' WHERE "state" = 'live'`).run().changes;
  } finally {
    database.close();
  }
}

/** Writes what stands beside the file into it, so that the file alone is whole. */
function foldIn(file: string): void {
  const database = new Database(file);
  database.pragma('wal_checkpoint(TRUNCATE)');
  database.close();
}

function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm']) {
    rmSync(`${file}${end}`, { force: true });
  }
}

function stamp(): string {
  return new Date().toISOString().replace(/\D/g, '').slice(0, 14);
}
