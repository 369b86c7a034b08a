import type { Content } from '#workflows/compile/content.ts';
import type { Channel } from '#workflows/engine/plan.ts';
import { type CustomValue, notSetWords, playChangeOf } from '#workflows/leads/field-values.ts';
import type { LeadView } from '#workflows/leads/lead-view.ts';
import { renderEmail } from '#workflows/message/email.ts';
import { parseEmailDocument } from '#workflows/message/email-document.ts';
import { type FieldSpec, fieldCatalogue } from '#workflows/message/fields.ts';
import { type FieldValues, parseTemplate, renderTemplate } from '#workflows/message/merge-fields.ts';
import { checkSmsBody } from '#workflows/message/sms.ts';
import { answering, type Wrote } from '#workflows/policy/answering.ts';
import type { LedgerRow } from '#workflows/policy/consent.ts';
import { decide, type Verdict } from '#workflows/policy/gate.ts';
import { messagePlace } from '#workflows/policy/message-place.ts';
import type { GateSettings, SimLead } from '#workflows/simulate/script.ts';
import { minuteOfDay } from '#workflows/time/local-time.ts';
import { placeOf } from '#workflows/time/place.ts';

/** Everything round one simulated lead: who they are, what they agreed to, what went out and came in. */
export type SimWorld = {
  view: LeadView;
  /** The zone that a person set; null where it is worked out. */
  givenZone: string | null;
  gate: GateSettings;
  catalogue: readonly FieldSpec[];
  ledger: LedgerRow[];
  /** Messages that went out, or may have. */
  sends: { atMs: number; channel: Channel; body: string }[];
  /** What the lead wrote. */
  wrote: Wrote[];
};

const CUSTOM = 'custom.';

export function simWorld(lead: SimLead, gate: GateSettings, startMs: number): SimWorld {
  const numbers = textNumbers(lead.fields);
  const givenZone = lead.timeZone ?? null;
  const where = whereabouts(lead.fields);
  const place = placeOf({
    timeZone: givenZone,
    ...where,
    country: where.country ?? gate.country,
    phones: numbers,
  });
  const custom = Object.entries(lead.fields).filter(([name]) => name.startsWith(CUSTOM));
  const addressOf = (channel: Channel): string =>
    channel === 'sms' ? (numbers[0] ?? '') : (textOf(lead.fields, 'email') ?? '');
  const ledger = lead.consents.map(
    ({ channel, basis, purpose }): LedgerRow => ({
      act: 'grant',
      channel,
      address: addressOf(channel),
      environment: 'sandbox',
      basis,
      purpose,
      atMs: startMs,
      expiresAtMs: null,
    }),
  );
  const world: SimWorld = {
    view: { id: 'lead', fields: lead.fields, tags: lead.tags, timeZone: place.likely, zones: place.zones },
    givenZone,
    gate,
    catalogue: fieldCatalogue(
      custom.map(([name, value]) => ({
        name: name.slice(CUSTOM.length),
        label: name.slice(CUSTOM.length),
        type: typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text',
      })),
    ),
    ledger,
    sends: [],
    wrote: [],
  };
  for (const channel of lead.optedOut) optOut(world, channel, startMs);
  return world;
}

type Fields = LeadView['fields'];

function textOf(fields: Fields, name: string): string | null {
  const value = fields[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function whereabouts(fields: Fields) {
  return {
    country: textOf(fields, 'country'),
    region: textOf(fields, 'region'),
    postalCode: textOf(fields, 'postalCode'),
  };
}

function textNumbers(fields: Fields): string[] {
  return ['cellPhone', 'homePhone', 'workPhone'].flatMap((name) => textOf(fields, name) ?? []);
}

/** Where a channel reaches the lead; null: nowhere. */
export function addressOf(world: SimWorld, channel: Channel): string | null {
  if (channel === 'sms') return textNumbers(world.view.fields)[0] ?? null;
  const email = world.view.fields.email;
  return typeof email === 'string' && email !== '' ? email.toLowerCase() : null;
}

export function optOut(world: SimWorld, channel: Channel, atMs: number): void {
  world.ledger.push(ledgerAct(world, 'revoke', channel, atMs));
}

export function optIn(world: SimWorld, channel: Channel, atMs: number): void {
  // Later than the refusal it lifts, also in the same instant.
  world.ledger.push(ledgerAct(world, 'restore', channel, atMs + 1));
}

function ledgerAct(world: SimWorld, act: 'revoke' | 'restore', channel: Channel, atMs: number): LedgerRow {
  const address = addressOf(world, channel) ?? '';
  return {
    act,
    channel,
    address,
    environment: 'sandbox',
    basis: 'reply',
    purpose: 'all',
    atMs,
    expiresAtMs: null,
  };
}

/** The lead writes, from the address that the channel reaches. */
export function write(world: SimWorld, channel: Channel, atMs: number): void {
  world.wrote.push({ channel, fromAddress: addressOf(world, channel) ?? '', atMs });
}

export type Rendered = { ok: true; subject: string | null; body: string } | { ok: false; why: string };

/** The message as this lead would read it, or why it cannot be written. */
export function renderFor(world: SimWorld, content: Content): Rendered {
  const values = valuesOf(world);
  const { sender } = world.gate;
  if (content.kind === 'sms') {
    const parsed = parseTemplate(content.text, world.catalogue);
    if (!parsed.ok) return { ok: false, why: parsed.problems[0]?.sentence ?? 'The text cannot be read.' };
    const rendered = renderTemplate(parsed.template, values);
    if (!rendered.ok) return { ok: false, why: rendered.reason };
    const checked = checkSmsBody(rendered.text);
    return checked.ok ? { ok: true, subject: null, body: rendered.text } : { ok: false, why: checked.reason };
  }
  if (content.kind !== 'email') return { ok: false, why: 'This step has no message.' };
  const document = parseEmailDocument(content.body);
  if (!document.ok) return { ok: false, why: document.reason };
  const rendered = renderEmail(
    { subject: content.subject, document: document.document },
    values,
    world.catalogue,
    {
      signature: sender.signature,
      brand: sender.brand,
      postalAddress: sender.postalAddress,
      purpose: content.purpose,
      unsubscribeUrl: UNSUBSCRIBE_URL,
    },
  );
  return rendered.ok
    ? { ok: true, subject: rendered.subject, body: rendered.text }
    : { ok: false, why: rendered.reason };
}

/** Stands for the lead's own link, which only a stored message has. */
const UNSUBSCRIBE_URL = 'https://example.invalid/unsubscribe';

function valuesOf(world: SimWorld): FieldValues {
  const { sender, ownerName } = world.gate;
  const owner = ownerName ?? sender.name;
  return {
    ...Object.fromEntries(Object.entries(world.view.fields).map(([name, value]) => [`lead.${name}`, value])),
    'sender.name': sender.name,
    'sender.firstName': sender.name.split(' ')[0],
    'sender.brand': sender.brand,
    'sender.mainNumber': sender.mainNumber,
    'owner.name': owner,
    'owner.firstName': owner.split(' ')[0],
  };
}

const CAP_WINDOW_MS = 7 * 86_400_000;

/** What the gate says to a message of the play now: the same rules as in life, over simulated facts. */
export function verdictFor(
  world: SimWorld,
  message: {
    channel: Channel;
    purpose: 'marketing' | 'informational' | 'conversational';
    dueAtMs: number;
    giveUpMs: number;
  },
  nowMs: number,
): Verdict {
  const { channel, dueAtMs } = message;
  const address = addressOf(world, channel);
  const to = { channel, address: address ?? '' };
  const answers = answering({ ...to, dueAtMs }, world.wrote);
  const { quietHours } = world.gate;
  const unanswered = world.sends.filter(
    (send) => send.channel === 'sms' && send.atMs > (answers.lastInboundAtMs ?? 0),
  );
  return decide(
    {
      ...message,
      ...answers,
      kind: 'play',
      exempt: null,
      environment: 'sandbox',
      address: to.address,
      addressProblem: address === null ? 'missing' : null,
      senderCountry: world.gate.sender.country,
      ledger: world.ledger,
      place: messagePlace(
        { ...whereabouts(world.view.fields), givenZone: world.givenZone },
        to,
        world.gate.country,
      ),
      recentSends: world.sends.filter((send) => send.atMs > nowMs - CAP_WINDOW_MS),
      unansweredTexts: channel === 'sms' ? unanswered.length : 0,
      caps: world.gate.caps,
      quietHours:
        quietHours === null
          ? null
          : { fromMinute: minuteOfDay(quietHours.from), toMinute: minuteOfDay(quietHours.to) },
      senderHold: null,
      playPaused: false,
      enrolmentPaused: false,
      repEngaged: false,
      jitter: 0,
    },
    nowMs,
  );
}

/** A step of the play changes the lead, as far as a lead takes it; later conditions and messages see it. */
export function applySet(world: SimWorld, content: Content & { kind: 'set' }): string {
  const fields = { ...world.view.fields };
  const words: string[] = [];
  const failed: string[] = [];
  for (const given of content.fields) {
    const read = playChangeOf(given);
    if (!read.ok) {
      failed.push(notSetWords(given.field, read.reason));
      continue;
    }
    const { custom = {}, ...standard } = read.change;
    const own = Object.entries(custom).map(([name, value]): [string, CustomValue] => [CUSTOM + name, value]);
    for (const [name, value] of [...Object.entries(standard), ...own]) {
      fields[name] = value;
      words.push(value === null || value === '' ? `${name} emptied` : `${name} is ${value}`);
    }
  }
  const tags = [...new Set([...world.view.tags, ...content.addTags])].filter(
    (tag) => !content.removeTags.includes(tag),
  );
  words.push(
    ...content.addTags.map((tag) => `tag ${tag} added`),
    ...content.removeTags.map((tag) => `tag ${tag} removed`),
  );
  world.view = { ...world.view, fields, tags };
  return [...words, ...failed].join(', ');
}
