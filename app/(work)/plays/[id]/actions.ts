'use server';

import { z } from 'zod';
import { checksOf } from '#app/(work)/plays/play-checks.ts';
import { requireCaller } from '#app/session.ts';
import type { PublishAnswer, PublishRequest } from '#components/canvas/publish-dialog.tsx';
import type { LeadChoice, RunAnswer } from '#components/canvas/run-dialog.tsx';
import type { Done } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import { listLeads } from '#prisma/lead-list.ts';
import { runOnLeads } from '#prisma/lead-runs.ts';
import { publishPlay } from '#prisma/play-versions.ts';
import { copyPlay, readPlay, setPlayArchived, setPlayPaused } from '#prisma/plays.ts';
import { nowMs } from '#prisma/workspaces.ts';
import { compile } from '#workflows/compile/compile.ts';

const Id = z.string().min(1).max(100);
const UNREAD = {
  ok: false as const,
  reason: 'That could not be read. Nothing was changed. Load the page again.',
};

const Publish = z.object({ revision: z.int(), senderId: z.string().max(100), note: z.string().max(500) });

/** Compiles the stored draft here, whatever the browser thinks of it, and makes it the live version. */
export async function publishThisPlay(playId: string, request: PublishRequest): Promise<PublishAnswer> {
  const { caller, workspace } = await requireCaller();
  const parsed = z.tuple([Id, Publish]).safeParse([playId, request]);
  if (!parsed.success) return UNREAD;
  const [id, { revision, senderId, note }] = parsed.data;
  const db = database();
  const play = await readPlay(db, caller, id);
  if (play === null || !play.draft.ok)
    return { ok: false, reason: 'There is no such play any more. Nothing was published.' };
  if (play.revision !== revision) {
    return {
      ok: false,
      reason: 'The play was changed in the meantime. Nothing was published; look at it and publish again.',
    };
  }
  const compiled = compile(play.draft.play, await checksOf(db, caller, { playId: id, senderId }));
  if (!compiled.ok) {
    const errors = compiled.problems.filter((problem) => problem.severity === 'error');
    return { ok: false, reason: `${errors[0]?.sentence ?? 'The play has problems.'} Nothing was published.` };
  }
  return publishPlay(db, caller, { playId: id, revision, compiled, senderId, note, nowMs: nowMs(workspace) });
}

export async function pauseThisPlay(playId: string, paused: boolean): Promise<Done> {
  const { caller } = await requireCaller();
  const parsed = z.tuple([Id, z.boolean()]).safeParse([playId, paused]);
  if (!parsed.success) return UNREAD;
  return setPlayPaused(database(), caller, {
    playId: parsed.data[0],
    paused: parsed.data[1],
    wallMs: Date.now(),
  });
}

export async function archiveThisPlay(playId: string): Promise<Done> {
  const { caller, workspace } = await requireCaller();
  const parsed = Id.safeParse(playId);
  if (!parsed.success) return UNREAD;
  return setPlayArchived(database(), caller, {
    playId: parsed.data,
    archived: true,
    nowMs: nowMs(workspace),
  });
}

export async function copyThisPlay(playId: string): Promise<Done<{ playId: string }>> {
  const { caller, workspace } = await requireCaller();
  const parsed = Id.safeParse(playId);
  if (!parsed.success) return UNREAD;
  return copyPlay(database(), caller, { playId: parsed.data, nowMs: nowMs(workspace) });
}

const SHOWN_LEADS = 50;

/** Leads to choose from, by words of their name, company, numbers and addresses. */
export async function findLeadsToRun(words: string): Promise<LeadChoice[]> {
  const { caller } = await requireCaller();
  const parsed = z.string().max(200).safeParse(words);
  if (!parsed.success) return [];
  const { leads } = await listLeads(database(), caller, { search: parsed.data, limit: SHOWN_LEADS });
  return leads.map((lead) => ({
    id: lead.id,
    name:
      `${lead.firstName} ${lead.lastName}`.trim() || lead.company || lead.email || 'A lead without a name',
    note: [lead.company, lead.cellPhone ?? lead.homePhone ?? lead.workPhone, lead.email]
      .filter(Boolean)
      .join(' · '),
  }));
}

export async function runThisPlayOn(playId: string, leadIds: string[]): Promise<RunAnswer> {
  const { caller } = await requireCaller();
  const parsed = z.tuple([Id, z.array(Id).min(1).max(1_000)]).safeParse([playId, leadIds]);
  if (!parsed.success) return UNREAD;
  return runOnLeads(database(), caller, {
    playId: parsed.data[0],
    leads: { ids: parsed.data[1] },
    wallMs: Date.now(),
  });
}
