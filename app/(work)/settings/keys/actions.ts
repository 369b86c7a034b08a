'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { requireCaller } from '#app/session.ts';
import { createApiKey, revokeApiKey } from '#prisma/api-keys.ts';
import type { Done } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import { nowMs } from '#prisma/workspaces.ts';

const BROKEN = {
  ok: false as const,
  reason: 'That could not be read. Nothing was changed. Load the page again.',
};

/** The key is in this answer and nowhere else. */
export async function makeKey(name: string): Promise<Done<{ key: string }>> {
  const { caller, workspace } = await requireCaller();
  const parsed = z.string().max(1_000).safeParse(name);
  if (!parsed.success) return BROKEN;
  const made = await createApiKey(database(), caller, {
    name: parsed.data,
    scopes: ['signals:write'],
    nowMs: nowMs(workspace),
  });
  if (!made.ok) return made;
  refresh();
  return { ok: true, key: made.key };
}

export async function revokeKey(keyId: string): Promise<Done> {
  const { caller, workspace } = await requireCaller();
  const parsed = z.string().min(1).max(100).safeParse(keyId);
  if (!parsed.success) return BROKEN;
  const done = await revokeApiKey(database(), caller, { keyId: parsed.data, nowMs: nowMs(workspace) });
  if (done.ok) refresh();
  return done;
}
