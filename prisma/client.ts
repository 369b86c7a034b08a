import { endOfTurn, ReadingSqlite, WritingSqlite, whenFree } from './adapter.ts';
import { CommitLog } from './commit-log.ts';
import { type Prisma, PrismaClient } from './generated/client.ts';
import { type Sql, sqlOn } from './sql.ts';

/** What the callback of `db.tx` is given. */
export type Tx = Prisma.TransactionClient;

/**
 * The database of one process: one connection that writes, one that only reads. Open it once (`prisma/database.ts`);
 * a second writer in the same process would only wait for the first.
 */
export type Db = {
  file: string;
  /** Everything that changes something. Each call waits for its turn. */
  write: PrismaClient;
  /** For pages: sees what is committed, never waits for a writer, cannot write. */
  read: PrismaClient;
  /**
   * One transaction that holds the write lock from its first moment: what it has read is still true when it writes.
   * Await nothing in it but `tx`: no network, no other query (asking `db.write`, `db.tx` or `db.sync` throws).
   * `sql` is the same transaction, for functions that take one (`upsertLead`).
   */
  tx: <T>(body: (tx: Tx, sql: Sql) => Promise<T>) => Promise<T>;
  /**
   * The same, without a promise in it and about ten times as fast: for the hot path and for bulk work.
   * It throws what `body` throws, and then nothing of it happened.
   */
  sync: <T>(body: (sql: Sql) => T) => Promise<T>;
  /**
   * Resolves when everything committed so far would outlast a power cut. A commit alone outlasts the end of a process, not
   * that of the machine: call it before something leaves that must not leave twice, and before anybody is told that
   * we have what they said. Calls at the same time share one flush.
   */
  flush: () => Promise<void>;
  /** Plain SQL on the reading connection, for lists that Prisma cannot say. */
  rows: <T>(body: (sql: Sql) => T) => Promise<T>;
  close: () => Promise<void>;
};

/** Next bundles a module more than once: a transaction begun by one copy is handed to the others. */
const KEY = Symbol.for('baton.transactions');
const shared = globalThis as typeof globalThis & { [KEY]?: WeakMap<Tx, Sql> };
shared[KEY] ??= new WeakMap();
const plain = shared[KEY];

/** Plain SQL in a transaction of `db.tx`, for what the hot path asks again and again. */
export function sqlOf(tx: Tx): Sql {
  const sql = plain.get(tx);
  if (sql === undefined) throw new Error('This is no transaction of `db.tx`.');
  return sql;
}

/** A waiting transaction is behind short ones only; the second figure ends one that forgot itself. */
const TRANSACTION = { maxWait: 20_000, timeout: 10_000 };

/** Opens a migrated database. */
export function openDatabase(file: string): Db {
  const writer = new WritingSqlite(file);
  const reader = new ReadingSqlite(file);
  const write = new PrismaClient({ adapter: writer, transactionOptions: TRANSACTION });
  const read = new PrismaClient({ adapter: reader, transactionOptions: TRANSACTION });

  const writingHandle = async () => {
    await write.$connect();
    return present(writer.handle);
  };
  const readingHandle = async () => {
    await read.$connect();
    return present(reader.handle);
  };

  const log = new CommitLog(file);

  return {
    file,
    write,
    read,
    flush: () => log.flush(),
    tx: (body) =>
      write.$transaction((tx) => {
        const sql = sqlOn(present(writer.handle));
        plain.set(tx, sql);
        return writer.queue.inside(() => body(tx, sql));
      }),
    async sync(body) {
      const handle = await writingHandle();
      const release = await writer.queue.acquire();
      let end = release;
      try {
        await whenFree(() => handle.exec('BEGIN IMMEDIATE'));
        end = endOfTurn(writer.queue, release);
        const result = body(sqlOn(handle));
        if (result instanceof Promise) {
          throw new Error('The body of db.sync may not be async: it would be committed before it ran.');
        }
        handle.exec('COMMIT');
        return result;
      } catch (error) {
        if (handle.inTransaction) {
          handle.exec('ROLLBACK');
        }
        throw error;
      } finally {
        end();
      }
    },
    async rows(body) {
      return body(sqlOn(await readingHandle()));
    },
    async close() {
      await log.close();
      await Promise.all([write.$disconnect(), read.$disconnect()]);
    },
  };
}

function present<T>(handle: T | null): T {
  if (handle === null) {
    throw new Error('The database is not connected.');
  }
  return handle;
}
