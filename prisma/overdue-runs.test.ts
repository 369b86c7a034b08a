import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Db } from './client.ts';
import { ASLEEP, LATE, overdueRuns, STUCK, standStill } from './overdue-runs.ts';
import { insertRow } from './plain-rows.ts';
import { testDatabase } from './testing/database.ts';
import { NOON_MS, seedWorkspace } from './testing/seed.ts';

const MINUTE_MS = 60_000;

type Row = { id: string; status: string; untilMs?: number | null; recordedWallMs?: number };

/** Runs as they stand, of leads and a play that nobody asks for. */
async function stand(db: Db, workspaceId: string, rows: Row[]): Promise<void> {
  await db.sync((sql) => {
    for (const row of rows) {
      insertRow(sql, 'Enrolment', {
        workspaceId,
        playId: 'play',
        versionId: 'version',
        planHash: 'plan',
        leadId: `lead of ${row.id}`,
        entry: 1,
        environment: 'sandbox',
        senderId: 'sender',
        origin: 'hand',
        nodeId: 'node',
        sinceMs: 0,
        state: '{}',
        enteredAtMs: 0,
        untilMs: null,
        recordedWallMs: NOON_MS,
        ...row,
      });
    }
  });
}

const idsOf = (rows: readonly { id: string }[]) => rows.map((row) => row.id).sort();

it('who sleeps past their time is found behind any number of runs that are busy', async () => {
  const db = await testDatabase();
  const { workspace } = await seedWorkspace(db);
  const lateMs = NOON_MS - 5 * MINUTE_MS;
  await stand(
    db,
    workspace.id,
    Array.from({ length: 501 }, () => ({ id: randomUUID(), status: 'running', recordedWallMs: lateMs })),
  );
  await stand(db, workspace.id, [
    { id: 'late', status: 'waiting', untilMs: lateMs },
    { id: 'late and held', status: 'held', untilMs: lateMs },
    { id: 'just due', status: 'waiting', untilMs: NOON_MS - MINUTE_MS },
    { id: 'paused', status: 'paused', untilMs: null },
    { id: 'told of something', status: 'waiting', untilMs: lateMs },
  ]);
  await db.write.outbox.create({
    data: {
      workspaceId: workspace.id,
      enrolmentId: 'told of something',
      kind: 'event',
      seq: 1,
      priority: 1,
      createdWallMs: lateMs,
      nextWallMs: lateMs,
    },
  });
  const found = await overdueRuns(db, NOON_MS, 'all');
  expect(idsOf(found.filter((run) => run.status !== 'running'))).toEqual(['late', 'late and held']);
  expect(found.filter((run) => run.status === 'running')).toHaveLength(500);
});

it('a run that is busy counts as stuck when it has written nothing for two minutes', async () => {
  const db = await testDatabase();
  const { workspace } = await seedWorkspace(db);
  await stand(db, workspace.id, [
    { id: 'silent', status: 'running', recordedWallMs: NOON_MS - 2 * MINUTE_MS },
    { id: 'at work', status: 'running', recordedWallMs: NOON_MS - MINUTE_MS },
  ]);
  expect(idsOf(await overdueRuns(db, NOON_MS, 'all'))).toEqual(['silent']);
});

/** Two workspaces, of which one has its clock moved ahead. */
async function twoClocks() {
  const db = await testDatabase();
  const { workspace: ahead } = await seedWorkspace(db);
  const { workspace: onTime } = await seedWorkspace(db);
  const clockOffsetMs = 90 * MINUTE_MS;
  await db.write.workspace.update({ where: { id: ahead.id }, data: { clockOffsetMs } });
  return { db, ahead, onTime, clockOffsetMs };
}

it('a moved clock wakes its own runs at once, and those of no other workspace', async () => {
  const { db, ahead, onTime, clockOffsetMs } = await twoClocks();
  await stand(db, ahead.id, [
    { id: 'due there', status: 'waiting', untilMs: NOON_MS + clockOffsetMs },
    { id: 'later there', status: 'waiting', untilMs: NOON_MS + clockOffsetMs + 1 },
    { id: 'busy there', status: 'running', recordedWallMs: 0 },
  ]);
  await stand(db, onTime.id, [{ id: 'due here', status: 'waiting', untilMs: NOON_MS }]);
  expect(await overdueRuns(db, NOON_MS, 'movedClocks')).toMatchObject([{ id: 'due there', clockOffsetMs }]);
});

it('those who stand still are counted over all workspaces, each by its own clock', async () => {
  const { db, ahead, onTime, clockOffsetMs } = await twoClocks();
  const graceMs = 2 * MINUTE_MS;
  await stand(db, ahead.id, [
    { id: 'late there', status: 'waiting', untilMs: NOON_MS + clockOffsetMs - graceMs },
    { id: 'in grace there', status: 'waiting', untilMs: NOON_MS + clockOffsetMs - graceMs + 1 },
    { id: 'late by the wall alone', status: 'held', untilMs: NOON_MS },
  ]);
  await stand(db, onTime.id, [
    { id: 'late here', status: 'held', untilMs: NOON_MS - graceMs },
    { id: 'waits for a person', status: 'blocked' },
  ]);
  expect(await standStill(db, NOON_MS)).toEqual({ overdue: 3, blocked: 1 });
});

it('is asked every second: each question is a range of an index, in its order', async () => {
  const db = await testDatabase();
  await db.rows((sql) => {
    const plan = (text: string, ...values: (string | number)[]) =>
      sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, ...values).map((step) => step.detail);
    const untold = ['CORRELATED SCALAR SUBQUERY 1', expect.stringContaining('Outbox_enrolmentId_id_idx')];
    const index = 'SEARCH e USING INDEX Enrolment_workspaceId_status_untilMs_idx';
    expect(plan(ASLEEP, 'w', 'waiting', NOON_MS, 500)).toEqual([
      `${index} (workspaceId=? AND status=? AND untilMs<?)`,
      ...untold,
    ]);
    expect(plan(LATE, 'w', 'waiting', NOON_MS)).toEqual([
      'SEARCH Enrolment USING COVERING INDEX Enrolment_workspaceId_status_untilMs_idx (workspaceId=? AND status=? AND untilMs<?)',
    ]);
    expect(plan(STUCK, 'w', NOON_MS, 500)).toEqual([`${index} (workspaceId=? AND status=?)`, ...untold]);
  });
});
