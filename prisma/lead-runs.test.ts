import { expect, it } from 'vitest';
import { type Caller, NotAllowed } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { playGlances, readSetUp } from '#prisma/home-facts.ts';
import { actOnLeadRun, runnablePlays, runOnLeads, runsOfLead } from '#prisma/lead-runs.ts';
import { stepsOfLead } from '#prisma/lead-steps.ts';
import { readOperations, retryStanding } from '#prisma/operations.ts';
import { releaseSender } from '#prisma/senders.ts';
import { systemFacts } from '#prisma/system-facts.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import {
  byHand,
  end,
  NOON_MS,
  seedLeads,
  seedPlay,
  seedWorkspace,
  straightPlay,
  wait,
} from '#prisma/testing/seed.ts';
import type { initialState, State } from '#workflows/engine/state.ts';

const wallMs = NOON_MS;
const DAY_MS = 86_400_000;

async function house() {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  const [lead, other] = await seedLeads(db, workspace.id, 2);
  if (!lead || !other) throw new Error('two leads are seeded');
  const { playId } = await seedPlay(db, sender, straightPlay('Wait', [byHand, wait('days', 2), end]));
  const caller: Caller = { workspaceId: workspace.id, userId: 'u1', role: 'owner' };
  return { db, caller, lead, other, playId, sender };
}

/** Puts the only run where it would be after its first wait began. */
async function standsIn(
  db: Db,
  change: { status: string; rest: State['rest']; note?: string; untilMs?: number | null },
) {
  const row = await db.write.enrolment.findFirstOrThrow({});
  const state: State = { ...(JSON.parse(row.state) as ReturnType<typeof initialState>), rest: change.rest };
  const { status, note = null, untilMs = null } = change;
  await db.write.enrolment.update({
    where: { id: row.id },
    data: { state: JSON.stringify(state), status, note, untilMs, nodeId: 'days' },
  });
  return row.id;
}

const waiting: State['rest'] = {
  why: 'wait',
  untilMs: NOON_MS + 2 * DAY_MS,
  fixed: false,
  countedMs: NOON_MS,
};

it('a lead stands in a play with words, a latest end, and the acts that fit', async () => {
  const { db, caller, lead, playId } = await house();
  const ran = await runOnLeads(db, caller, { playId, leads: { ids: [lead.id] }, wallMs });
  expect(ran).toEqual({ ok: true, entered: 1, refusals: [] });
  const runId = await standsIn(db, { status: 'waiting', rest: waiting, untilMs: NOON_MS + 2 * DAY_MS });

  const [run] = await runsOfLead(db, caller, lead.id);
  expect(run).toMatchObject({
    play: { id: playId, name: 'Wait' },
    version: 1,
    status: 'waiting',
    where: 'Wait 2 days',
    latestMs: NOON_MS + 2 * DAY_MS,
    acts: ['pause', 'skip', 'takeOut'],
  });
  expect(await runnablePlays(db, caller, lead.id)).toMatchObject([{ id: playId, leads: 1, isIn: true }]);
  expect(await playGlances(db, caller, NOON_MS)).toMatchObject([
    { id: playId, inIt: 1, waiting: 1, blocked: 0 },
  ]);

  const act = { enrolmentId: runId, act: 'pause', wallMs, by: 'Maya' } as const;
  expect(await actOnLeadRun(db, caller, act)).toEqual({ ok: true });
  expect((await runsOfLead(db, caller, lead.id))[0]).toMatchObject({
    status: 'paused',
    latestMs: null,
    acts: ['resume', 'takeOut'],
  });
});

it('who may not write to leads, and who is of another workspace, acts on nobody', async () => {
  const { db, caller, lead, playId } = await house();
  await runOnLeads(db, caller, { playId, leads: { ids: [lead.id] }, wallMs });
  const runId = await standsIn(db, { status: 'waiting', rest: waiting });
  const act = { enrolmentId: runId, act: 'takeOut', wallMs, by: 'Maya' } as const;
  expect(await actOnLeadRun(db, { ...caller, role: 'viewer' }, act)).toMatchObject({ ok: false });
  const stranger: Caller = { ...caller, workspaceId: 'elsewhere' };
  expect(await actOnLeadRun(db, stranger, act)).toMatchObject({ ok: false });
  expect(await runsOfLead(db, stranger, lead.id)).toEqual([]);
  expect(await stepsOfLead(db, stranger, { leadId: lead.id, sinceMs: 0 })).toEqual([]);
  expect(await runOnLeads(db, stranger, { playId, leads: { ids: [lead.id] }, wallMs })).toMatchObject({
    ok: false,
  });
  // A rep acts on own and unclaimed leads only.
  await db.write.lead.update({ where: { id: lead.id }, data: { ownerId: 'somebody' } });
  expect(await actOnLeadRun(db, { ...caller, role: 'rep' }, act)).toMatchObject({ ok: false });
  await expect(readOperations(db, { ...caller, role: 'rep' }, { nowMs: wallMs, wallMs })).rejects.toThrow(
    NotAllowed,
  );
});

it('leads that cannot enter are counted by reason', async () => {
  const { db, caller, lead, other, playId } = await house();
  await runOnLeads(db, caller, { playId, leads: { ids: [lead.id] }, wallMs });
  expect(await runOnLeads(db, caller, { playId, leads: { filter: {} }, wallMs })).toEqual({
    ok: true,
    entered: 1,
    refusals: [{ reason: 'Is in this play already.', leads: 1 }],
  });
  expect(await runsOfLead(db, caller, other.id)).toHaveLength(1);
});

it('a message that waits for its hour is held in words; one that a person must free offers to try again', async () => {
  const { db, caller, lead, playId } = await house();
  await runOnLeads(db, caller, { playId, leads: { ids: [lead.id] }, wallMs });
  await standsIn(db, {
    status: 'waiting',
    rest: { ...waiting, why: 'defer' },
    note: 'Held until Tue 08:00.',
  });
  expect((await runsOfLead(db, caller, lead.id))[0]).toMatchObject({
    status: 'held',
    acts: ['pause', 'takeOut'],
  });
  await standsIn(db, { status: 'blocked', rest: { ...waiting, why: 'blocked', untilMs: null } });
  expect((await runsOfLead(db, caller, lead.id))[0]).toMatchObject({
    status: 'blocked',
    latestMs: null,
    acts: ['retry', 'pause', 'takeOut'],
  });
});

it('operations name who stands still and why, and trying again reaches every run', async () => {
  const { db, caller, lead, playId, sender } = await house();
  const clock = { nowMs: wallMs, wallMs };
  expect(await readOperations(db, caller, clock)).toMatchObject({
    blocked: { count: 0, rows: [] },
    senders: [],
  });
  await runOnLeads(db, caller, { playId, leads: { ids: [lead.id] }, wallMs });
  await standsIn(db, { status: 'blocked', rest: null, note: 'The template is gone.' });
  await db.write.sender.update({
    where: { id: sender.id },
    data: { heldSinceMs: wallMs, heldWhy: 'Bad key.' },
  });

  const found = await readOperations(db, caller, clock);
  expect(found.blocked).toMatchObject({
    count: 1,
    rows: [
      { lead: { id: lead.id }, play: { name: 'Wait' }, where: 'Wait 2 days', note: 'The template is gone.' },
    ],
  });
  expect(found.senders).toMatchObject([{ id: sender.id, why: 'Bad key.', waiting: 0 }]);
  expect(found.outbox.waiting).toBe(1);
  expect(await systemFacts(db, wallMs)).toMatchObject({ blocked: 1, outbox: { waiting: 1 } });

  expect(await retryStanding(db, caller, { which: 'blocked', wallMs, by: 'Maya' })).toEqual({
    ok: true,
    tried: 1,
  });
  expect(await db.read.enrolmentEvent.count()).toBe(1);
  await standsIn(db, { status: 'held', rest: null });
  expect(await releaseSender(db, caller, { senderId: sender.id, wallMs })).toEqual({ ok: true, woken: 1 });
  expect(await db.read.sender.findFirst({ where: { heldSinceMs: { not: null } } })).toBeNull();
});

it('the set-up list follows what is there', async () => {
  const { db, caller } = await house();
  expect(await readSetUp(db, caller)).toEqual({
    hasLeads: true,
    hasPlay: true,
    hasLivePlay: true,
    hasSentText: false,
    hasReply: false,
  });
  expect(await readSetUp(db, { ...caller, workspaceId: 'elsewhere' })).toMatchObject({
    hasLeads: false,
    hasPlay: false,
  });
});

it('the way through a play is told by its steps and its end', async () => {
  const { db, caller, lead, playId } = await house();
  await runOnLeads(db, caller, { playId, leads: { ids: [lead.id] }, wallMs });
  const run = await db.write.enrolment.findFirstOrThrow({});
  const { workspaceId, versionId } = run;
  const left = { enrolmentId: run.id, workspaceId, playId, versionId, port: 'next' };
  await db.write.leaving.create({ data: { ...left, number: 1, nodeId: 'start', atMs: NOON_MS } });
  await db.write.leaving.create({ data: { ...left, number: 2, nodeId: 'days', atMs: NOON_MS + 2 * DAY_MS } });
  await db.write.enrolment.update({
    where: { id: run.id },
    data: { status: 'ended', endedAtMs: NOON_MS + 2 * DAY_MS + 1, endLabel: 'ended' },
  });
  const steps = await stepsOfLead(db, caller, { leadId: lead.id, sinceMs: 0 });
  expect(steps.map(({ kind, title, detail }) => [kind, title, detail])).toEqual([
    ['ended', 'Left the play', ''],
    ['moved', 'Wait 2 days: done', ''],
  ]);
});
