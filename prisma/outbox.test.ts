import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { testDatabase } from '#prisma/testing/database.ts';
import { DUE, dueDeliveries } from './outbox.ts';

const NOW_MS = 1_000_000;
const nobody = new Set<string>();

async function outboxOf(rows: { enrolmentId: string; priority: number; dueMs?: number; kind?: string }[]) {
  const db = await testDatabase();
  await db.write.outbox.createMany({
    data: rows.map(({ enrolmentId, priority, dueMs = NOW_MS, kind = 'start' }, i) => ({
      workspaceId: 'w',
      enrolmentId,
      kind,
      seq: i,
      priority,
      createdWallMs: 0,
      nextWallMs: dueMs,
    })),
  });
  return db;
}
const idsOf = (deliveries: { enrolmentId: string }[]) => deliveries.map(({ enrolmentId }) => enrolmentId);

it('people go before bulk, and within one what is due longest', async () => {
  const db = await outboxOf([
    { enrolmentId: 'bulk', priority: 3 },
    { enrolmentId: 'again', priority: 3, dueMs: NOW_MS - 1 },
    { enrolmentId: 'form', priority: 2 },
    { enrolmentId: 'reply', priority: 1, kind: 'event' },
    { enrolmentId: 'later', priority: 1, dueMs: NOW_MS + 1 },
  ]);
  expect(idsOf(await dueDeliveries(db, NOW_MS, 10, nobody))).toEqual(['reply', 'form', 'again', 'bulk']);
  expect(idsOf(await dueDeliveries(db, NOW_MS, 2, new Set(['reply'])))).toEqual(['form', 'again']);
});

it('nothing of an enrolment overtakes its oldest row', async () => {
  const db = await outboxOf([
    { enrolmentId: 'one', priority: 3, dueMs: NOW_MS + 1 },
    { enrolmentId: 'one', priority: 1, kind: 'event' },
  ]);
  expect(await dueDeliveries(db, NOW_MS, 10, nobody)).toEqual([]);
  const [only] = await dueDeliveries(db, NOW_MS + 1, 10, nobody);
  expect(only).toMatchObject({ enrolmentId: 'one', start: true, ids: [1, 2] });
});

it('reads no more of a long queue than it takes', async () => {
  const rows = Array.from({ length: 500 }, () => ({ enrolmentId: randomUUID(), priority: 3 }));
  const db = await outboxOf(rows);
  const taken = await dueDeliveries(db, NOW_MS, 32, nobody);
  expect(idsOf(taken)).toEqual(rows.slice(0, 32).map(({ enrolmentId }) => enrolmentId));
  const plan = await db.rows((sql) =>
    sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${DUE}`, 3, NOW_MS, 32).map(({ detail }) => detail),
  );
  expect(plan.join('\n')).toContain('Outbox_priority_nextWallMs_idx');
  expect(plan.join('\n')).not.toContain('TEMP B-TREE');
});
