import { missingSql } from './schema-engine.ts';

/** Whether the migrations make exactly what schema.prisma says. */
export async function checkMigrations(): Promise<{ ok: true } | { ok: false; reason: string }> {
  const sql = await missingSql();
  if (sql === null) {
    return { ok: true };
  }
  return {
    ok: false,
    reason:
      'prisma/schema.prisma and prisma/migrations differ. Write the migration with ' +
      `\`node prisma/write-migration.ts <what_it_does>\`; it would be:\n${sql}`,
  };
}
