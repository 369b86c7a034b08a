import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import { MIGRATIONS, migrate } from './migrator.ts';

/** A dev tool: what SQL leads from the migrations, applied to an empty database, to schema.prisma. */

const SCHEMA = fileURLToPath(new URL('./schema.prisma', import.meta.url));

/** The missing SQL; null when migrations and schema agree. `fromEmpty` leaves the migrations out. */
export async function missingSql({ fromEmpty = false } = {}): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-schema-'));
  try {
    const file = join(folder, 'schema.db');
    if (!fromEmpty) {
      await migrate(file, MIGRATIONS);
    }
    const files = [{ path: SCHEMA, content: await readFile(SCHEMA, 'utf8') }];
    const engine = await SchemaEngine.new(
      { datamodels: [[SCHEMA, files[0]?.content ?? '']] },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(new PrismaBetterSqlite3({ url: `file:${file}` })),
    );
    try {
      const { exitCode, stdout } = await engine.diff({
        from: { tag: 'schemaDatasource', files, configDir: '.' },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: true,
        filters: { externalTables: [], externalEnums: [] },
      });
      return exitCode === 2 ? (stdout ?? '') : null;
    } finally {
      engine.free();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
