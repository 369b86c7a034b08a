import type { Db } from './client.ts';
import { counters } from './counters.ts';
import { outboxAge } from './outbox.ts';
import { standStill } from './overdue-runs.ts';

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

/** @throws when the database cannot be read: then nothing works */
export async function systemFacts(db: Db, wallMs: number): Promise<SystemFacts> {
  const [outbox, jobs, oldestJob, stillStanding, realSenders, named] = await Promise.all([
    outboxAge(db),
    db.read.job.count({ where: { runWallMs: { lte: wallMs }, kind: { not: 'advance' } } }),
    db.read.job.findFirst({
      where: { runWallMs: { lte: wallMs }, kind: { not: 'advance' } },
      orderBy: { runWallMs: 'asc' },
      select: { runWallMs: true },
    }),
    standStill(db, wallMs),
    db.read.sender.count({ where: { environment: 'real' } }),
    counters(db),
  ]);
  return {
    outbox: { waiting: outbox.waiting, oldestWallMs: outbox.oldestWallMs },
    jobs: { due: jobs, oldestWallMs: oldestJob?.runWallMs ?? null },
    ...stillStanding,
    realSenders,
    counters: named,
  };
}
