import { expect, test } from 'vitest';
import { note, pruneChanges, since } from './changes.ts';
import { appendConsent, consentsOfLead, recordConsent } from './consents.ts';
import { appendTask, countTasks, finishTask, openTasks } from './tasks.ts';
import { paperGrant } from './testing/consent.ts';
import { testLead } from './testing/lead.ts';
import { testWorkspace } from './testing/workspace.ts';
import { appendTimeline, readTimeline, TIMELINE } from './timeline.ts';

const nowMs = Date.UTC(2026, 10, 20, 12);

async function withLead() {
  const { db, owner } = await testWorkspace();
  const change = { firstName: 'Ada', email: 'ada@x.example', cellPhone: '+15046218927' };
  const { leadId } = await testLead(db, owner, { change, externalIds: [], wallMs: nowMs });
  return { db, owner, leadId };
}

test('a tab hears of each thing once, in the order of the last change, and only of its own workspace', async () => {
  const { db, owner } = await testWorkspace();
  const start = await since(db, owner, null);
  expect(start.changed).toEqual([]);
  await db.tx(async (tx) => {
    await note(tx, owner.workspaceId, 'lead', 'a');
    await note(tx, owner.workspaceId, 'lead', 'b');
    await note(tx, 'other', 'lead', 'c');
    await note(tx, owner.workspaceId, 'lead', 'a');
  });
  const next = await since(db, owner, start.cursor);
  expect(next).toMatchObject({
    missed: false,
    changed: [
      { kind: 'lead', id: 'b' },
      { kind: 'lead', id: 'a' },
    ],
  });
  expect(await since(db, owner, next.cursor)).toEqual({ cursor: next.cursor, changed: [], missed: false });
});

test('who asks from before what is kept, or with a cursor of another database, is told to read all again', async () => {
  const { db, owner } = await testWorkspace();
  const start = await since(db, owner, null);
  for (const id of ['a', 'b', 'c']) {
    await db.tx((tx) => note(tx, owner.workspaceId, 'lead', id));
  }
  const pruned = await pruneChanges(db, Date.now() + 1_000);
  expect(pruned).toBeGreaterThan(1);
  expect(await since(db, owner, start.cursor)).toMatchObject({ missed: true, changed: [] });
  expect(await since(db, owner, 1_000_000)).toMatchObject({ missed: true });
  const { cursor } = await since(db, owner, null);
  await db.tx((tx) => note(tx, owner.workspaceId, 'lead', 'd'));
  expect(await since(db, owner, cursor)).toMatchObject({ missed: false, changed: [{ id: 'd' }] });
});

test('a line with a key is written once, and the timeline pages backwards through all of them', async () => {
  const { db, owner, leadId } = await withLead();
  await db.tx(async (tx) => {
    for (let i = 0; i < 7; i += 1) {
      const line = { leadId, atMs: nowMs + Math.floor(i / 2), kind: 'x', title: `Line ${i}`, key: `k${i}` };
      await appendTimeline(tx, owner.workspaceId, line);
      await appendTimeline(tx, owner.workspaceId, line);
    }
  });
  const titles: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readTimeline>> = await readTimeline(db, owner, {
      leadId,
      cursor,
      limit: 3,
    });
    titles.push(...page.lines.map((line) => line.title));
    cursor = page.older;
  } while (cursor !== null);
  expect(titles).toEqual([6, 5, 4, 3, 2, 1, 0].map((i) => `Line ${i}`));
  const plan = await db.rows((sql) =>
    sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${TIMELINE}`, leadId, owner.workspaceId, 1, 1, 50),
  );
  expect(plan[0]?.detail).toMatch(/USING INDEX TimelineEntry_leadId_atMs_id_idx/);
  expect(plan.map((step) => step.detail).join(' ')).not.toContain('TEMP');
});

test('a task has a clock and an end, and is done once', async () => {
  const { db, owner, leadId } = await withLead();
  const task = { leadId, kind: 'lateReply' as const, sentence: 'Answer them.', nowMs, key: 'reply/1' };
  await db.tx(async (tx) => {
    await appendTask(tx, owner.workspaceId, task);
    await appendTask(tx, owner.workspaceId, task);
  });
  const { tasks } = await openTasks(db, owner);
  expect(tasks).toMatchObject([
    { kind: 'lateReply', dueAtMs: nowMs + 3_600_000, lead: { id: leadId, firstName: 'Ada' } },
  ]);
  expect(await countTasks(db, owner, nowMs + 3_600_001)).toEqual({ open: 1, late: 1 });
  const done = { taskId: tasks[0]?.id ?? '', nowMs: nowMs + 5, by: 'Maya' };
  expect(await Promise.all([finishTask(db, owner, done), finishTask(db, owner, done)])).toEqual([
    { ok: true },
    { ok: true },
  ]);
  expect((await openTasks(db, owner)).tasks).toEqual([]);
  const { lines } = await readTimeline(db, owner, { leadId });
  expect(lines.filter((line) => line.title === 'Task done')).toHaveLength(1);
  expect(await finishTask(db, { ...owner, role: 'marketer' }, done)).toMatchObject({ ok: false });
});

test('consent is recorded with what shows it, and what a lead took back is not given again by hand', async () => {
  const { db, owner, leadId } = await withLead();
  const row = paperGrant(leadId, nowMs);
  const grant = { ...row, by: 'Maya' };
  expect(await recordConsent(db, owner, grant)).toMatchObject({ ok: false, field: 'evidence' });
  const shown = { ...grant, evidence: 'paper form of the fair' };
  expect(await recordConsent(db, owner, { ...shown, address: '+15550000000' })).toMatchObject({
    ok: false,
    field: 'address',
  });
  expect(await recordConsent(db, owner, shown)).toEqual({ ok: true });
  await db.tx((tx) =>
    appendConsent(tx, owner.workspaceId, {
      ...row,
      act: 'revoke',
      basis: 'keyword',
      medium: 'text',
      atMs: nowMs + 1,
    }),
  );
  expect(await recordConsent(db, owner, { ...shown, atMs: nowMs + 2 })).toMatchObject({
    ok: false,
    reason: expect.stringContaining('Only the lead can take that back'),
  });
  expect((await consentsOfLead(db, owner, leadId)).map((one) => one.act)).toEqual(['grant', 'revoke']);
});
