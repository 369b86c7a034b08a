import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { checkMigrations } from './check-migrations.ts';
import { MigrationRefused, migrate, readMigrations } from './migrator.ts';

async function room() {
  const folder = await mkdtemp(join(tmpdir(), 'baton-migrate-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const write = async (name: string, sql: string) => {
    await mkdir(join(folder, 'migrations', name), { recursive: true });
    await writeFile(join(folder, 'migrations', name, 'migration.sql'), sql);
  };
  await write('20200101000000_first', 'CREATE TABLE "A" ("id" TEXT PRIMARY KEY);');
  return { migrations: join(folder, 'migrations'), file: join(folder, 'deep', 'a.db'), write };
}

test('the migrations make what the schema says', async () => {
  expect(await checkMigrations()).toEqual({ ok: true });
});

test('a database is made, brought up to date, and then left alone', async () => {
  const { migrations, file, write } = await room();
  expect(await migrate(file, migrations)).toEqual({ applied: ['20200101000000_first'] });
  await write('20200102000000_second', 'ALTER TABLE "A" ADD COLUMN "b" TEXT;');
  expect(await migrate(file, migrations)).toEqual({ applied: ['20200102000000_second'] });
  expect(await migrate(file, migrations)).toEqual({ applied: [] });
});

test('two processes that migrate at once apply each migration once', async () => {
  const { migrations, file } = await room();
  const both = await Promise.all([migrate(file, migrations), migrate(file, migrations)]);
  expect(both.flatMap((one) => one.applied)).toEqual(['20200101000000_first']);
});

test('a migration that was edited after it was applied is refused', async () => {
  const { migrations, file, write } = await room();
  await migrate(file, migrations);
  await write('20200101000000_first', 'CREATE TABLE "A" ("id" TEXT);');
  await expect(migrate(file, migrations)).rejects.toThrow(MigrationRefused);
  await expect(migrate(file, migrations)).rejects.toThrow(/was edited.*Nothing was changed/s);
});

test('a database newer than the program is refused', async () => {
  const { migrations, file, write } = await room();
  await write('20990101000000_future', 'CREATE TABLE "Future" ("id" TEXT);');
  await migrate(file, migrations);
  await rm(join(migrations, '20990101000000_future'), { recursive: true });
  await expect(migrate(file, migrations)).rejects.toThrow(/newer version of Baton/);
});

test('a migration that fails leaves nothing behind, also of the ones before it', async () => {
  const { migrations, file, write } = await room();
  await write('20200102000000_broken', 'CREATE TABLE "B" ("id" TEXT); CREATE TABLE "A" ("id" TEXT);');
  await expect(migrate(file, migrations)).rejects.toThrow('already exists');
  const database = new Database(file, { readonly: true });
  onTestFinished(() => {
    database.close();
  });
  expect(database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all()).toEqual([]);
});

test('migrations are read oldest first', async () => {
  const { migrations, write } = await room();
  await write('20190101000000_older', '');
  expect((await readMigrations(migrations)).map((migration) => migration.name)).toEqual([
    '20190101000000_older',
    '20200101000000_first',
  ]);
});
