import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3';
import Database from 'better-sqlite3';
import { breathe, WriteQueue } from './write-queue.ts';

/**
 * The stock adapter loses committed writes (a plain create issued while a transaction is open runs inside it and goes
 * with its rollback), loses read-then-write transactions between processes (its BEGIN is deferred), and never lets go
 * of its mutex after a BEGIN that failed. These two subclasses mend that.
 */

type Adapter = Awaited<ReturnType<PrismaBetterSqlite3['connect']>>;
type Transaction = Awaited<ReturnType<Adapter['startTransaction']>>;

/** SQLite's own wait blocks the event loop, so it is short; after it `whenFree` waits without blocking. */
const BUSY_TIMEOUT_MS = 5;
const GIVE_UP_MS = 15_000;

const OPEN_TIMEOUT_MS = 5_000;

/** The one connection of a process that writes. */
export class WritingSqlite extends PrismaBetterSqlite3 {
  readonly queue = new WriteQueue();
  /** The handle itself, once connected. Only `sync` may use it, in the queue. */
  handle: Database.Database | null = null;

  constructor(file: string) {
    super({ url: `file:${file}`, fileMustExist: true, timeout: OPEN_TIMEOUT_MS });
  }

  override async connect(): Promise<Adapter> {
    if (this.handle?.open) {
      throw new Error('A second writing connection in one process: everything must go through the same Db.');
    }
    const stock = await super.connect();
    const handle = handleOf(stock);
    handle.pragma('journal_mode = WAL');
    handle.pragma('synchronous = NORMAL');
    handle.pragma('foreign_keys = ON');
    handle.pragma('temp_store = MEMORY');
    handle.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    this.handle = handle;
    const { queue } = this;
    return {
      provider: stock.provider,
      adapterName: stock.adapterName,
      queryRaw: (query) => queue.run(() => whenFree(() => stock.queryRaw(query))),
      executeRaw: (query) => queue.run(() => whenFree(() => stock.executeRaw(query))),
      executeScript: (script) => queue.run(() => whenFree(() => stock.executeScript(script))),
      startTransaction: async () => {
        const release = await queue.acquire();
        try {
          await whenFree(() => stock.executeRaw({ sql: 'BEGIN IMMEDIATE', args: [], argTypes: [] }));
        } catch (error) {
          release();
          throw error;
        }
        return transactionOn(stock, handle, endOfTurn(queue, release));
      },
      dispose: () => stock.dispose(),
    };
  }
}

/** A connection for pages: cannot write, and never sees what is not committed. */
export class ReadingSqlite extends PrismaBetterSqlite3 {
  handle: Database.Database | null = null;

  constructor(file: string) {
    super({ url: `file:${file}`, fileMustExist: true, readonly: true, timeout: OPEN_TIMEOUT_MS });
  }

  override async connect(): Promise<Adapter> {
    const stock = await super.connect();
    const handle = handleOf(stock);
    handle.pragma('temp_store = MEMORY');
    handle.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
    this.handle = handle;
    return stock;
  }
}

/** Ends a turn that has the lock from now on. */
export function endOfTurn(queue: WriteQueue, release: () => void): () => void {
  const sinceMs = performance.now();
  return () => {
    queue.held(sinceMs);
    release();
  };
}

function transactionOn(stock: Adapter, handle: Database.Database, release: () => void): Transaction {
  let over = false;
  const end = async () => {
    if (!over) {
      over = true;
      // A COMMIT that failed (a full disk) leaves the transaction open.
      if (handle.open && handle.inTransaction) {
        handle.exec('ROLLBACK');
      }
      release();
    }
  };
  const whileOpen = async <T>(work: () => Promise<T>): Promise<T> => {
    await breathe();
    if (over) {
      throw new Error('The transaction took too long and was rolled back; a query of it came after that.');
    }
    return work();
  };
  const savepoint = async (sql: string) => {
    await stock.executeRaw({ sql, args: [], argTypes: [] });
  };
  return {
    provider: stock.provider,
    adapterName: stock.adapterName,
    // Prisma itself sends COMMIT or ROLLBACK, then calls commit() or rollback().
    options: { usePhantomQuery: false },
    queryRaw: (query) => whileOpen(() => stock.queryRaw(query)),
    executeRaw: (query) => whileOpen(() => stock.executeRaw(query)),
    commit: end,
    rollback: end,
    createSavepoint: (name) => savepoint(`SAVEPOINT ${name}`),
    rollbackToSavepoint: (name) => savepoint(`ROLLBACK TO ${name}`),
    releaseSavepoint: (name) => savepoint(`RELEASE SAVEPOINT ${name}`),
  };
}

/**
 * Repeats what found the file locked by another process. Only for what takes the lock with its first statement: a
 * refusal then means that nothing was done.
 */
export async function whenFree<T>(work: () => T | Promise<T>): Promise<T> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  for (let wait = 1; ; wait = Math.min(wait * 2, 16)) {
    try {
      return await work();
    } catch (error) {
      if (!isBusy(error) || performance.now() > giveUpAt) {
        throw error;
      }
    }
    // Spread, so that two processes do not keep meeting.
    await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())));
  }
}

function isBusy(error: unknown): boolean {
  if (error instanceof Database.SqliteError) {
    return error.code.startsWith('SQLITE_BUSY');
  }
  const cause = error instanceof Error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'kind' in cause && cause.kind === 'SocketTimeout';
}

function handleOf(adapter: Adapter): Database.Database {
  const client: unknown = 'client' in adapter ? adapter.client : undefined;
  if (client instanceof Database) {
    return client;
  }
  throw new Error('@prisma/adapter-better-sqlite3 changed: its connection is no longer at `client`.');
}
