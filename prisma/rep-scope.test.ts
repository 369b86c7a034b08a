import { expect, test } from 'vitest';
import type { Caller } from './caller.ts';
import { recordConsent } from './consents.ts';
import { newLead } from './lead-row.ts';
import { appendTask, countTasks, finishTask, openTasks } from './tasks.ts';
import { paperGrant } from './testing/consent.ts';
import { testWorkspace } from './testing/workspace.ts';
import { listMembers } from './workspaces.ts';

/** A rep, and a lead and its task that are another person's. */
async function withOthersLead() {
  const { db, owner } = await testWorkspace();
  const { workspaceId } = owner;
  const lead = newLead(
    { id: 'others', workspaceId, nowMs: 0, workspaceCountry: 'US' },
    { firstName: 'Ada', cellPhone: '+15046218927', ownerId: owner.userId },
  );
  await db.write.lead.create({ data: lead });
  const task = { kind: 'unheard' as const, sentence: 'Answer them.', nowMs: 0 };
  await db.tx((tx) => appendTask(tx, workspaceId, { ...task, leadId: lead.id, key: 'theirs' }));
  const rep: Caller = { workspaceId, userId: 'rep', role: 'rep' };
  return { db, owner, rep, leadId: lead.id };
}

test("a rep records no consent of another's lead", async () => {
  const { db, owner, rep, leadId } = await withOthersLead();
  const grant = { ...paperGrant(leadId, 0), evidence: 'paper form of the fair', by: 'Rep' };
  expect(await recordConsent(db, rep, grant)).toEqual({
    ok: false,
    reason: 'There is no such lead any more.',
  });
  expect(await db.read.consent.count()).toBe(0);
  expect(await recordConsent(db, owner, grant)).toEqual({ ok: true });
});

test("a rep neither counts nor finishes the tasks of another's lead", async () => {
  const { db, owner, rep } = await withOthersLead();
  const { id: taskId } = await db.read.task.findFirstOrThrow();
  expect((await openTasks(db, rep)).tasks).toEqual([]);
  expect(await countTasks(db, rep, 1)).toEqual({ open: 0, late: 0 });
  expect(await countTasks(db, owner, 1)).toEqual({ open: 1, late: 0 });
  const done = { taskId, nowMs: 1, by: 'Rep' };
  expect(await finishTask(db, rep, done)).toEqual({ ok: false, reason: 'There is no such task any more.' });
  expect((await openTasks(db, owner)).tasks).toHaveLength(1);

  const { workspaceId } = owner;
  const ofNobody = { kind: 'unknownReply' as const, sentence: 'Who is this?', nowMs: 0, key: 'nobody' };
  await db.tx((tx) => appendTask(tx, workspaceId, { ...ofNobody, leadId: null }));
  expect(await countTasks(db, rep, 1)).toEqual({ open: 1, late: 0 });
  const open = (await openTasks(db, rep)).tasks[0]?.id ?? '';
  expect(await finishTask(db, rep, { ...done, taskId: open })).toEqual({ ok: true });
});

test('a rep sees the names of colleagues, and neither their addresses nor their roles', async () => {
  const { db, owner, rep } = await withOthersLead();
  expect(await listMembers(db, rep)).toEqual([{ userId: owner.userId, name: 'Maya Ortiz' }]);
});
