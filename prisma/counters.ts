import type { Db, Tx } from './client.ts';

/** Named counts for health. None of them should move; each says what went wrong where it is bumped. */
export type CounterName = 'projection-mismatch' | 'rebuilt-run' | 'late-signal';

export async function bump(tx: Tx, name: CounterName): Promise<void> {
  await tx.counter.upsert({
    where: { name },
    create: { name, value: 1 },
    update: { value: { increment: 1 } },
  });
}

export async function counters(db: Db): Promise<Record<string, number>> {
  const rows = await db.read.counter.findMany();
  return Object.fromEntries(rows.map((row) => [row.name, row.value]));
}
