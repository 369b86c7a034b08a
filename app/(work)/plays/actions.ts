'use server';

import { z } from 'zod';
import { requireCaller } from '#app/session.ts';
import type { Done } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import { createPlay, setPlayArchived } from '#prisma/plays.ts';
import { nowMs } from '#prisma/workspaces.ts';
import { parsePlay } from '#workflows/compile/parse.ts';
import { PLAY_VERSION, Play } from '#workflows/play.ts';

/** An empty play. Its canvas asks how leads come in. */
export async function createBlankPlay(name: string): Promise<Done<{ playId: string }>> {
  const { caller, workspace } = await requireCaller();
  const parsed = Play.shape.name.safeParse(typeof name === 'string' ? name.trim() : name);
  if (!parsed.success)
    return { ok: false, field: 'name', reason: 'Give the play a name of at most 80 characters.' };
  const document: Play = {
    format: 'baton.play',
    version: PLAY_VERSION,
    name: parsed.data,
    nodes: [],
    edges: [],
  };
  return createPlay(database(), caller, { document, nowMs: nowMs(workspace) });
}

const LARGEST_FILE = 2_000_000;

export type ImportAnswer =
  | { ok: true; playId: string }
  | { ok: false; reason: string; problems?: { path: string; sentence: string }[] };

/** A play from an exported file. What is wrong with it is listed by the place in the file. */
export async function importPlay(text: string): Promise<ImportAnswer> {
  const { caller, workspace } = await requireCaller();
  const parsedText = z.string().max(LARGEST_FILE).safeParse(text);
  if (!parsedText.success)
    return { ok: false, reason: 'This file is too large to be a play. Nothing was imported.' };
  let json: unknown;
  try {
    json = JSON.parse(parsedText.data);
  } catch (error) {
    const where = error instanceof Error ? ` (${error.message})` : '';
    return { ok: false, reason: `This is not a JSON file${where}. Nothing was imported.` };
  }
  const parsed = parsePlay(json);
  if (!parsed.ok)
    return {
      ok: false,
      reason: 'This file is not a play that can be read. Nothing was imported.',
      problems: parsed.problems,
    };
  return createPlay(database(), caller, { document: parsed.play, nowMs: nowMs(workspace) });
}

const Id = z.string().min(1).max(100);

/** Takes a play off the list, or puts it back. */
export async function archivePlay(playId: string, archived: boolean): Promise<Done<{ leadsIn: number }>> {
  const { caller, workspace } = await requireCaller();
  const parsed = z.tuple([Id, z.boolean()]).safeParse([playId, archived]);
  if (!parsed.success)
    return { ok: false, reason: 'That could not be read. Nothing was changed. Load the page again.' };
  return setPlayArchived(database(), caller, {
    playId: parsed.data[0],
    archived: parsed.data[1],
    nowMs: nowMs(workspace),
  });
}
