import { expect, test } from 'vitest';
import { compile } from '#workflows/compile/compile.ts';
import { parsePlay } from '#workflows/compile/parse.ts';
import { draw } from '#workflows/compile/testing/draw.ts';
import type { Caller } from './caller.ts';
import type { Db } from './client.ts';
import { enrolByHand } from './enrolments.ts';
import { HERE, LEFT, liveCounts } from './live-counts.ts';
import { listVersions, publishPlay } from './play-versions.ts';
import {
  createPlay,
  listPlays,
  playsForChecks,
  readPlay,
  saveDraft,
  setPlayArchived,
  setPlayPaused,
} from './plays.ts';
import { byHand, end, seedLeads, seedPlay, straightPlay, wait } from './testing/seed.ts';
import { testWorkspace } from './testing/workspace.ts';

const nowMs = Date.UTC(2026, 10, 20, 12);
const document = (name: string, days = 1) => straightPlay(name, [byHand, wait('w', days), end]);

async function create(db: Db, caller: Caller, name: string) {
  const made = await createPlay(db, caller, { document: document(name), nowMs });
  if (!made.ok) {
    throw new Error(made.reason);
  }
  return made.playId;
}

function compiled(draft: unknown) {
  const parsed = parsePlay(draft);
  const result = parsed.ok
    ? compile(parsed.play, { plays: [], leadFields: [], longestClosedMs: () => 0 })
    : null;
  if (!result?.ok) {
    throw new Error('does not compile');
  }
  return result;
}

test('a draft is saved over the revision it was made from; whoever is late is shown the newer one', async () => {
  const { db, owner } = await testWorkspace();
  const playId = await create(db, owner, 'Follow up');
  const [ours, theirs] = await Promise.all([
    saveDraft(db, owner, { playId, revision: 1, document: document('Ours', 2), nowMs }),
    saveDraft(db, owner, { playId, revision: 1, document: document('Theirs', 3), nowMs }),
  ]);
  expect(ours).toEqual({ ok: true, revision: 2 });
  expect(theirs).toMatchObject({
    ok: false,
    reason: expect.stringContaining('Nothing was overwritten'),
    newer: { revision: 2, document: { ok: true, play: { name: 'Ours' } } },
  });
  // The same document again, because its answer was lost.
  expect(await saveDraft(db, owner, { playId, revision: 1, document: document('Ours', 2), nowMs })).toEqual(
    ours,
  );
  expect(await readPlay(db, owner, playId)).toMatchObject({
    name: 'Ours',
    revision: 2,
    state: 'draft',
    live: null,
  });
});

test('what is no play is refused at the part that is wrong', async () => {
  const { db, owner } = await testWorkspace();
  expect(
    await createPlay(db, owner, { document: { format: 'baton.play', version: 99 }, nowMs }),
  ).toMatchObject({
    ok: false,
    field: 'version',
  });
  expect(await createPlay(db, owner, { document: JSON.parse('{"__proto__":{"x":1}}'), nowMs })).toMatchObject(
    { ok: false },
  );
});

test('publishing makes a version of exactly the revision that was compiled', async () => {
  const { db, owner, senderId } = await testWorkspace();
  const playId = await create(db, owner, 'Follow up');
  const request = {
    playId,
    revision: 1,
    compiled: compiled(document('Follow up')),
    senderId,
    note: 'first',
    nowMs,
  };
  expect(await publishPlay(db, owner, { ...request, revision: 2 })).toMatchObject({ ok: false });
  expect(await publishPlay(db, owner, { ...request, senderId: 'nobody' })).toMatchObject({
    ok: false,
    field: 'senderId',
  });
  expect(await publishPlay(db, owner, request)).toMatchObject({ ok: true, number: 1 });
  expect(await publishPlay(db, owner, request)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('since version 1'),
  });
  expect(await readPlay(db, owner, playId)).toMatchObject({
    state: 'live',
    changed: false,
    live: { number: 1 },
  });

  await saveDraft(db, owner, { playId, revision: 1, document: document('Follow up', 5), nowMs });
  expect(await readPlay(db, owner, playId)).toMatchObject({ changed: true });
  const next = { ...request, revision: 2, compiled: compiled(document('Follow up', 5)), note: 'slower' };
  expect(await publishPlay(db, owner, next)).toMatchObject({ ok: true, number: 2 });
  expect(await listVersions(db, owner, playId)).toMatchObject([
    { number: 2, note: 'slower', author: 'Maya Ortiz', sender: { id: senderId }, leadsIn: 0 },
    { number: 1, note: 'first' },
  ]);
  expect(await publishPlay(db, { ...owner, role: 'rep' }, next)).toMatchObject({ ok: false });
});

test('counts of a live play: who is in it, at which step, and by which port they left', async () => {
  const { db, owner, senderId } = await testWorkspace();
  const playId = await create(db, owner, 'Follow up');
  expect(await liveCounts(db, owner, playId)).toBeNull();
  await publishPlay(db, owner, {
    playId,
    revision: 1,
    compiled: compiled(document('Follow up')),
    senderId,
    note: '',
    nowMs,
  });
  const leads = await seedLeads(db, owner.workspaceId, 3, { consent: false });
  await enrolByHand(db, owner, { playId, leadIds: leads.map((lead) => lead.id), wallMs: nowMs });
  const [gone] = await db.read.enrolment.findMany();
  await db.write.enrolment.update({ where: { id: gone?.id }, data: { status: 'ended', nodeId: 'end' } });
  await db.write.leaving.create({
    data: {
      enrolmentId: gone?.id ?? '',
      number: 1,
      workspaceId: owner.workspaceId,
      playId,
      versionId: gone?.versionId ?? '',
      nodeId: 'w',
      port: 'next',
      atMs: nowMs,
    },
  });
  expect(await liveCounts(db, owner, playId)).toEqual({
    environment: 'sandbox',
    entered: 3,
    ended: 1,
    nodes: {
      w: { here: 2, stuck: 0, entered: 3, left: { next: 1 } },
      end: { here: 0, stuck: 0, entered: 1, left: {} },
    },
  });
  const { plays } = await listPlays(db, owner);
  expect(plays).toMatchObject([{ id: playId, leadsIn: 2, leadsEver: 3, live: { environment: 'sandbox' } }]);
});

test('resuming a play tells the runs that were held; pausing twice is one pause', async () => {
  const { db, owner, senderId } = await testWorkspace();
  const playId = await create(db, owner, 'Follow up');
  expect(await setPlayPaused(db, owner, { playId, paused: true, wallMs: nowMs })).toMatchObject({
    ok: false,
  });
  await publishPlay(db, owner, {
    playId,
    revision: 1,
    compiled: compiled(document('Follow up')),
    senderId,
    note: '',
    nowMs,
  });
  const leads = await seedLeads(db, owner.workspaceId, 2, { consent: false });
  await enrolByHand(db, owner, { playId, leadIds: leads.map((lead) => lead.id), wallMs: nowMs });
  const pause = { playId, paused: true, wallMs: nowMs };
  expect(await setPlayPaused(db, owner, pause)).toEqual({ ok: true });
  expect(await setPlayPaused(db, owner, pause)).toEqual({ ok: true });
  const [held] = await db.read.enrolment.findMany();
  await db.write.enrolment.update({ where: { id: held?.id }, data: { status: 'held' } });
  expect(await setPlayPaused(db, owner, { ...pause, paused: false })).toEqual({ ok: true });
  const events = await db.read.enrolmentEvent.findMany();
  expect(events.map((event) => [event.enrolmentId, JSON.parse(event.json).type])).toEqual([
    [held?.id, 'retry'],
  ]);
});

test('an archived play leaves the list, says who is still in it, and comes back', async () => {
  const { db, owner } = await testWorkspace();
  const playId = await create(db, owner, 'Old');
  expect(await setPlayArchived(db, owner, { playId, archived: true, nowMs })).toEqual({
    ok: true,
    leadsIn: 0,
  });
  expect((await listPlays(db, owner)).plays).toEqual([]);
  expect((await listPlays(db, owner, { archived: true })).plays).toHaveLength(1);
  await setPlayArchived(db, owner, { playId, archived: false, nowMs });
  expect(await playsForChecks(db, owner)).toEqual([
    { id: playId, name: 'Old', starts: [], hasReentryGap: false, isLive: false },
  ]);
});

test('checks know other plays as they are live, not as they are drawn now', async () => {
  const { db, owner, senderId } = await testWorkspace();
  const sender = await db.read.sender.findUniqueOrThrow({ where: { id: senderId } });
  const starts = { kind: 'startPlay', config: { play: 'b' } };
  const context = {
    plays: [{ id: 'b', name: 'B', starts: [], hasReentryGap: false, isLive: true }],
    leadFields: [],
    longestClosedMs: () => 0,
  };
  const drawn = draw({ on: starts, bye: 'end' }, ['start on', 'on.started bye'], { name: 'A' });
  const { playId } = await seedPlay(db, sender, drawn, undefined, { context });
  const asLive = { id: playId, name: 'A', starts: ['b'], hasReentryGap: false, isLive: true };
  // Drawn anew without the start and with a gap, and not published.
  const draft = { ...drawn, reentry: { after: { value: 30, unit: 'days' } }, nodes: [] };
  await db.write.play.update({ where: { id: playId }, data: { draft: JSON.stringify(draft) } });
  expect(await playsForChecks(db, owner)).toEqual([asLive]);
  await db.write.play.update({ where: { id: playId }, data: { state: 'paused' } });
  expect(await playsForChecks(db, owner)).toEqual([asLive]);
  await db.write.play.update({ where: { id: playId }, data: { state: 'draft', liveVersionId: null } });
  expect(await playsForChecks(db, owner)).toEqual([{ ...asLive, starts: [], isLive: false }]);
});

test('counts and lists of plays are answered from indexes', async () => {
  const { db } = await testWorkspace();
  await db.rows((sql) => {
    const plan = (text: string) =>
      sql
        .all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, 'p', 'p', 'sandbox')
        .map((step) => step.detail);
    expect(plan(HERE)[0]).toMatch(/USING COVERING INDEX Enrolment_playId_status_nodeId_versionId_idx/);
    expect(plan(LEFT)[0]).toMatch(/USING COVERING INDEX Leaving_playId_nodeId_port_versionId_idx/);
  });
});
