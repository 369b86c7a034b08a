import { z } from 'zod';
import { isZone } from '#workflows/time/zones.ts';
import { type Caller, type Done, mustBeAllowed, refusal } from './caller.ts';
import { note } from './changes.ts';
import type { Db } from './client.ts';
import type { Workspace } from './generated/client.ts';

/** The workspace's time: wall clock, and what it was moved by while all its senders are sandbox. */
export function nowMs(workspace: Pick<Workspace, 'clockOffsetMs'>, wallMs = Date.now()): number {
  return wallMs + workspace.clockOffsetMs;
}

/** @throws when the caller's workspace is gone */
export function readWorkspace(db: Db, caller: Caller): Promise<Workspace> {
  return db.read.workspace.findUniqueOrThrow({ where: { id: caller.workspaceId } });
}

/** Every workspace of the installation, oldest first: for the worker, the command line and health. */
export function allWorkspaces(
  db: Db,
): Promise<Pick<Workspace, 'id' | 'name' | 'timeZone' | 'clockOffsetMs'>[]> {
  return db.read.workspace.findMany({
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, name: true, timeZone: true, clockOffsetMs: true },
  });
}

const MINUTES_A_DAY = 1_440;
const minute = z
  .number()
  .int()
  .min(0)
  .max(MINUTES_A_DAY - 1);

/** A provider's listing lags by seconds, and nobody should wait for a look longer than an hour. */
const pause = z.number().int().min(5_000, 'At least 5 seconds.').max(3_600_000, 'At most an hour.');

/** What can be set of a workspace, with the sentence for each mistake. */
export const WorkspaceEdit = z
  .object({
    name: z.string().trim().min(1, 'A workspace needs a name.').max(80, 'A name has at most 80 characters.'),
    timeZone: z.string().refine(isZone, 'Choose a time zone, such as America/Chicago.'),
    country: z.string().regex(/^[A-Z]{2}$/, 'Choose a country.'),
    /** Minutes after local midnight from when texts wait, and until when. */
    quietFromMinute: minute,
    quietToMinute: minute,
    capPerDay: z.number().int().min(1, 'At least one message a day.').max(100, 'At most 100 messages a day.'),
    capPerWeek: z
      .number()
      .int()
      .min(1, 'At least one message a week.')
      .max(500, 'At most 500 messages a week.'),
    minGapMs: z
      .number()
      .int()
      .min(0)
      .max(7 * 86_400_000, 'At most a week.'),
    doubtFirstMs: pause,
    doubtSecondMs: pause,
    doubtLastMs: pause,
  })
  .partial();
export type WorkspaceEdit = z.infer<typeof WorkspaceEdit>;

export async function updateWorkspace(db: Db, caller: Caller, edit: WorkspaceEdit): Promise<Done> {
  const refused = refusal(caller, 'settings.write');
  if (refused) {
    return refused;
  }
  const parsed = WorkspaceEdit.safeParse(edit);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, reason: issue?.message ?? 'This cannot be saved.', field: issue?.path.join('.') };
  }
  return db.tx(async (tx) => {
    const where = { id: caller.workspaceId };
    const before = await tx.workspace.findUniqueOrThrow({ where });
    const after = { ...before, ...parsed.data };
    if (after.capPerDay > after.capPerWeek) {
      return {
        ok: false,
        field: 'capPerDay',
        reason: 'More messages a day than a week. Lower the first or raise the second.',
      };
    }
    await tx.workspace.update({ where, data: parsed.data });
    await note(tx, caller.workspaceId, 'workspace', caller.workspaceId);
    return { ok: true };
  });
}

/** People of the workspace, by name: whoever sees leads sees who owns them. */
export async function listMembers(db: Db, caller: Caller): Promise<{ userId: string; name: string }[]> {
  mustBeAllowed(caller, 'leads.read');
  const members = await db.read.member.findMany({
    where: { workspaceId: caller.workspaceId },
    select: { userId: true, user: { select: { name: true } } },
    orderBy: { user: { name: 'asc' } },
  });
  return members.map(({ userId, user }) => ({ userId, name: user.name }));
}

export type Membership = {
  caller: Caller;
  workspace: Pick<Workspace, 'id' | 'name' | 'timeZone' | 'clockOffsetMs'>;
};

const Roles = z.enum(['owner', 'admin', 'manager', 'marketer', 'rep', 'viewer']);

/** The workspace a signed-in person works in, with what they may do there; null when they are in none. */
export async function membershipOf(db: Db, userId: string): Promise<Membership | null> {
  const member = await db.read.member.findFirst({
    where: { userId },
    orderBy: { createdAt: 'asc' },
    select: {
      role: true,
      workspace: { select: { id: true, name: true, timeZone: true, clockOffsetMs: true } },
    },
  });
  if (member === null) {
    return null;
  }
  const { workspace } = member;
  return { caller: { workspaceId: workspace.id, userId, role: Roles.parse(member.role) }, workspace };
}
