import { expect, test } from 'vitest';
import type { Db } from './client.ts';
import { enrolByHand, enrolChunk } from './enrolments.ts';
import { importLeads } from './imports.ts';
import { end, NOON_MS, seedPlay, straightPlay, wait } from './testing/seed.ts';
import { testWorkspace } from './testing/workspace.ts';

const byImport = { id: 'start', kind: 'trigger', config: { by: 'import' } };
const drawn = straightPlay('Fair', [byImport, wait('w', 1), end]);

const lead = (n: number) => ({
  rowNumber: n,
  entry: { change: { firstName: 'Dana', email: `dana.${n}@example.org` }, externalIds: [] },
});

async function openPlay() {
  const { db, owner, senderId } = await testWorkspace();
  const sender = await db.read.sender.findUniqueOrThrow({ where: { id: senderId } });
  const { playId } = await seedPlay(db, sender, drawn);
  return { db, owner, playId };
}

const told = async (db: Db) =>
  (await db.read.timelineEntry.findMany({ where: { kind: 'notEntered' } })).map(
    ({ title, detail }) => `${title}: ${detail}`,
  );

test('an import while its play is paused tells every lead that it did not enter', async () => {
  const { db, owner, playId } = await openPlay();
  await db.write.play.update({ where: { id: playId }, data: { state: 'paused' } });
  const done = await importLeads(db, owner, { fileName: 'a.csv', rows: [1, 2, 3].map(lead) });
  expect(done).toMatchObject({ report: { created: 3, entered: 0, notEntered: 3 } });
  expect(await db.read.enrolment.count()).toBe(0);
  expect(await told(db)).toEqual(Array(3).fill('Did not enter Fair: The play is paused.'));
});

test('nor does it enter a play that takes other imports, of which nothing is told', async () => {
  const { db, owner, playId } = await openPlay();
  await db.write.play.update({ where: { id: playId }, data: { state: 'paused' } });
  await db.write.playVersion.updateMany({ data: { triggers: JSON.stringify([{ by: 'import', tag: 'x' }]) } });
  await importLeads(db, owner, { fileName: 'a.csv', rows: [lead(1)] });
  expect(await told(db)).toEqual([]);
});

test('a play that is started when it is not live, or no longer there, leaves a line with the reason', async () => {
  const { db, owner, playId } = await openPlay();
  await importLeads(db, owner, { fileName: 'a.csv', rows: [] });
  await db.write.play.update({ where: { id: playId }, data: { state: 'draft', liveVersionId: null } });
  await importLeads(db, owner, { fileName: 'a.csv', rows: [lead(1)] });
  const { id: leadId } = await db.read.lead.findFirstOrThrow();
  const start = (play: string) =>
    db.tx((tx) =>
      enrolChunk(tx, owner.workspaceId, { playId: play, leadIds: [leadId], origin: 'play', wallMs: NOON_MS }),
    );
  expect(await start(playId)).toEqual({
    entered: [],
    notEntered: [{ leadId, reason: 'The play is not live.' }],
  });
  expect(await start('gone')).toMatchObject({
    notEntered: [{ leadId, reason: 'The play is not there any more.' }],
  });
  await enrolByHand(db, owner, { playId, leadIds: [leadId, 'of-another-workspace'], wallMs: NOON_MS });
  expect(await told(db)).toEqual([
    'Did not enter Fair: The play is not live.',
    'Did not enter another play: The play is not there any more.',
    'Did not enter Fair: The play is not live.',
  ]);
});
