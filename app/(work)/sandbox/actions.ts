'use server';

import { DateTime } from 'luxon';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { askCarrier } from '#app/(work)/sandbox/carrier.ts';
import { requireCaller } from '#app/session.ts';
import { type Caller, type Done, refusal } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';
import { advanceSandboxClock } from '#prisma/sandbox-clock.ts';
import { type SandboxLine, sandboxLines } from '#prisma/sandbox-people.ts';

const BROKEN: Done = { ok: false, reason: 'That could not be read. Nothing was sent. Load the page again.' };

/** Who may write to leads may answer for them; a viewer only looks. */
async function whoAnswers(): Promise<
  { ok: true; caller: Caller; lines: SandboxLine[]; timeZone: string } | { ok: false; reason: string }
> {
  const { caller, workspace } = await requireCaller();
  const refused = refusal(caller, 'leads.write');
  if (refused) return refused;
  const lines = await sandboxLines(database(), caller, environment().secret);
  return { ok: true, caller, lines, timeZone: workspace.timeZone };
}

/** What was just done is on the page with the answer, not at the next look. */
function shown(done: { ok: true } | { ok: false; reason: string }): Done {
  if (!done.ok) return done;
  refresh();
  return { ok: true };
}

const Text = z.object({
  from: z.string().regex(/^\+\d{7,15}$/),
  senderId: z.string().max(100),
  body: z.string().trim().min(1).max(1_600),
});

/** Texts as the lead, to a sandbox number of this workspace. */
export async function textAsLead(given: z.input<typeof Text>): Promise<Done> {
  const who = await whoAnswers();
  if (!who.ok) return who;
  const parsed = Text.safeParse(given);
  const line = who.lines.find((each) => each.senderId === parsed.data?.senderId);
  if (!parsed.success || line?.smsNumber == null) return BROKEN;
  const { from, body } = parsed.data;
  const to = line.smsNumber;
  const asked = await askCarrier((client) => client.textAsLead({ from, to, body }));
  return shown(asked);
}

const MailAnswer = z.object({
  from: z.string().max(320),
  inReplyTo: z.string().max(100),
  body: z.string().trim().min(1).max(20_000),
});

/** Answers one of the workspace's own emails as the lead. */
export async function mailAsLead(given: z.input<typeof MailAnswer>): Promise<Done> {
  const who = await whoAnswers();
  if (!who.ok) return who;
  const parsed = MailAnswer.safeParse(given);
  if (!parsed.success) return BROKEN;
  const { from, inReplyTo, body } = parsed.data;
  return withOwnMail(who.lines, inReplyTo, async (client) => {
    await client.emailAsLead({ from, inReplyTo, text: body });
    return null;
  });
}

/** Presses the mail program's unsubscribe button on one of the workspace's own emails. */
export async function unsubscribeAsLead(mailId: string): Promise<Done> {
  const who = await whoAnswers();
  if (!who.ok) return who;
  if (!z.string().max(100).safeParse(mailId).success) return BROKEN;
  return withOwnMail(who.lines, mailId, async (client) => {
    const httpStatus = await client.unsubscribe(mailId);
    return httpStatus === 200 ? null : `The link answered ${httpStatus}.`;
  });
}

async function withOwnMail(
  lines: readonly SandboxLine[],
  mailId: string,
  act: (client: Parameters<Parameters<typeof askCarrier>[0]>[0]) => Promise<string | null>,
): Promise<Done> {
  const asked = await askCarrier(async (client) => {
    const mail = await client.message(mailId);
    if (!lines.some((line) => line.emailAccount === mail.account)) return 'There is no such email here.';
    return act(client);
  });
  if (!asked.ok) return asked;
  return typeof asked.value === 'string' ? { ok: false, reason: asked.value } : shown(asked);
}

const Persona = z.tuple([z.string().max(320), z.string().max(60).nullable()]);

export async function choosePersona(address: string, persona: string | null): Promise<Done> {
  const who = await whoAnswers();
  if (!who.ok) return who;
  const parsed = Persona.safeParse([address, persona]);
  if (!parsed.success) return BROKEN;
  const asked = await askCarrier((client) => client.assignPersona(parsed.data[0], parsed.data[1]));
  return shown(asked);
}

/** Lets personas answer by themselves, or nobody. For the whole carrier. */
export async function switchPersonas(on: boolean): Promise<Done> {
  const { caller } = await requireCaller();
  const refused = refusal(caller, 'settings.write');
  if (refused) return refused;
  const asked = await askCarrier((client) => client.setSettings({ personasOn: on === true }));
  return shown(asked);
}

const To = z.union([z.object({ toMs: z.number() }), z.object({ date: z.iso.date() })]);

/** Lets time pass; a date means 09:00 on that day in the workspace's zone. */
export async function advanceClock(to: z.input<typeof To>): Promise<Done> {
  const who = await whoAnswers();
  if (!who.ok) return who;
  const parsed = To.safeParse(to);
  if (!parsed.success) return { ok: false, reason: 'That is no date. The clock stays where it is.' };
  const toMs =
    'toMs' in parsed.data
      ? parsed.data.toMs
      : DateTime.fromISO(`${parsed.data.date}T09:00`, { zone: who.timeZone }).toMillis();
  return shown(await advanceSandboxClock(database(), who.caller, { toMs, wallMs: Date.now() }));
}

/** Whether anything happened at the carrier since the page was read. */
export async function lookAtCarrier(
  cursor: string | null,
): Promise<{ cursor: string | null; changed: boolean }> {
  await requireCaller();
  const asked = await askCarrier((client) =>
    client.changes(z.string().max(200).nullable().parse(cursor) ?? ''),
  );
  // It came back, or went away: the page says so when it is read anew.
  if (!asked.ok) return { cursor: null, changed: cursor !== null };
  const { cursor: next, changes, reset } = asked.value;
  return { cursor: next, changed: cursor === null || reset || changes.length > 0 };
}
