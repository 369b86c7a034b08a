import type { Db, Tx } from '#prisma/client.ts';
import { failpoint } from '#prisma/failpoint.ts';
import {
  type DueJob,
  dueJobs,
  type JobKind,
  type JobOf,
  JobPayload,
  postponeJob,
  settleJob,
} from '#prisma/jobs.ts';
import { backoffMs } from './backoff.ts';
import { idleNap } from './outbox-pump.ts';

const CONCURRENT_JOBS = 8;
const IDLE_LOOK_MS = 100;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 300_000;

/** What a handler did: `done` settles the job in the given transaction work; `later` tries again at an instant. */
export type JobDone =
  | { kind: 'done'; commit?: (tx: Tx) => Promise<void> }
  | { kind: 'later'; runWallMs: number; why: string };
export type JobHandlers = {
  [K in JobKind]: (job: {
    id: number;
    workspaceId: string;
    payload: JobOf<K>;
    /** How often it was tried in vain. */
    attempts: number;
  }) => Promise<JobDone>;
};

/** Kinds that ask nobody but the database, and how many of each are looked at in one go: soon over. */
const BRIEF = { classify: 32, wakeHeld: 32 } as const satisfies Partial<Record<JobKind, number>>;
/**
 * Kinds that last as long as what they wait for, and how many of each: a provider may let us hang, a moved clock waits
 * for replies to be understood, which are jobs too. Each has places of its own, and nobody else waits for it.
 */
const LASTING = { fetchEmail: 8, confirmOptOut: 8, advance: 32 } as const satisfies Omit<
  Record<JobKind, number>,
  keyof typeof BRIEF
>;

const LIMITS: Readonly<Record<JobKind, number>> = {
  ...BRIEF,
  // Those under way are still due: so many more are looked at.
  fetchEmail: 2 * LASTING.fetchEmail,
  confirmOptOut: 2 * LASTING.confirmOptOut,
  advance: 2 * LASTING.advance,
};

/** Does the worker's own work: at least once, each handler idempotent by what it writes. */
export async function pumpJobs(
  db: Db,
  handlers: JobHandlers,
  signal: AbortSignal,
  wallMs: () => number,
  onError: (job: DueJob, error: unknown) => void,
): Promise<void> {
  const nap = idleNap(signal);
  const attempt = (job: DueJob) => attemptJob(db, handlers, job, wallMs, onError);
  /** Under way beside the others, by id. */
  const lasting = new Map<number, { kind: string; end: Promise<void> }>();
  const begin = (job: DueJob) => {
    const end = attempt(job)
      // Not even that it failed could be written: it is still due, and keeps its place for a moment.
      .catch(async (error: unknown) => {
        onError(job, error);
        await nap(FIRST_BACKOFF_MS);
      })
      .finally(() => lasting.delete(job.id));
    lasting.set(job.id, { kind: job.kind, end });
  };
  while (!signal.aborted) {
    const due = await dueJobs(db, wallMs(), LIMITS);
    const jobs = due.filter((job) => !lasting.has(job.id));
    let begun = 0;
    for (const job of jobs.filter(({ kind }) => kind in LASTING)) {
      if (placesLeft(job.kind, lasting) === 0) continue;
      begin(job);
      begun++;
    }
    const brief = jobs.filter(({ kind }) => !(kind in LASTING));
    for (let i = 0; i < brief.length; i += CONCURRENT_JOBS) {
      await Promise.all(brief.slice(i, i + CONCURRENT_JOBS).map(attempt));
    }
    if (begun === 0 && brief.length === 0) await nap(IDLE_LOOK_MS);
  }
  await Promise.all([...lasting.values()].map(({ end }) => end));
}

function placesLeft(kind: string, lasting: ReadonlyMap<number, { kind: string }>): number {
  const places: number = LASTING[kind as keyof typeof LASTING];
  return places - [...lasting.values()].filter((job) => job.kind === kind).length;
}

async function attemptJob(
  db: Db,
  handlers: JobHandlers,
  job: DueJob,
  wallMs: () => number,
  onError: (job: DueJob, error: unknown) => void,
): Promise<void> {
  try {
    await handle(db, handlers, job);
  } catch (error) {
    onError(job, error);
    const waitMs = backoffMs(job.attempts, FIRST_BACKOFF_MS, LONGEST_BACKOFF_MS);
    const why = error instanceof Error ? error.message : String(error);
    await postponeJob(db, job.id, why, wallMs() + waitMs);
  }
}

async function handle(db: Db, handlers: JobHandlers, job: DueJob): Promise<void> {
  failpoint('job-before-handling');
  const done = await dispatch(handlers, job);
  if (done.kind === 'later') return postponeJob(db, job.id, done.why, done.runWallMs);
  await db.tx(async (tx) => {
    await done.commit?.(tx);
    await settleJob(tx, job.id);
  });
  failpoint('job-after-handling');
}

function dispatch(handlers: JobHandlers, job: DueJob): Promise<JobDone> {
  const run = <K extends JobKind>(kind: K) =>
    handlers[kind]({
      id: job.id,
      workspaceId: job.workspaceId,
      payload: JobPayload[kind].parse(JSON.parse(job.json)) as JobOf<K>,
      attempts: job.attempts,
    });
  if (!isJobKind(job.kind)) throw new Error(`No job is called ${job.kind}.`);
  return run(job.kind);
}

function isJobKind(kind: string): kind is JobKind {
  return kind in JobPayload;
}
