import type { Db } from './client.ts';
import { counters } from './counters.ts';
import { outboxAge } from './outbox.ts';

/** What health tells of the whole installation: numbers only, nothing about anybody. */
export type SystemFacts = {
  /** Events and starts that Temporal has still to be told of. */
  outbox: { waiting: number; oldestWallMs: number | null };
  /** The worker's own work that is due: understanding replies, fetching emails. */
  jobs: { due: number; oldestWallMs: number | null };
  /** Runs that should have moved by now, and have not. */
  overdue: number;
  blocked: number;
  /** Senders whose providers must be asked for replies where they cannot call: without a public address. */
  realSenders: number;
  /** Named counts, none of which should move. */
  counters: Record<string, number>;
};

/** Timers are on time; a run this late is looked after by the worker's watchdog. */
export const OVERDUE_MS = 120_000;

/** @throws when the database cannot be read: then nothing works */
export async function systemFacts(db: Db, wallMs: number): Promise<SystemFacts> {
  const [outbox, jobs, oldestJob, runs, realSenders, named] = await Promise.all([
    outboxAge(db),
    db.read.job.count({ where: { runWallMs: { lte: wallMs }, kind: { not: 'advance' } } }),
    db.read.job.findFirst({
      where: { runWallMs: { lte: wallMs }, kind: { not: 'advance' } },
      orderBy: { runWallMs: 'asc' },
      select: { runWallMs: true },
    }),
    db.rows((sql) =>
      sql.get<{ overdue: number; blocked: number }>(
        `SELECT (SELECT count(*) FROM "Workspace" w JOIN "Enrolment" e ON e."workspaceId" = w."id"
                 WHERE e."status" IN ('waiting', 'held') AND e."untilMs" <= ? + w."clockOffsetMs") AS "overdue",
                (SELECT count(*) FROM "Workspace" w JOIN "Enrolment" e ON e."workspaceId" = w."id"
                 WHERE e."status" = 'blocked') AS "blocked"`,
        wallMs - OVERDUE_MS,
      ),
    ),
    db.read.sender.count({ where: { environment: 'real' } }),
    counters(db),
  ]);
  return {
    outbox: { waiting: outbox.waiting, oldestWallMs: outbox.oldestWallMs },
    jobs: { due: jobs, oldestWallMs: oldestJob?.runWallMs ?? null },
    overdue: runs?.overdue ?? 0,
    blocked: runs?.blocked ?? 0,
    realSenders,
    counters: named,
  };
}
