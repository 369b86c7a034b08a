import { expect, it } from 'vitest';
import { testDatabase } from '#prisma/testing/database.ts';
import { CommitLog } from './commit-log.ts';

it('calls at the same time share one flush, and one that comes during a flush waits for the next', async () => {
  const db = await testDatabase();
  await db.write.workspace.count();
  const log = new CommitLog(db.file);
  const first = log.flush();
  expect(log.flush()).toBe(first);
  await Promise.resolve();
  const during = log.flush();
  expect(during).not.toBe(first);
  await Promise.all([first, during]);
  await log.close();
});

it('a log that cannot be opened fails the call, and is tried again by the next', async () => {
  const db = await testDatabase();
  const log = new CommitLog(db.file);
  await expect(log.flush()).rejects.toThrow('ENOENT');
  await db.write.workspace.count();
  await log.flush();
  await log.close();
});
