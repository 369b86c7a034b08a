import { setTimeout as sleep } from 'node:timers/promises';
import { note } from '#prisma/changes.ts';
import type { Db } from '#prisma/client.ts';
import type { Watchdog } from './watchdog.ts';

const DRAIN_LOOK_MS = 25;
/** A drain that takes longer is stuck on something else than time (Temporal down, a carrier that hangs). */
const DRAIN_LIMIT_MS = 120_000;

/**
 * Moves a sandbox workspace's clock to an instant, stopping at every moment at which a run is due: wake, let everything
 * finish, go on. Days pass in seconds, and engine, gate, windows and timeline agree about the time.
 * @returns false when something did not finish in time; the clock then stands where it stopped
 */
export async function advanceClock(
  db: Db,
  lookAfterRuns: Watchdog,
  request: { workspaceId: string; toMs: number; signal: AbortSignal },
  wallMs: () => number,
): Promise<boolean> {
  const { workspaceId, toMs } = request;
  for (;;) {
    if (request.signal.aborted) return false;
    if (!(await drain(db, lookAfterRuns, request, wallMs))) return false;
    const next = await db.write.enrolment.aggregate({
      where: { workspaceId, status: { in: ['waiting', 'held'] }, untilMs: { not: null, lte: toMs } },
      _min: { untilMs: true },
    });
    const dueMs = next._min.untilMs;
    await moveTo(db, workspaceId, dueMs ?? toMs, wallMs());
    if (dueMs === null) return true;
  }
}

/** Never backwards: what has happened stays in the past. */
async function moveTo(db: Db, workspaceId: string, toMs: number, wallMs: number): Promise<void> {
  await db.tx(async (tx) => {
    const senders = await tx.sender.count({ where: { workspaceId, environment: 'real' } });
    if (senders > 0) throw new Error('The clock of a workspace with a real sender cannot be moved.');
    const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    const offsetMs = Math.max(workspace.clockOffsetMs, toMs - wallMs);
    await tx.workspace.update({ where: { id: workspaceId }, data: { clockOffsetMs: offsetMs } });
    await note(tx, workspaceId, 'workspace', workspaceId);
  });
}

/** Waits until nothing that is due by now is still on its way. */
async function drain(
  db: Db,
  lookAfterRuns: Watchdog,
  request: { workspaceId: string; signal: AbortSignal },
  wallMs: () => number,
): Promise<boolean> {
  const untilWallMs = wallMs() + DRAIN_LIMIT_MS;
  while (wallMs() < untilWallMs && !request.signal.aborted) {
    await lookAfterRuns(wallMs(), 'movedClocks');
    if (await isQuiet(db, request.workspaceId, wallMs())) return true;
    await sleep(DRAIN_LOOK_MS);
  }
  return false;
}

async function isQuiet(db: Db, workspaceId: string, wallMs: number): Promise<boolean> {
  const workspace = await db.write.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const nowMs = wallMs + workspace.clockOffsetMs;
  const [running, due, told, jobs] = await Promise.all([
    db.write.enrolment.count({ where: { workspaceId, status: 'running' } }),
    db.write.enrolment.count({
      where: { workspaceId, status: { in: ['waiting', 'held'] }, untilMs: { lte: nowMs } },
    }),
    db.write.outbox.count({ where: { workspaceId } }),
    db.write.job.count({
      where: { workspaceId, kind: { in: ['classify', 'fetchEmail'] }, runWallMs: { lte: wallMs } },
    }),
  ]);
  return running + due + told + jobs === 0;
}
