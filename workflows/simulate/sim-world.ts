import type { Content } from '#workflows/compile/content.ts';
import type { Channel } from '#workflows/engine/plan.ts';
import { type CustomValue, notSetWords, playChangeOf } from '#workflows/leads/field-values.ts';
import type { LeadView } from '#workflows/leads/lead-view.ts';
import { renderEmail } from '#workflows/message/email.ts';
import { parseEmailDocument } from '#workflows/message/email-document.ts';
import { type FieldSpec, fieldCatalogue } from '#workflows/message/fields.ts';
import { type FieldValues, parseTemplate, renderTemplate } from '#workflows/message/merge-fields.ts';
import { checkSmsBody } from '#workflows/message/sms.ts';
import type { LedgerRow } from '#workflows/policy/consent.ts';
import { decide, type Verdict } from '#workflows/policy/gate.ts';
import type { GateSettings, SimLead } from '#workflows/simulate/script.ts';
import { minuteOfDay } from '#workflows/time/local-time.ts';
import { type Place, placeOf } from '#workflows/time/place.ts';

/** Everything round one simulated lead: who they are, what they agreed to, what went out and came in. */
export type SimWorld = {
  view: LeadView;
  place: Place;
  gate: GateSettings;
  catalogue: readonly FieldSpec[];
  ledger: LedgerRow[];
  /** Messages that went out, or may have. */
  sends: { atMs: number; channel: Channel; body: string }[];
  /** When the lead last wrote, by channel. */
  inboundMs: Record<Channel, number | null>;
};

const CUSTOM = 'custom.';

export function simWorld(lead: SimLead, gate: GateSettings, startMs: number): SimWorld {
  const text = (name: string): string | null => {
    const value = lead.fields[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const numbers = textNumbers(lead.fields);
  const place = placeOf({
    timeZone: lead.timeZone ?? null,
    country: text('country') ?? gate.country,
    region: text('region'),
    postalCode: text('postalCode'),
    phones: numbers,
  });
  const custom = Object.entries(lead.fields).filter(([name]) => name.startsWith(CUSTOM));
  const addressOf = (channel: Channel): string =>
    channel === 'sms' ? (numbers[0] ?? '') : (text('email') ?? '');
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
    place,
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
    inboundMs: { sms: null, email: null },
  };
  for (const channel of lead.optedOut) optOut(world, channel, startMs);
  return world;
}

function textNumbers(fields: LeadView['fields']): string[] {
  return ['cellPhone', 'homePhone', 'workPhone'].flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
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

/** A step that becomes due this soon after the lead wrote is the play's answer to it. */
const ANSWER_MS = 15 * 60_000;
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
  const inboundMs = world.inboundMs[channel];
  const { quietHours } = world.gate;
  const unanswered = world.sends.filter(
    (send) => send.channel === 'sms' && send.atMs > (world.inboundMs.sms ?? 0),
  );
  return decide(
    {
      ...message,
      kind: 'play',
      exempt: null,
      environment: 'sandbox',
      address: address ?? '',
      addressProblem: address === null ? 'missing' : null,
      senderCountry: world.gate.sender.country,
      ledger: world.ledger,
      place: world.place,
      recentSends: world.sends.filter((send) => send.atMs > nowMs - CAP_WINDOW_MS),
      unansweredTexts: channel === 'sms' ? unanswered.length : 0,
      caps: world.gate.caps,
      quietHours:
        quietHours === null
          ? null
          : { fromMinute: minuteOfDay(quietHours.from), toMinute: minuteOfDay(quietHours.to) },
      lastInboundAtMs: inboundMs,
      isAnswer: inboundMs !== null && dueAtMs >= inboundMs && dueAtMs - inboundMs < ANSWER_MS,
      senderHold: null,
      playPaused: false,
      enrolmentPaused: false,
      repEngaged: null,
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
