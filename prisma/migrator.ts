import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';

/**
 * Applies migrations. Prisma's own schema engine is a download, so this reads the same folders and keeps the same
 * `_prisma_migrations` table; `prisma migrate status` on another machine agrees with it.
 */

export type Migration = { name: string; sql: string; checksum: string };

/** A database that must not be touched; the message says what to do. */
export class MigrationRefused extends Error {
  override name = 'MigrationRefused';
}

export const MIGRATIONS = fileURLToPath(new URL('./migrations/', import.meta.url));

const TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

/** The migrations of a folder, oldest first: `<14 digits>_<name>/migration.sql`. */
export async function readMigrations(folder = MIGRATIONS): Promise<Migration[]> {
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/**
 * Brings a database file, which is made when it is missing, to the newest schema: all or nothing, and safe when two
 * processes do it at once.
 *
 * @throws MigrationRefused when an applied migration was edited, or the database is newer than this program.
 */
export async function migrate(databaseFile: string, folder = MIGRATIONS): Promise<{ applied: string[] }> {
  const migrations = await readMigrations(folder);
  await mkdir(dirname(databaseFile), { recursive: true });
  const database = new Database(databaseFile, { timeout: 10_000 });
  try {
    database.pragma('journal_mode = WAL');
    // Before BEGIN: SQLite ignores it inside a transaction, and rebuilding a table would delete its children.
    database.pragma('foreign_keys = OFF');
    return database.transaction(() => applyMissing(database, migrations, databaseFile)).immediate();
  } finally {
    database.close();
  }
}

function applyMissing(database: Database.Database, migrations: Migration[], file: string) {
  database.exec(TABLE);
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const rows = database
    .prepare<[], { migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
    )
    .all();
  for (const row of rows) {
    const migration = known.get(row.migration_name);
    if (!migration) {
      throw new MigrationRefused(
        `The database ${file} was written by a newer version of Baton (it has "${row.migration_name}", which this version does not know). ` +
          'Nothing was changed. Start the newer version, or restore a backup made with this one.',
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new MigrationRefused(
        `The migration "${row.migration_name}" was edited after the database ${file} was made with it. Nothing was changed. ` +
          'Put prisma/migrations back as it was, or move the database away and start with an empty one.',
      );
    }
  }
  const done = new Set(rows.map((row) => row.migration_name));
  const missing = migrations.filter((migration) => !done.has(migration.name));
  const record = database.prepare(
    'INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, applied_steps_count) VALUES (?, ?, current_timestamp, ?, 1)',
  );
  for (const migration of missing) {
    database.exec(migration.sql);
    record.run(randomUUID(), migration.checksum, migration.name);
  }
  const orphans = database.pragma('foreign_key_check') as { table: string }[];
  if (missing.length > 0 && orphans[0]) {
    throw new Error(
      `Migrating ${file} left rows of "${orphans[0].table}" without their parents; it was undone.`,
    );
  }
  return { applied: missing.map((migration) => migration.name) };
}
