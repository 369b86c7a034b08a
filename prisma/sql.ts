import type Database from 'better-sqlite3';

/** What SQLite takes as a parameter. Booleans are 0 and 1. */
export type SqlValue = string | number | null;

/**
 * Typed SQL on one connection. Rows come as SQLite has them: whole numbers as numbers, booleans as 0 and 1, instants
 * as the milliseconds they are stored as.
 */
export type Sql = {
  get: <Row>(text: string, ...values: SqlValue[]) => Row | undefined;
  all: <Row>(text: string, ...values: SqlValue[]) => Row[];
  run: (text: string, ...values: SqlValue[]) => { changes: number; lastInsertRowid: number };
};

const KEPT_STATEMENTS = 500;
const known = new WeakMap<Database.Database, Sql>();

/** The same object for the same connection; its statements are kept, so write SQL with `?` and never with values. */
export function sqlOn(handle: Database.Database): Sql {
  const before = known.get(handle);
  if (before) {
    return before;
  }
  const statements = new Map<string, Database.Statement<SqlValue[]>>();
  const prepared = (text: string) => {
    let statement = statements.get(text);
    if (!statement) {
      if (statements.size >= KEPT_STATEMENTS) {
        statements.clear();
      }
      // Prisma's adapter makes whole numbers bigints for the whole connection.
      statement = handle.prepare<SqlValue[]>(text).safeIntegers(false);
      statements.set(text, statement);
    }
    return statement;
  };
  const sql: Sql = {
    get: <Row>(text: string, ...values: SqlValue[]) => prepared(text).get(...values) as Row | undefined,
    all: <Row>(text: string, ...values: SqlValue[]) => prepared(text).all(...values) as Row[],
    run: (text, ...values) => {
      const { changes, lastInsertRowid } = prepared(text).run(...values);
      return { changes, lastInsertRowid: Number(lastInsertRowid) };
    },
  };
  known.set(handle, sql);
  return sql;
}
