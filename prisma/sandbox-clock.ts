import { z } from 'zod';
import { type Caller, type Done, mustBeAllowed, refusal } from './caller.ts';
import { note } from './changes.ts';
import type { Db } from './client.ts';
import { addJob, JobPayload } from './jobs.ts';

export type SandboxClock = {
  /** Workspace clock. */
  nowMs: number;
  /** How far it is ahead of the clock on the wall. */
  aheadMs: number;
  timeZone: string;
  /** Why it cannot be moved; null when it can. */
  fixedBecause: string | null;
  /** It is on its way there now. */
  moving: { toMs: number; trouble: string | null } | null;
  /** The next instant at which a run does something by itself, and how many do. */
  next: { atMs: number; runs: number } | null;
};

const jobKey = (workspaceId: string) => `advance/${workspaceId}`;

/** The workspace's clock, and what it waits for. */
export async function readSandboxClock(db: Db, caller: Caller, wallMs: number): Promise<SandboxClock> {
  mustBeAllowed(caller, 'leads.read');
  const { workspaceId } = caller;
  const [workspace, realSenders, job, due] = await Promise.all([
    db.read.workspace.findUniqueOrThrow({ where: { id: workspaceId } }),
    db.read.sender.count({ where: { workspaceId, environment: 'real' } }),
    db.read.job.findUnique({ where: { key: jobKey(workspaceId) } }),
    db.read.enrolment.aggregate({
      where: { workspaceId, status: { in: ['waiting', 'held'] }, untilMs: { not: null } },
      _min: { untilMs: true },
    }),
  ]);
  const nextMs = due._min.untilMs;
  return {
    nowMs: wallMs + workspace.clockOffsetMs,
    aheadMs: workspace.clockOffsetMs,
    timeZone: workspace.timeZone,
    fixedBecause:
      realSenders > 0
        ? 'This workspace has a sender that reaches real people, so its clock is the one on the wall.'
        : null,
    moving:
      job === null
        ? null
        : {
            toMs: JobPayload.advance.parse(JSON.parse(job.json)).toMs,
            trouble: job.attempts > 0 ? job.lastError : null,
          },
    next:
      nextMs === null
        ? null
        : {
            atMs: nextMs,
            runs: await db.read.enrolment.count({
              // Held messages open within minutes of each other: one number for the same moment.
              where: { workspaceId, status: { in: ['waiting', 'held'] }, untilMs: { lte: nextMs + 60_000 } },
            }),
          },
  };
}

const FURTHEST_MS = 366 * 86_400_000;
const Request = z.object({ toMs: z.number().int() });

/**
 * Sends the clock of a sandbox workspace on its way; the worker moves it, and stops at every moment at which a run is
 * due. One way at a time.
 */
export async function advanceSandboxClock(
  db: Db,
  caller: Caller,
  request: { toMs: number; wallMs: number },
): Promise<Done> {
  const refused = refusal(caller, 'leads.write');
  if (refused) return refused;
  const parsed = Request.safeParse({ toMs: Math.ceil(request.toMs) });
  if (!parsed.success) return { ok: false, reason: 'That is no date. The clock stays where it is.' };
  const { toMs } = parsed.data;
  const { workspaceId } = caller;
  return db.tx(async (tx): Promise<Done> => {
    const clock = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    const nowMs = request.wallMs + clock.clockOffsetMs;
    const no = (reason: string): Done => ({ ok: false, reason });
    if ((await tx.sender.count({ where: { workspaceId, environment: 'real' } })) > 0) {
      return no('This workspace has a sender that reaches real people, so its clock cannot be moved.');
    }
    if (toMs <= nowMs) return no('The clock only goes forward: what has happened stays in the past.');
    if (toMs - nowMs > FURTHEST_MS) return no('At most a year at once. The clock stays where it is.');
    if ((await tx.job.findUnique({ where: { key: jobKey(workspaceId) } })) !== null) {
      return no('The clock is moving already. Wait until it has arrived.');
    }
    await addJob(tx, {
      workspaceId,
      kind: 'advance',
      payload: { toMs },
      runWallMs: request.wallMs,
      key: jobKey(workspaceId),
    });
    await note(tx, workspaceId, 'workspace', workspaceId);
    return { ok: true };
  });
}
