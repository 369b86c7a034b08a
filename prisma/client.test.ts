import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { testDatabase } from '#prisma/testing/database.ts';

const counter = (name: string, value = 0) => ({ data: { name, value } });

function latch() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

test('a create issued while another transaction is open survives when that one is rolled back', async () => {
  const db = await testDatabase();
  const begun = latch();
  const created = latch();
  const doomed = db.tx(async (tx) => {
    await tx.counter.create(counter('doomed'));
    begun.open();
    await created.opened;
    throw new Error('undo');
  });
  await begun.opened;
  const kept = db.write.counter.create(counter('kept'));
  const alsoKept = db.sync((sql) => sql.run('INSERT INTO Counter (name, value) VALUES (?, 0)', 'also kept'));
  created.open();
  await expect(doomed).rejects.toThrow('undo');
  await Promise.all([kept, alsoKept]);
  const rows = await db.write.counter.findMany({ orderBy: { name: 'asc' } });
  expect(rows.map((row) => row.name)).toEqual(['also kept', 'kept']);
});

test('three processes that read and then write lose no transaction', async () => {
  const db = await testDatabase();
  await db.write.counter.create(counter('shared'));
  const script = fileURLToPath(new URL('./testing/transfer.ts', import.meta.url));
  const run = () =>
    new Promise<number | null>((resolve, reject) => {
      const child = spawn(process.execPath, [script, db.file, '150'], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      child.on('error', reject);
      child.on('close', resolve);
    });
  expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0]);
  expect(await db.read.counter.findUnique({ where: { name: 'shared' } })).toEqual({
    name: 'shared',
    value: 450,
  });
}, 60_000);

test('the reading connection does not see what is not committed, and cannot write', async () => {
  const db = await testDatabase();
  const written = latch();
  const looked = latch();
  const writing = db.tx(async (tx) => {
    await tx.counter.create(counter('new'));
    written.open();
    await looked.opened;
  });
  await written.opened;
  expect(await db.read.counter.count()).toBe(0);
  looked.open();
  await writing;
  expect(await db.read.counter.count()).toBe(1);
  await expect(db.read.counter.create(counter('no'))).rejects.toThrow();
  expect(await db.read.counter.count()).toBe(1);
});

test('a write outside the transaction that is awaited inside it is refused in words', async () => {
  const db = await testDatabase();
  const inside = /use the `tx`/;
  await expect(db.tx(() => db.write.counter.create(counter('a')))).rejects.toThrow(inside);
  await expect(db.tx(() => db.sync((sql) => sql.get('SELECT 1')))).rejects.toThrow(inside);
  await expect(db.tx(() => db.tx(async () => 1))).rejects.toThrow(inside);
  await db.write.counter.create(counter('after'));
  expect(await db.read.counter.count()).toBe(1);
});

test('what sync throws undoes all of it, and the next write goes on', async () => {
  const db = await testDatabase();
  const insert = 'INSERT INTO Counter (name, value) VALUES (?, ?)';
  await expect(
    db.sync((sql) => {
      sql.run(insert, 'a', 1);
      sql.run(insert, 'a', 2);
    }),
  ).rejects.toThrow('UNIQUE');
  await expect(db.sync(async (sql) => sql.run(insert, 'b', 1))).rejects.toThrow('may not be async');
  await db.sync((sql) => sql.run(insert, 'c', 3));
  expect(await db.rows((sql) => sql.all('SELECT name, value FROM Counter'))).toEqual([
    { name: 'c', value: 3 },
  ]);
});

test('a transaction that fails at its first write leaves the line free', async () => {
  const db = await testDatabase();
  await db.write.counter.create(counter('a'));
  await expect(db.tx((tx) => tx.counter.create(counter('a')))).rejects.toThrow();
  await expect(
    db.write.$transaction([db.write.counter.create(counter('b')), db.write.counter.create(counter('b'))]),
  ).rejects.toThrow();
  expect(await db.tx((tx) => tx.counter.count())).toBe(1);
});

test('a look outside that Prisma sends together with one inside a transaction waits for its turn and is answered', async () => {
  const db = await testDatabase();
  await db.write.counter.create({ data: { name: 'a', value: 1 } });
  const outside: Promise<unknown>[] = [];
  await db.tx(async (tx) => {
    for (let i = 0; i < 5; i += 1) {
      const inside = tx.counter.findUnique({ where: { name: 'a' } }).then(() => undefined);
      outside.push(
        new Promise((resolve) => setImmediate(resolve)).then(() =>
          db.write.counter.findUnique({ where: { name: 'a' } }),
        ),
      );
      await inside;
    }
  });
  expect(await Promise.all(outside)).toHaveLength(5);
});

test('a long loop of queries lets others have their turn', async () => {
  const db = await testDatabase();
  let turns = 0;
  const other = setInterval(() => {
    turns += 1;
  }, 1);
  await db.tx(async (tx) => {
    for (let i = 0; i < 300; i += 1) {
      await tx.counter.create(counter(`t${i}`));
    }
  });
  const inTransaction = turns;
  for (let i = 0; i < 300; i += 1) {
    await db.write.counter.create(counter(`w${i}`));
  }
  clearInterval(other);
  expect(inTransaction).toBeGreaterThan(3);
  expect(turns - inTransaction).toBeGreaterThan(3);
});

test('a query that comes after its transaction timed out writes nothing', async () => {
  const db = await testDatabase();
  const late = db.write.$transaction(
    async (tx) => {
      await tx.counter.create(counter('early'));
      await new Promise((resolve) => setTimeout(resolve, 150));
      await tx.counter.create(counter('late'));
    },
    { timeout: 50 },
  );
  await expect(late).rejects.toThrow();
  await db.write.counter.create(counter('next'));
  expect(await db.read.counter.findMany({ select: { name: true } })).toEqual([{ name: 'next' }]);
});
