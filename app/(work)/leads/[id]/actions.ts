'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { playChoice } from '#app/(work)/leads/lead-words.ts';
import { requireCaller } from '#app/session.ts';
import type { ConsentChange } from '#components/lead/consent-dialog.tsx';
import type { PlayChoice, RunAct } from '#components/lead/lead-sheet.ts';
import { clearAddressFault } from '#prisma/address-faults.ts';
import type { Done } from '#prisma/caller.ts';
import { recordConsent } from '#prisma/consents.ts';
import { database } from '#prisma/database.ts';
import { actOnLeadRun, type RunOnLeads, runnablePlays, runOnLeads } from '#prisma/lead-runs.ts';
import { updateLead } from '#prisma/leads.ts';
import { withdrawConsent } from '#prisma/revocations.ts';
import { finishTask } from '#prisma/tasks.ts';
import { nowMs } from '#prisma/workspaces.ts';

// Arguments of an action come from a browser, whatever the types say: each is parsed before it is used.
const Id = z.string().min(1).max(100);
const BROKEN: Done = {
  ok: false,
  reason: 'That could not be read. Nothing was changed. Load the page again.',
};

/** What was just done is on the page with the answer, not at the next look. */
function shown<Value extends Done>(done: Value): Value {
  if (done.ok) refresh();
  return done;
}

/** Sets one detail of a lead; an empty text empties it. */
export async function changeDetail(leadId: string, name: string, value: string): Promise<Done> {
  const { caller, user } = await requireCaller();
  const parsed = z.tuple([Id, z.string().max(80), z.string().max(2_000)]).safeParse([leadId, name, value]);
  if (!parsed.success) return BROKEN;
  const edit = { fields: [{ field: name, value: value === '' ? null : value }] };
  return shown(await updateLead(database(), caller, { leadId, edit, by: user.name, wallMs: Date.now() }));
}

/** Gives the lead to a member, or to nobody. */
export async function assignOwner(leadId: string, userId: string | null): Promise<Done> {
  const { caller, user } = await requireCaller();
  const parsed = z.tuple([Id, Id.nullable()]).safeParse([leadId, userId]);
  if (!parsed.success) return BROKEN;
  const edit = { ownerId: parsed.data[1] };
  return shown(await updateLead(database(), caller, { leadId, edit, by: user.name, wallMs: Date.now() }));
}

const Change = z.object({
  act: z.enum(['grant', 'revoke']),
  environment: z.enum(['sandbox', 'real']),
  channel: z.enum(['sms', 'email']),
  address: z.string().max(320),
  basis: z.enum(['written', 'express']),
  purpose: z.enum(['marketing', 'informational', 'all']),
  medium: z.string().max(40),
  evidence: z.string().max(500),
});

/** Adds to the consent ledger what a lead told a person. */
export async function changeConsent(leadId: string, change: ConsentChange): Promise<Done> {
  const { caller, user, workspace } = await requireCaller();
  const parsed = Change.safeParse(change);
  if (!parsed.success || !Id.safeParse(leadId).success) return BROKEN;
  const { act, ...words } = parsed.data;
  const wallMs = Date.now();
  if (act === 'revoke') {
    return shown(await withdrawConsent(database(), caller, { ...words, leadId, by: user.name, wallMs }));
  }
  return shown(
    await recordConsent(database(), caller, {
      ...words,
      act,
      leadId,
      by: user.name,
      atMs: nowMs(workspace, wallMs),
    }),
  );
}

const Fault = Change.pick({ environment: true, channel: true, address: true });

/** A person says that an address is good after all. */
export async function clearFault(leadId: string, fault: z.infer<typeof Fault>): Promise<Done> {
  const { caller, user } = await requireCaller();
  const parsed = Fault.safeParse(fault);
  if (!parsed.success || !Id.safeParse(leadId).success) return BROKEN;
  const request = { ...parsed.data, leadId, by: user.name, wallMs: Date.now() };
  return shown(await clearAddressFault(database(), caller, request));
}

const Act = z.enum(['pause', 'resume', 'skip', 'retry', 'takeOut']);

export async function actOnRunOfLead(enrolmentId: string, act: RunAct): Promise<Done> {
  const { caller, user } = await requireCaller();
  const parsed = z.tuple([Id, Act]).safeParse([enrolmentId, act]);
  if (!parsed.success) return BROKEN;
  const request = { enrolmentId: parsed.data[0], act: parsed.data[1], wallMs: Date.now(), by: user.name };
  return shown(await actOnLeadRun(database(), caller, request));
}

export async function finishLeadTask(taskId: string): Promise<Done> {
  const { caller, user, workspace } = await requireCaller();
  if (!Id.safeParse(taskId).success) return BROKEN;
  return shown(await finishTask(database(), caller, { taskId, nowMs: nowMs(workspace), by: user.name }));
}

export async function playsForLead(leadId: string): Promise<PlayChoice[]> {
  const { caller } = await requireCaller();
  return (await runnablePlays(database(), caller, Id.parse(leadId))).map(playChoice);
}

export async function runPlayOnLead(leadId: string, playId: string): Promise<Done<RunOnLeads>> {
  const { caller } = await requireCaller();
  const parsed = z.tuple([Id, Id]).safeParse([leadId, playId]);
  if (!parsed.success) return { ok: false, reason: 'That could not be read. Nothing was started.' };
  return shown(
    await runOnLeads(database(), caller, { playId, leads: { ids: [leadId] }, wallMs: Date.now() }),
  );
}
