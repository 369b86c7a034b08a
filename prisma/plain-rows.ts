import type { Enrolment, Lead, Message, Play, Sender, Workspace } from './generated/client.ts';
import type { Sql, SqlValue } from './sql.ts';

/**
 * Whole rows by plain SQL, as Prisma would give them, for the transactions of the hot path: a send asks some twenty
 * questions, and each costs Prisma a millisecond and SQLite a hundredth of one.
 */
type Tables = {
  Enrolment: Enrolment;
  Lead: Lead;
  Message: Message;
  Play: Play;
  Sender: Sender;
  Workspace: Workspace;
};
type Table = keyof Tables;
type Value = string | number | boolean | null | Date;

/** SQLite knows neither booleans nor dates: the columns that are to be one. */
const READ: Partial<Record<Table, Record<string, (value: never) => Value>>> = {
  Enrolment: { paused: (value: number) => value === 1 },
  Workspace: { createdAt: (value: string) => new Date(value) },
};

/** The one row with this value in a unique column, or null. */
export function findRow<T extends Table>(
  sql: Sql,
  table: T,
  column: keyof Tables[T] & string,
  value: SqlValue,
): Tables[T] | null {
  const row = sql.get<Record<string, never>>(`SELECT * FROM "${table}" WHERE "${column}" = ?`, value);
  if (row === undefined) return null;
  for (const [name, read] of Object.entries<(value: never) => Value>(READ[table] ?? {})) {
    (row as Record<string, Value>)[name] = read(row[name] as never);
  }
  return row as unknown as Tables[T];
}

/** @throws when there is no such row: whoever has the id has seen it in this transaction, or a foreign key holds it. */
export function getRow<T extends Table>(sql: Sql, table: T, id: string): Tables[T] {
  const row = findRow(sql, table, 'id' as keyof Tables[T] & string, id);
  if (row === null) throw new Error(`There is no ${table} ${id}.`);
  return row;
}

/** Changes the given columns of one row. */
export function updateRow<T extends Table>(
  sql: Sql,
  table: T,
  id: string,
  changes: Partial<Tables[T]>,
): void {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const sets = given.map(([name]) => `"${name}" = ?`).join(', ');
  const { changes: count } = sql.run(
    `UPDATE "${table}" SET ${sets} WHERE "id" = ?`,
    ...given.map(([, value]) => written(value as Value)),
    id,
  );
  if (count !== 1) throw new Error(`There is no ${table} ${id}.`);
}

/** Adds a row; columns that are not given get their default. */
export function insertRow<T extends Table>(sql: Sql, table: T, row: Partial<Tables[T]>): void {
  const given = Object.entries(row).filter(([, value]) => value !== undefined);
  const names = given.map(([name]) => `"${name}"`).join(', ');
  sql.run(
    `INSERT INTO "${table}" (${names}) VALUES (${given.map(() => '?').join(', ')})`,
    ...given.map(([, value]) => written(value as Value)),
  );
}

function written(value: Value): SqlValue {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value instanceof Date ? value.toISOString() : value;
}
