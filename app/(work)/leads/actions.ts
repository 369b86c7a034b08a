'use server';

import { z } from 'zod';
import { playChoice } from '#app/(work)/leads/lead-words.ts';
import { requireCaller } from '#app/session.ts';
import type { PlayChoice } from '#components/lead/lead-sheet.ts';
import type { Done } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import type { LeadFilter } from '#prisma/lead-list.ts';
import { type RunOnLeads, runnablePlays, runOnLeads } from '#prisma/lead-runs.ts';

const Id = z.string().min(1).max(100);
const Filter = z.object({
  search: z.string().max(200).optional(),
  tag: z.string().max(100).optional(),
  play: z.object({ id: Id, nodeId: Id.optional() }).optional(),
});
const Leads = z.union([z.object({ ids: z.array(Id).min(1).max(1_000) }), z.object({ all: z.literal(true) })]);

export async function playsForLeads(): Promise<PlayChoice[]> {
  const { caller } = await requireCaller();
  return (await runnablePlays(database(), caller, null)).map(playChoice);
}

/** Runs a play on the chosen leads, or on everything the list finds. */
export async function runPlayOnLeads(
  filter: LeadFilter,
  playId: string,
  leads: { ids: readonly string[] } | { all: true },
): Promise<Done<RunOnLeads>> {
  const { caller } = await requireCaller();
  const parsed = z.tuple([Filter, Id, Leads]).safeParse([filter, playId, leads]);
  if (!parsed.success) {
    return { ok: false, reason: 'That could not be read. Nothing was started. Load the page again.' };
  }
  const [found, play, chosen] = parsed.data;
  return runOnLeads(database(), caller, {
    playId: play,
    leads: 'ids' in chosen ? { ids: chosen.ids } : { filter: found },
    wallMs: Date.now(),
  });
}
