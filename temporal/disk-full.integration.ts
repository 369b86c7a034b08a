import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemCaller } from '#prisma/caller.ts';
import { enrolByHand } from '#prisma/enrolments.ts';
import {
  byHand,
  end,
  seedLeads,
  seedPlay,
  seedWorkspace,
  straightPlay,
  text,
  wait,
} from '#prisma/testing/seed.ts';
import { type House, openHouse } from '#temporal/testing/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 60_000);
afterAll(() => house?.close());

/** SQLite's own way to a full disk: from now on the file may not grow by more than some pages. */
const leaveRoomFor = (pages: number) =>
  house.db.sync((sql) => {
    const now = sql.get<{ page_count: number }>('PRAGMA page_count')?.page_count ?? 0;
    sql.get(`PRAGMA max_page_count = ${now + pages}`);
  });

it('a disk that is full stops sending, and when there is room again everybody is texted once', async () => {
  const { db } = house;
  const { workspace, sender } = await seedWorkspace(db, house.seal, Date.now());
  const leads = await seedLeads(db, workspace.id, 30);
  const play = straightPlay('Full', [
    byHand,
    text('first', 'First. STOP to end.'),
    wait('moment', 1),
    text('second', 'Second.'),
    end,
  ]);
  const { playId } = await seedPlay(db, sender, play, 800);
  await house.registerSenders();
  await enrolByHand(db, systemCaller(workspace.id), {
    playId,
    leadIds: leads.map((lead) => lead.id),
    wallMs: Date.now(),
  });
  const sent = () => db.read.message.count({ where: { workspaceId: workspace.id, state: 'accepted' } });
  await house.until('the first texts', async () => (await sent()) >= 5);
  await leaveRoomFor(3);
  await house.until('the disk to be full', () =>
    db
      .sync((sql) => {
        sql.run('CREATE TABLE IF NOT EXISTS "Filler" ("x" TEXT)');
        sql.run('INSERT INTO "Filler" VALUES (hex(zeroblob(20000)))');
      })
      .then(
        () => false,
        (error: unknown) => /full/.test(String(error)),
      ),
  );
  // Nothing can be written down, so nothing may be called for.
  const calledWhenFull = await db.read.message.count({ where: { workspaceId: workspace.id } });
  await expect(
    db.write.message.updateMany({ where: { workspaceId: workspace.id }, data: { why: 'x'.repeat(50_000) } }),
  ).rejects.toThrow(/full/);
  await leaveRoomFor(1_000_000);

  await house.until(
    'every lead to come to an end',
    async () =>
      (await db.read.enrolment.count({ where: { workspaceId: workspace.id, status: { not: 'ended' } } })) ===
      0,
    90_000,
  );
  expect(calledWhenFull).toBeLessThan(60);
  expect(await sent()).toBe(60);
  const { rows } = await house.carrier.witness({ by: 'body', limit: 1_000 });
  expect(rows.filter((row) => row.accepted !== 1)).toEqual([]);
  expect(rows).toHaveLength(60);
}, 150_000);
