import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MIGRATIONS } from './migrator.ts';
import { missingSql } from './schema-engine.ts';

/**
 * `node prisma/write-migration.ts <name>` writes the migration that schema.prisma still lacks.
 * `node prisma/write-migration.ts initial` throws all away and writes one from nothing: only until the first release.
 */

const INITIAL = '20261122000000_initial';

async function write(name: string | undefined): Promise<string> {
  if (!name || !/^[a-z0-9_]{1,60}$/.test(name)) {
    throw new Error(
      'Say what the migration does, in lower case with underscores: write-migration.ts add_lead_region',
    );
  }
  const initial = name === 'initial';
  const sql = await missingSql({ fromEmpty: initial });
  if (sql === null) {
    return 'Nothing to write: the migrations already make what schema.prisma says.';
  }
  if (initial) {
    await rm(MIGRATIONS, { recursive: true, force: true });
  }
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(MIGRATIONS, initial ? INITIAL : `${stamp}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
  await writeFile(join(MIGRATIONS, 'migration_lock.toml'), 'provider = "sqlite"\n');
  return `Wrote ${folder}/migration.sql: read it before you commit it.`;
}

console.log(await write(process.argv[2]));
