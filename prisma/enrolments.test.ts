import { describe, expect, it } from 'vitest';
import type { Caller } from './caller.ts';
import { systemCaller } from './caller.ts';
import type { Db } from './client.ts';
import { enrolByHand, enrolByTrigger, fireTrigger, readPlan } from './enrolments.ts';
import { runOnLeads } from './lead-runs.ts';
import { setPlayArchived, setPlayPaused } from './plays.ts';
import { performAct } from './step-acts.ts';
import { testDatabase } from './testing/database.ts';
import {
  byHand,
  end,
  NOON_MS,
  seedLeads,
  seedPlay,
  seedWorkspace,
  straightPlay,
  wait,
} from './testing/seed.ts';

const clock = { nowMs: NOON_MS, wallMs: NOON_MS };

/** A lead, and a play that a form and a signal start as well, which somebody has paused. */
async function pausedPlay() {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  const [lead] = await seedLeads(db, workspace.id, 1);
  if (!lead) throw new Error('A lead is seeded.');
  const owner: Caller = { workspaceId: workspace.id, userId: 'u1', role: 'owner' };
  const { playId } = await seedPlay(db, sender, straightPlay('Follow up', [byHand, wait('days', 2), end]));
  await db.write.playVersion.updateMany({
    where: { playId },
    data: { triggers: JSON.stringify([{ by: 'form', form: 'quote' }, { by: 'import' }]) },
  });
  const pause = (paused: boolean) => setPlayPaused(db, owner, { playId, paused, wallMs: NOON_MS });
  expect(await pause(true)).toEqual({ ok: true });
  return { db, workspace, sender, owner, lead, playId, pause };
}

const saidOf = (db: Db, leadId: string) =>
  db.read.timelineEntry.findMany({
    where: { leadId, kind: 'notEntered' },
    select: { title: true, detail: true },
  });

const SAID = { title: 'Did not enter Follow up', detail: 'The play is paused.' };

describe('a paused play lets nobody in', () => {
  it('by hand, from a dialog that was open when it was paused; resumed it does', async () => {
    const { db, owner, lead, playId, pause } = await pausedPlay();
    const request = { playId, leads: { ids: [lead.id] }, wallMs: NOON_MS };
    expect(await runOnLeads(db, owner, request)).toEqual({
      ok: true,
      entered: 0,
      refusals: [{ reason: 'The play is paused.', leads: 1 }],
    });
    expect(await saidOf(db, lead.id)).toEqual([SAID]);
    expect(await db.read.outbox.count()).toBe(0);
    await pause(false);
    expect(await runOnLeads(db, owner, request)).toMatchObject({ entered: 1, refusals: [] });
  });

  it('from another play, whose run goes on where the play was not started', async () => {
    const { db, workspace, sender, lead, playId } = await pausedPlay();
    const starts = { id: 'starts', kind: 'startPlay', config: { play: playId } };
    const context = {
      plays: [{ id: playId, name: 'Follow up', starts: [], hasReentryGap: false, isLive: true }],
      leadFields: [],
      longestClosedMs: () => 0,
    };
    const drawn = {
      format: 'baton.play',
      version: 1,
      name: 'First',
      nodes: [byHand, starts, end].map((node, i) => ({ ...node, at: { x: 0, y: i * 120 } })),
      edges: [
        { from: 'start', port: 'next', to: 'starts' },
        { from: 'starts', port: 'started', to: 'end' },
      ],
    };
    const first = await seedPlay(db, sender, drawn, undefined, { context });
    const caller = systemCaller(workspace.id);
    await enrolByHand(db, caller, { playId: first.playId, leadIds: [lead.id], wallMs: NOON_MS });
    const outcome = await db.tx(async (tx, sql) => {
      const row = await tx.enrolment.findFirstOrThrow({ where: { playId: first.playId } });
      const plan = readPlan(sql, workspace.id, first.planHash);
      const instruction = plan.code.find((each) => each.op === 'act');
      if (instruction?.op !== 'act') throw new Error('The play starts another.');
      return performAct(tx, { row, instruction, ...clock });
    });
    expect(outcome).toEqual({ kind: 'refused', why: 'The play is paused.' });
    expect(await saidOf(db, lead.id)).toEqual([SAID]);
    expect(await db.read.enrolment.count({ where: { playId } })).toBe(0);
  });

  it('from a form, which is told why, nor from an import', async () => {
    const { db, workspace, lead, playId } = await pausedPlay();
    const trigger = { by: 'form' as const, form: 'quote', ageMs: 0 };
    const offered = await db.tx((tx) =>
      fireTrigger(tx, workspace.id, { leadId: lead.id, trigger, ...clock }),
    );
    expect(offered).toEqual([
      { playId, play: 'Follow up', enrolmentId: null, reason: 'The play is paused.' },
    ]);
    expect(await saidOf(db, lead.id)).toEqual([SAID]);
    const imported = { by: 'import' as const, tag: null };
    const request = { leadIds: [lead.id], trigger: imported, wallMs: NOON_MS };
    expect((await enrolByTrigger(db, systemCaller(workspace.id), request)).entered).toEqual([]);
    expect(await db.read.enrolment.count()).toBe(0);
  });
});

it('a play that was put away lets nobody in either, and the lead’s timeline says so', async () => {
  const { db, owner, lead, playId } = await pausedPlay();
  await setPlayArchived(db, owner, { playId, archived: true, nowMs: NOON_MS });
  const request = { playId, leads: { ids: [lead.id] }, wallMs: NOON_MS };
  expect(await runOnLeads(db, owner, request)).toMatchObject({
    entered: 0,
    refusals: [{ reason: 'The play is not live.', leads: 1 }],
  });
  expect(await saidOf(db, lead.id)).toEqual([{ ...SAID, detail: 'The play is not live.' }]);
});

it('a lead of another workspace is told nothing', async () => {
  const { db, playId, owner } = await pausedPlay();
  const { workspace: other } = await seedWorkspace(db);
  const [stranger] = await seedLeads(db, other.id, 1);
  if (!stranger) throw new Error('A lead is seeded.');
  const done = await enrolByHand(db, owner, { playId, leadIds: [stranger.id], wallMs: NOON_MS });
  expect(done.entered).toEqual([]);
  expect(await saidOf(db, stranger.id)).toEqual([]);
});

it('a handful run by hand goes before an import, a whole list queues with it', async () => {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  const { playId } = await seedPlay(db, sender, straightPlay('Fair', [byHand, wait('day', 1), end]));
  const leads = await seedLeads(db, workspace.id, 42);
  const run = (from: number, to: number) =>
    enrolByHand(db, systemCaller(workspace.id), {
      playId,
      leadIds: leads.slice(from, to).map(({ id }) => id),
      wallMs: NOON_MS,
    });
  await run(0, 20);
  await run(20, 42);
  const rows = await db.read.enrolment.groupBy({ by: ['origin'], _count: true, orderBy: { origin: 'asc' } });
  expect(rows).toEqual([
    { origin: 'hand', _count: 20 },
    { origin: 'list', _count: 22 },
  ]);
});
