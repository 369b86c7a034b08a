import { randomBytes, randomUUID } from 'node:crypto';
import type { Db } from '#prisma/client.ts';
import type { Lead, Sender, Workspace } from '#prisma/generated/client.ts';
import { compile } from '#workflows/compile/compile.ts';
import type { CompileContext } from '#workflows/compile/context.ts';
import { parsePlay } from '#workflows/compile/parse.ts';

/** Thursday, inside every sending window of the United States. */
export const NOON_MS = Date.parse('2026-12-03T18:00:00Z');

const WEEK_MS = 7 * 86_400_000;

/**
 * A workspace in Chicago with one sandbox sender, whose caps are out of the way.
 * @param wallMs when given, the workspace's clock is moved so that at this instant it is noon on a Thursday: what is sent
 * in a test must not hang on the hour at which the test runs
 */
export async function seedWorkspace(
  db: Db,
  seal: (text: string) => string = (text) => text,
  wallMs?: number,
): Promise<{ workspace: Workspace; sender: Sender }> {
  const ahead = wallMs === undefined ? 0 : (((NOON_MS - wallMs) % WEEK_MS) + WEEK_MS) % WEEK_MS;
  const id = randomUUID();
  const workspace = await db.write.workspace.create({
    data: {
      id,
      name: 'Kestrel Yard',
      timeZone: 'America/Chicago',
      country: 'US',
      clockOffsetMs: ahead,
      quietFromMinute: 0,
      quietToMinute: 0,
      capPerDay: 100,
      capPerWeek: 700,
      minGapMs: 0,
    },
  });
  const number = `+1312555${String(Math.floor(1000 + Math.random() * 8999))}`;
  const sender = await db.write.sender.create({
    data: {
      id: randomUUID(),
      workspaceId: id,
      environment: 'sandbox',
      name: 'Maya Lindqvist',
      brand: 'Kestrel Yard',
      smsNumber: number,
      emailAddress: `maya@${id.slice(0, 8)}.sandbox.example`,
      postalAddress: '218 N Jefferson St, Chicago IL 60661',
      country: 'US',
      hookKey: randomBytes(12).toString('hex'),
      smsPerSecond: 1000,
      emailPerSecond: 1000,
      createdAtMs: NOON_MS,
      credentials: seal(
        JSON.stringify({
          environment: 'sandbox',
          twilio: {
            accountSid: `ACsandbox${randomBytes(13).toString('hex').slice(0, 25)}`,
            authToken: randomBytes(16).toString('hex'),
            number,
          },
          resend: {
            apiKey: `re_sandbox_${randomBytes(12).toString('hex')}`,
            webhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
          },
        }),
      ),
    },
  });
  return { workspace, sender };
}

/** Leads in Illinois with a cell phone, an email address and consent to texts. */
export async function seedLeads(
  db: Db,
  workspaceId: string,
  count: number,
  options: { consent?: boolean } = {},
): Promise<Lead[]> {
  const leads: Lead[] = [];
  const taken = await db.write.lead.count();
  for (let i = 0; i < count; i++) {
    const n = taken + i;
    const cellPhone = `+1773${String(2_000_000 + n)}`;
    const lead = await db.write.lead.create({
      data: {
        id: randomUUID(),
        workspaceId,
        firstName: 'Dana',
        lastName: `Lead ${n}`,
        company: 'Harbor Freightways',
        email: `dana.${n}@example.org`,
        cellPhone,
        region: 'IL',
        country: 'US',
        timeZone: 'America/Chicago',
        zones: '["America/Chicago"]',
        zoneHow: 'given',
        createdAtMs: NOON_MS,
        updatedAtMs: NOON_MS,
      },
    });
    leads.push(lead);
    if (options.consent === false) continue;
    await db.write.consent.create({
      data: {
        id: randomUUID(),
        workspaceId,
        environment: 'sandbox',
        leadId: lead.id,
        channel: 'sms',
        address: cellPhone,
        act: 'grant',
        basis: 'written',
        purpose: 'marketing',
        medium: 'form',
        atMs: 0,
      },
    });
  }
  return leads;
}

/**
 * Compiles and publishes a play document as it stands.
 * @param more its id, and the workspace it is compiled for, where a test cares
 * @param waitMs what every wait is shortened to, for tests of real timers: drawn waits are minutes at least
 */
export async function seedPlay(
  db: Db,
  sender: Sender,
  document: unknown,
  waitMs?: number,
  more: { playId?: string; context?: CompileContext } = {},
): Promise<{ playId: string; versionId: string; planHash: string }> {
  const parsed = parsePlay(document);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const compiled = compile(
    parsed.play,
    more.context ?? { plays: [], leadFields: [], longestClosedMs: () => 0 },
  );
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const { workspaceId } = sender;
  const playId = more.playId ?? randomUUID();
  const versionId = randomUUID();
  const code = compiled.plan.code.map((at) =>
    'ms' in at && waitMs !== undefined ? { ...at, ms: waitMs } : at,
  );
  const planHash = waitMs === undefined ? compiled.hash : `${compiled.hash}-${waitMs}`;
  const planRow = { workspaceId, hash: planHash };
  await db.write.plan.upsert({
    where: { workspaceId_hash: planRow },
    create: {
      ...planRow,
      json: JSON.stringify({
        ...compiled.plan,
        code,
        ...(waitMs === undefined ? {} : { doubtMs: [500, 1_000, 3_000] }),
      }),
    },
    update: {},
  });
  for (const { hash, content } of compiled.contents) {
    await db.write.content.upsert({
      where: { workspaceId_hash: { workspaceId, hash } },
      create: { workspaceId, hash, json: JSON.stringify(content) },
      update: {},
    });
  }
  await db.write.play.create({
    data: {
      id: playId,
      workspaceId,
      name: parsed.play.name,
      draft: JSON.stringify(parsed.play),
      state: 'live',
      liveVersionId: versionId,
      createdAtMs: NOON_MS,
      updatedAtMs: NOON_MS,
    },
  });
  await db.write.playVersion.create({
    data: {
      id: versionId,
      workspaceId,
      playId,
      number: 1,
      planHash,
      document: JSON.stringify(parsed.play),
      bounds: JSON.stringify(compiled.bounds),
      triggers: JSON.stringify(compiled.triggers),
      senderId: sender.id,
      environment: sender.environment,
      publishedAtMs: NOON_MS,
    },
  });
  return { playId, versionId, planHash };
}

type Step = { id: string; kind: string; config: Record<string, unknown> };

/** A play that goes straight down: each step's `next` (or `sent`) leads to the one after it. */
export function straightPlay(name: string, steps: Step[]): unknown {
  const port = (kind: string) => (kind.startsWith('send') ? 'sent' : 'next');
  return {
    format: 'baton.play',
    version: 1,
    name,
    nodes: steps.map((step, i) => ({ ...step, at: { x: 0, y: i * 120 } })),
    edges: steps
      .slice(1)
      .map((step, i) => ({ from: steps[i]?.id, port: port(steps[i]?.kind ?? ''), to: step.id })),
  };
}

const giveUp = { value: 3, unit: 'days' };
export const text = (id: string, words: string): Step => ({
  id,
  kind: 'sendSms',
  config: { role: 'promptDecision', text: words, purpose: 'marketing', giveUp },
});
export const email = (id: string, subject: string, words: string): Step => ({
  id,
  kind: 'sendEmail',
  config: {
    subject,
    body: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }] },
    purpose: 'marketing',
    giveUp,
  },
});
export const wait = (id: string, days: number): Step => ({
  id,
  kind: 'wait',
  config: { mode: 'duration', duration: { value: days, unit: 'days' } },
});
export const byHand: Step = { id: 'start', kind: 'trigger', config: { by: 'hand' } };
export const end: Step = { id: 'end', kind: 'end', config: {} };

/** Three sends, two waits, no question asked: the measure of history figures. */
export const NO_REPLY_PLAY = straightPlay('No reply', [
  byHand,
  text('first', 'Hi {{ lead.firstName }}, Maya at Kestrel Yard. Still keen? STOP to end.'),
  wait('day', 1),
  email('mail', 'Gate wait times', 'Worth a look this week?'),
  wait('days', 2),
  text('last', 'Last note from Kestrel Yard. STOP to end.'),
  end,
]);
