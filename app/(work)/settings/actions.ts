'use server';

import { APIError } from 'better-auth/api';
import { refresh } from 'next/cache';
import { headers } from 'next/headers';
import { z } from 'zod';
import { auth } from '#app/auth.ts';
import { requireCaller } from '#app/session.ts';
import type { PasswordValues } from '#components/settings/account-form.tsx';
import type { SenderValues } from '#components/settings/sender-form.tsx';
import type { WorkspaceValues } from '#components/settings/workspace-form.tsx';
import type { Done } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';
import { createSandboxSender, readSender, updateSender } from '#prisma/senders.ts';
import { nowMs, readWorkspace, updateWorkspace } from '#prisma/workspaces.ts';
import { readPhone } from '#workflows/leads/phone.ts';

const BROKEN: Done = {
  ok: false,
  reason: 'That could not be read. Nothing was changed. Load the page again.',
};

/** An empty number box is a mistake with a name, not a null in the database. */
const filled = (words: string) => z.number({ error: words });
const Workspace = z.object({
  name: z.string(),
  timeZone: z.string(),
  country: z.string(),
  quietFromMinute: z.number(),
  quietToMinute: z.number(),
  capPerDay: filled('Give a number of messages.'),
  capPerWeek: filled('Give a number of messages.'),
  minGapMs: filled('Give a length of time.'),
  doubtFirstMs: filled('Give a number of seconds.'),
  doubtSecondMs: filled('Give a number of seconds.'),
  doubtLastMs: filled('Give a number of seconds.'),
});

export async function saveWorkspace(values: WorkspaceValues): Promise<Done> {
  const { caller } = await requireCaller();
  const parsed = Workspace.safeParse(values);
  if (!parsed.success) return firstIssue(parsed.error);
  const done = await updateWorkspace(database(), caller, parsed.data);
  if (done.ok) refresh();
  return done;
}

const text = (most: number) => z.string().trim().max(most, `At most ${most} characters.`);
const Sender = z.object({
  name: text(80),
  brand: text(80),
  signature: text(500),
  postalAddress: text(200),
  mainNumber: text(40),
});

export async function saveSender(senderId: string, values: SenderValues): Promise<Done> {
  const { caller } = await requireCaller();
  const parsed = Sender.safeParse(values);
  if (!parsed.success) return firstIssue(parsed.error);
  const sender = await readSender(database(), caller, z.string().max(100).parse(senderId));
  if (sender === null) return { ok: false, reason: 'There is no such sender any more.' };
  const { mainNumber, ...words } = parsed.data;
  const number = mainNumber === '' ? null : readPhone(mainNumber, sender.country);
  if (number?.ok === false) {
    return {
      ok: false,
      field: 'mainNumber',
      reason: `${number.reason}. Write it with its area code.`,
    };
  }
  const done = await updateSender(database(), caller, {
    senderId,
    edit: { ...words, mainNumber: number?.e164 ?? null },
  });
  if (done.ok) refresh();
  return done;
}

export async function makeSandboxSender(words: { name: string; brand: string }): Promise<Done> {
  const { caller, workspace } = await requireCaller();
  const parsed = z
    .object({ name: text(80).min(1, 'Give the sender a name.'), brand: text(80).min(1, 'Name the brand.') })
    .safeParse(words);
  if (!parsed.success) return firstIssue(parsed.error);
  const { country } = await readWorkspace(database(), caller);
  const { name, brand } = parsed.data;
  const done = await createSandboxSender(database(), caller, {
    words: { name, brand, signature: `${name}\n${brand}` },
    country,
    secret: environment().secret,
    nowMs: nowMs(workspace),
  });
  if (done.ok) refresh();
  return done.ok ? { ok: true } : done;
}

const Name = z.object({ name: z.string().trim().min(1, 'Say what people call you.').max(80) });

export async function saveName(values: { name: string }): Promise<Done> {
  await requireCaller();
  const parsed = Name.safeParse(values);
  if (!parsed.success) return firstIssue(parsed.error);
  await auth().api.updateUser({ body: parsed.data, headers: await headers() });
  refresh();
  return { ok: true };
}

const Password = z.object({
  current: z.string().min(1, 'Enter the password you have now.').max(128),
  next: z
    .string()
    .min(8, 'A password has at least 8 characters.')
    .max(128, 'A password has at most 128 characters.'),
});

export async function changePassword(values: PasswordValues): Promise<Done> {
  await requireCaller();
  const parsed = Password.safeParse(values);
  if (!parsed.success) return firstIssue(parsed.error);
  const { current, next } = parsed.data;
  try {
    await auth().api.changePassword({
      body: { currentPassword: current, newPassword: next, revokeOtherSessions: true },
      headers: await headers(),
    });
    return { ok: true };
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    return { ok: false, field: 'current', reason: 'This is not your password. Nothing was changed.' };
  }
}

function firstIssue(error: z.ZodError): Done {
  const issue = error.issues[0];
  return issue === undefined
    ? BROKEN
    : { ok: false, field: String(issue.path[0] ?? ''), reason: issue.message };
}
