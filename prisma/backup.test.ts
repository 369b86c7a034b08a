import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { backupDatabase, restoreDatabase } from './backup.ts';
import { openDatabase } from './client.ts';
import { end, seedPlay, straightPlay, wait } from './testing/seed.ts';
import { testWorkspace } from './testing/workspace.ts';

const byHand = { id: 'start', kind: 'trigger', config: { by: 'hand' } };

test('a backup made while others write is restored with its live plays paused, and the old database is kept', async () => {
  const { db, senderId } = await testWorkspace();
  const sender = await db.read.sender.findUniqueOrThrow({ where: { id: senderId } });
  await seedPlay(db, sender, straightPlay('Follow up', [byHand, wait('w', 1), end]));
  const folder = dirname(db.file);
  const copy = join(folder, 'copy.db');
  let writing = true;
  const writer = (async () => {
    for (let i = 0; writing; i += 1) {
      await db.write.counter.create({ data: { name: `c${i}` } });
    }
  })();
  await backupDatabase(db.file, copy);
  writing = false;
  await writer;
  await db.write.counter.create({ data: { name: 'after' } });

  const file = join(folder, 'other.db');
  copyFileSync(copy, file);
  const restored = await restoreDatabase(copy, file);
  expect(restored).toMatchObject({
    ok: true,
    pausedPlays: 1,
    before: expect.stringContaining('other.db.before-'),
  });
  expect(restored.ok && existsSync(restored.before ?? '')).toBe(true);
  const other = openDatabase(file);
  expect(await other.read.play.findFirst({ select: { state: true } })).toEqual({ state: 'paused' });
  expect(await other.read.counter.findFirst({ where: { name: 'after' } })).toBeNull();
  await other.close();
});

test('what is no backup is refused, and nothing is changed', async () => {
  const { db } = await testWorkspace();
  const folder = dirname(db.file);
  const wrong = join(folder, 'wrong.db');
  writeFileSync(wrong, 'not a database, but long enough to have a header of a hundred bytes '.repeat(4));
  expect(await restoreDatabase(wrong, db.file)).toMatchObject({
    ok: false,
    reason: expect.stringContaining('Nothing was changed'),
  });
  writeFileSync(wrong, '');
  expect(await restoreDatabase(wrong, db.file)).toMatchObject({ ok: false });
  expect(await db.read.workspace.count()).toBe(1);
  expect(existsSync(`${db.file}.restoring`)).toBe(false);
});
