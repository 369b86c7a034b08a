import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { SIGNALS } from '#workflows/nodes/trigger.ts';
import { msWords } from '#workflows/time/duration.ts';
import type { KeyHolder } from './api-keys.ts';
import { note } from './changes.ts';
import type { Db, Tx } from './client.ts';
import { fireTrigger, type Offered } from './enrolments.ts';
import type { Lead } from './generated/client.ts';
import { changeWords } from './lead-changes.ts';
import { BY_PHONE, knownLead, type LeadEntry, upsertLead } from './lead-upsert.ts';
import { changeOf, joined } from './lead-values.ts';
import type { Sql } from './sql.ts';
import { appendTimeline } from './timeline.ts';

const text = (most: number) =>
  z.string().trim().min(1, 'May not be empty.').max(most, `At most ${most} characters.`);

/** What another program reports; `POST /api/v1/signals`. */
export const SignalBody = z.strictObject({
  type: z.enum(SIGNALS.map((signal) => signal.value) as [SignalType, ...SignalType[]], {
    error: `One of ${SIGNALS.map((signal) => signal.value).join(', ')}.`,
  }),
  /** When it happened, by the other program's clock. */
  occurredAt: z.iso.datetime({
    offset: true,
    error: 'An instant with its zone, such as 2026-12-03T18:00:00Z or 2026-12-03T12:00:00-06:00.',
  }),
  /** The same for the same event, however often it is told. */
  dedupeKey: text(200),
  lead: z
    .strictObject({
      email: text(320).optional(),
      phone: text(60).optional(),
      externalId: z.strictObject({ source: text(80), id: text(200) }).optional(),
      firstName: text(80).optional(),
      lastName: text(80).optional(),
      company: text(200).optional(),
    })
    .refine((lead) => lead.email !== undefined || lead.phone !== undefined || lead.externalId !== undefined, {
      error: 'Name the lead by email, phone or externalId.',
    }),
  /** Further facts, for the lead's timeline. */
  data: z
    .record(z.string().max(60), z.union([z.string().max(500), z.number(), z.boolean(), z.null()]))
    .refine((data) => Object.keys(data).length <= 30, { error: 'At most 30 facts.' })
    .optional(),
});
type SignalType = (typeof SIGNALS)[number]['value'];
export type SignalBody = z.infer<typeof SignalBody>;

/** What came of a signal, as the other program is told. */
export type SignalAnswer = {
  id: string;
  lead: { id: string; created: boolean };
  /** Plays that the lead entered by it. */
  started: { play: string; playId: string; enrolmentId: string }[];
  /** Plays that it would have started, and why it did not. */
  notStarted: { play: string; playId: string; reason: string }[];
};

export type SignalRefusal =
  | { why: 'scope' | 'leadUnknown' | 'leadAmbiguous' | 'future' | 'keyReused' }
  | { why: 'invalid'; pointer: string; reason: string };

export type TakenSignal =
  | { ok: true; repeated: boolean; answer: SignalAnswer }
  | ({ ok: false } & SignalRefusal);

/** Clocks of two machines differ; an event from further ahead is a mistake. */
const AHEAD_MOST_MS = 5 * 60_000;

/**
 * Takes a signal: the lead, the signal's own row, its line on the timeline and the entries into plays are one
 * transaction. Told again, the same signal changes nothing and is answered as at the first time.
 *
 * A lead that nobody knows is made when the signal says how to reach it; an external id alone is refused, since a lead
 * without an address or a number could never be written to.
 */
export async function takeSignal(
  db: Db,
  holder: KeyHolder,
  body: SignalBody,
  clock: { wallMs: number },
): Promise<TakenSignal> {
  const hash = hashOf(body);
  const taken = await db.tx(async (tx, sql): Promise<TakenSignal> => {
    if (!holder.scopes.includes('signals:write')) return { ok: false, why: 'scope' };
    const { workspaceId } = holder;
    const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
    const before = await tx.signal.findUnique({
      where: { workspaceId_dedupeKey: { workspaceId, dedupeKey: body.dedupeKey } },
      select: { contentHash: true, answer: true },
    });
    if (before !== null) {
      if (before.contentHash !== hash) return { ok: false, why: 'keyReused' };
      return { ok: true, repeated: true, answer: JSON.parse(before.answer) as SignalAnswer };
    }
    const occurredWallMs = Date.parse(body.occurredAt);
    const ageMs = clock.wallMs - occurredWallMs;
    if (ageMs < -AHEAD_MOST_MS) return { ok: false, why: 'future' };
    const entry = entryOf(body, workspace.country);
    if (!entry.ok) return { ok: false, why: 'invalid', pointer: entry.pointer, reason: entry.reason };
    const known = knownLead(sql, workspaceId, entry.entry);
    const unknown = known === null ? whyNotMade(sql, workspaceId, entry.entry) : null;
    if (unknown !== null) return { ok: false, why: unknown };
    const nowMs = clock.wallMs + workspace.clockOffsetMs;
    const { lead, created } = upsertLead(sql, workspace, withSource(entry.entry, known, holder), {
      nowMs,
      importId: null,
    });
    const id = randomUUID();
    await tellTimeline(tx, { body, holder, known, lead, ageMs: Math.max(0, ageMs), nowMs });
    const offered = await fireTrigger(tx, workspaceId, {
      leadId: lead.id,
      trigger: { by: 'signal', signal: body.type, ageMs: Math.max(0, ageMs) },
      nowMs,
      wallMs: clock.wallMs,
    });
    const answer: SignalAnswer = { id, lead: { id: lead.id, created }, ...toldOf(offered) };
    await tx.signal.create({
      data: {
        id,
        workspaceId,
        dedupeKey: body.dedupeKey,
        type: body.type,
        leadId: lead.id,
        occurredWallMs,
        contentHash: hash,
        data: JSON.stringify(body.data ?? {}),
        apiKeyId: holder.keyId,
        answer: JSON.stringify(answer),
        atMs: nowMs,
      },
    });
    await note(tx, workspaceId, 'lead', lead.id);
    return { ok: true, repeated: false, answer };
  });
  await db.flush();
  return taken;
}

type Entry = { ok: true; entry: LeadEntry } | { ok: false; pointer: string; reason: string };

function entryOf({ lead }: SignalBody, country: string): Entry {
  const { phone, externalId, ...facts } = lead;
  const changes = [];
  for (const [field, value] of Object.entries({ ...facts, cellPhone: phone })) {
    if (value === undefined) continue;
    const parsed = changeOf({ field, value }, { country, how: '' });
    if (!parsed.ok) {
      return {
        ok: false,
        pointer: `/lead/${field === 'cellPhone' ? 'phone' : field}`,
        reason: parsed.reason,
      };
    }
    changes.push(parsed.change);
  }
  const externalIds =
    externalId === undefined ? [] : [{ source: externalId.source, externalId: externalId.id }];
  return { ok: true, entry: { change: joined(changes), externalIds } };
}

/** Two people behind one number, and no name: nobody can say whose event it is. */
function whyNotMade(
  sql: Sql,
  workspaceId: string,
  { change }: LeadEntry,
): 'leadUnknown' | 'leadAmbiguous' | null {
  const { email, cellPhone } = change;
  if (!email && !cellPhone) return 'leadUnknown';
  if (email || !cellPhone) return null;
  const sharing = sql.all<Lead>(
    BY_PHONE,
    ...[workspaceId, cellPhone, workspaceId, cellPhone, workspaceId, cellPhone],
  );
  const isNameless = !change.firstName && !change.lastName;
  return isNameless && sharing.length > 1 ? 'leadAmbiguous' : null;
}

function withSource(entry: LeadEntry, known: Lead | null, holder: KeyHolder): LeadEntry {
  return known === null ? { ...entry, change: { ...entry.change, source: holder.name } } : entry;
}

async function tellTimeline(
  tx: Tx,
  of: {
    body: SignalBody;
    holder: KeyHolder;
    known: Lead | null;
    lead: Lead;
    ageMs: number;
    nowMs: number;
  },
): Promise<void> {
  const { body, holder, known, lead, ageMs, nowMs } = of;
  const label = SIGNALS.find((signal) => signal.value === body.type)?.label ?? body.type;
  const facts = Object.entries(body.data ?? {}).map(([name, value]) => `${name}: ${value}`);
  await appendTimeline(tx, holder.workspaceId, {
    leadId: lead.id,
    atMs: nowMs,
    kind: 'signal',
    title: known === null ? `${label}, which brought the lead` : label,
    detail: [
      `Told by ${holder.name}${ageMs < 60_000 ? '' : `, ${msWords(ageMs)} after it happened`}`,
      ...facts,
      known === null ? '' : changeWords(known, lead).join(', '),
    ]
      .filter(Boolean)
      .join('\n'),
  });
}

function toldOf(offered: readonly Offered[]): Pick<SignalAnswer, 'started' | 'notStarted'> {
  return {
    started: offered.flatMap(({ play, playId, enrolmentId }) =>
      enrolmentId === null ? [] : [{ play, playId, enrolmentId }],
    ),
    notStarted: offered.flatMap(({ play, playId, enrolmentId, reason }) =>
      enrolmentId === null ? [{ play, playId, reason: reason ?? 'The play took nobody.' }] : [],
    ),
  };
}

/** What makes two reports the same event: what, when, and about whom; further facts may be told better the next time. */
function hashOf({ type, occurredAt, lead }: SignalBody): string {
  const { email = null, phone = null, externalId = null } = lead;
  const same = [type, Date.parse(occurredAt), email?.toLowerCase() ?? null, phone, externalId];
  return createHash('sha256').update(JSON.stringify(same)).digest('hex');
}
