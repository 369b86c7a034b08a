'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { requireCaller } from '#app/session.ts';
import { type Done, refusal } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import { actOnRun } from '#prisma/enrolments.ts';
import { retryStanding } from '#prisma/operations.ts';
import { releaseSender } from '#prisma/senders.ts';

const Id = z.string().min(1).max(100);
const BROKEN = {
  ok: false as const,
  reason: 'That could not be read. Nothing was changed. Load the page again.',
};

/** What was just done is on the page with the answer, not at the next look. */
function shown<Value extends Done>(done: Value): Value {
  if (done.ok) refresh();
  return done;
}

export async function actOnStandingRun(runId: string, act: 'retry' | 'resume'): Promise<Done> {
  const { caller, user } = await requireCaller();
  const refused = refusal(caller, 'operations.act');
  if (refused) return refused;
  const parsed = z.tuple([Id, z.enum(['retry', 'resume'])]).safeParse([runId, act]);
  if (!parsed.success) return BROKEN;
  const [enrolmentId, wanted] = parsed.data;
  return shown(
    await actOnRun(database(), caller, { enrolmentId, act: wanted, wallMs: Date.now(), by: user.name }),
  );
}

export async function retryAllStanding(which: 'blocked' | 'held'): Promise<Done<{ tried: number }>> {
  const { caller, user } = await requireCaller();
  const parsed = z.enum(['blocked', 'held']).safeParse(which);
  if (!parsed.success) return BROKEN;
  return shown(
    await retryStanding(database(), caller, { which: parsed.data, wallMs: Date.now(), by: user.name }),
  );
}

export async function liftHold(senderId: string): Promise<Done<{ woken: number }>> {
  const { caller } = await requireCaller();
  if (!Id.safeParse(senderId).success) return BROKEN;
  return shown(await releaseSender(database(), caller, { senderId, wallMs: Date.now() }));
}
