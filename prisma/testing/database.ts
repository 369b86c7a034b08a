import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Db, openDatabase } from '#prisma/client.ts';
import { migrate } from '#prisma/migrator.ts';

/** A new, migrated database on disk, gone when the test is. */
export async function testDatabase(): Promise<Db> {
  const folder = mkdtempSync(join(tmpdir(), 'baton-db-'));
  const file = join(folder, 'baton.db');
  await migrate(file);
  const db = openDatabase(file);
  onTestFinished(async () => {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return db;
}
