import type { Db } from './client.ts';

/** Timers are on time; a run this late is looked after by the worker's watchdog. */
export const OVERDUE_MS = 120_000;

/** A run that should have moved by now, with what wakes it. */
export type OverdueRun = {
  id: string;
  workspaceId: string;
  playId: string;
  leadId: string;
  entry: number;
  status: string;
  untilMs: number | null;
  clockOffsetMs: number;
};

type Clock = { id: string; clockOffsetMs: number };

/** So many of a kind and a workspace, so that many of one never hide another. */
const ROWS_A_LOOK = 500;

const CLOCKS = 'SELECT "id", "clockOffsetMs" FROM "Workspace"';
const COLUMNS = ['id', 'workspaceId', 'playId', 'leadId', 'entry', 'status', 'untilMs']
  .map((name) => `e."${name}"`)
  .join(', ');
/** What waits for something to be delivered first is the outbox's business. */
const NOT_TOLD = 'NOT EXISTS (SELECT 1 FROM "Outbox" o WHERE o."enrolmentId" = e."id")';

/** One range of an index: those who are not due are not read, however many wait. */
export const ASLEEP = `SELECT ${COLUMNS} FROM "Enrolment" e
  WHERE e."workspaceId" = ? AND e."status" = ? AND e."untilMs" <= ? AND ${NOT_TOLD}
  ORDER BY e."untilMs" LIMIT ?`;

/** Asked apart: these have no `untilMs`, and would come before all who sleep. */
export const STUCK = `SELECT ${COLUMNS} FROM "Enrolment" e
  WHERE e."workspaceId" = ? AND e."status" = 'running' AND e."recordedWallMs" <= ? AND ${NOT_TOLD}
  LIMIT ?`;

/**
 * Runs that sleep past their time (`waiting`, `held`), and for `all` those that are `running` and have written nothing for
 * as long. `movedClocks` looks at workspaces with a moved clock alone, and gives their runs no grace.
 */
export function overdueRuns(db: Db, wallMs: number, scope: 'movedClocks' | 'all'): Promise<OverdueRun[]> {
  const lateWallMs = scope === 'all' ? wallMs - OVERDUE_MS : wallMs;
  return db.rows((sql) => {
    const clocks = sql.all<Clock>(scope === 'all' ? CLOCKS : `${CLOCKS} WHERE "clockOffsetMs" <> 0`);
    return clocks.flatMap(({ id, clockOffsetMs }) => {
      const lateMs = lateWallMs + clockOffsetMs;
      const asleep = ['waiting', 'held'].flatMap((status) =>
        sql.all<Omit<OverdueRun, 'clockOffsetMs'>>(ASLEEP, id, status, lateMs, ROWS_A_LOOK),
      );
      const stuck =
        scope === 'all' ? sql.all<Omit<OverdueRun, 'clockOffsetMs'>>(STUCK, id, lateWallMs, ROWS_A_LOOK) : [];
      return [...asleep, ...stuck].map((run) => ({ ...run, clockOffsetMs }));
    });
  });
}

/** Two ranges of an index for each workspace: those who are not due are not read. */
export const LATE =
  'SELECT count(*) AS "n" FROM "Enrolment" WHERE "workspaceId" = ? AND "status" = ? AND "untilMs" <= ?';
const BLOCKED = 'SELECT count(*) AS "n" FROM "Enrolment" WHERE "workspaceId" = ? AND "status" = \'blocked\'';

/** How many runs of the whole installation sleep past their time, and how many wait for a person. */
export function standStill(db: Db, wallMs: number): Promise<{ overdue: number; blocked: number }> {
  return db.rows((sql) => {
    const count = (query: string, ...values: (string | number)[]) =>
      sql.get<{ n: number }>(query, ...values)?.n ?? 0;
    const total = { overdue: 0, blocked: 0 };
    for (const { id, clockOffsetMs } of sql.all<Clock>(CLOCKS)) {
      const lateMs = wallMs - OVERDUE_MS + clockOffsetMs;
      total.overdue += count(LATE, id, 'waiting', lateMs) + count(LATE, id, 'held', lateMs);
      total.blocked += count(BLOCKED, id);
    }
    return total;
  });
}
