import { leadName, phoneWords, shortName } from '#app/(work)/leads/lead-words.ts';
import { askCarrier } from '#app/(work)/sandbox/carrier.ts';
import type {
  Conversation,
  Line,
  Mail,
  PersonaChoice,
  PhoneText,
  SandboxPerson,
} from '#components/sandbox/sandbox-view.ts';
import type { Caller } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import {
  type AddressedLead,
  leadsOfAddresses,
  type MessageMoment,
  momentsOfMessages,
  type SandboxLine,
} from '#prisma/sandbox-people.ts';
import type {
  CarrierEmail,
  CarrierSms,
  CarrierThread,
  CarrierThreads,
  SandboxClient,
} from '#temporal/client/sandbox.ts';

/** Conversations shown; older ones are found by their lead. */
const MOST_CONVERSATIONS = 200;

export type SandboxPeople = {
  cursor: string;
  people: (SandboxPerson & { zone: string | null; country: string | null; lead: AddressedLead | null })[];
  personas: { isOn: boolean; list: PersonaChoice[] };
};

type Clock = { aheadMs: number };
type Row = CarrierThreads['rows'][number] & { channel: 'sms' | 'email' };

/** Everybody the workspace's lines have talked with, the latest first; a lead's phone and mailbox are one person. */
export async function readPeople(
  db: Db,
  caller: Caller,
  lines: readonly SandboxLine[],
  clock: Clock,
): Promise<{ ok: true; value: SandboxPeople } | { ok: false; reason: string }> {
  const asked = await askCarrier((client) => readCarrier(client, lines));
  if (!asked.ok) return asked;
  const { rows, personas, cursor } = asked.value;
  const [leads, known] = await Promise.all([
    leadsOfAddresses(
      db,
      caller,
      rows.map((row) => row.address),
    ),
    momentsOfMessages(
      db,
      caller,
      rows.flatMap((row) => row.last?.id ?? []),
    ),
  ]);
  const moments = await withCarrierNotes(db, caller, rows, known);
  const byPerson = Map.groupBy(rows, (row) => leads.get(row.address)?.id ?? row.address);
  const people = [...byPerson].map(([key, theirs]) =>
    personOf(key, theirs, leads.get(theirs[0]?.address ?? '') ?? null, moments, clock),
  );
  return {
    ok: true,
    value: {
      cursor,
      people: people.sort((a, b) => b.last.atMs - a.last.atMs),
      personas: {
        isOn: personas.on,
        list: personas.personas.map(({ id, name, about }) => ({ id, name, about })),
      },
    },
  };
}

async function readCarrier(client: SandboxClient, lines: readonly SandboxLine[]) {
  // First, so that what happens while the rest is read counts as news.
  const { cursor } = await client.changes();
  const [personas, ...threads] = await Promise.all([
    client.personas(),
    ...lines.flatMap(({ smsAccount, emailAccount }) => [
      smsAccount === null
        ? []
        : rowsOf('sms', client.phones({ account: smsAccount, limit: MOST_CONVERSATIONS })),
      rowsOf('email', client.mailboxes({ account: emailAccount, limit: MOST_CONVERSATIONS })),
    ]),
  ]);
  return { cursor, personas, rows: threads.flat() };
}

async function rowsOf(channel: 'sms' | 'email', asked: Promise<CarrierThreads>): Promise<Row[]> {
  return (await asked).rows.map((row) => ({ ...row, channel }));
}

/** Conversations whose last word is the carrier's own, for which their threads are looked through. */
const MOST_LOOKED_THROUGH = 20;

/**
 * The carrier's own texts (what it answers to STOP) have no row here, and the carrier knows the wall clock only: they
 * are told as long after the text before them as they came.
 */
async function withCarrierNotes(
  db: Db,
  caller: Caller,
  rows: readonly Row[],
  known: ReadonlyMap<string, MessageMoment>,
): Promise<Map<string, MessageMoment>> {
  const moments = new Map(known);
  const unknown = rows.filter((row) => row.channel === 'sms' && row.last !== null && !known.has(row.last.id));
  for (const row of unknown.slice(0, MOST_LOOKED_THROUGH)) {
    const asked = await askCarrier((client) => client.phone(row.address, 10));
    if (!asked.ok) break;
    const { messages } = asked.value;
    const theirs = await momentsOfMessages(
      db,
      caller,
      messages.map((message) => message.id),
    );
    for (const [id, moment] of inOrder(messages, theirs)) moments.set(id, moment);
  }
  return moments;
}

/** A thread's moments, those without a row told by the one before. */
function inOrder(
  messages: readonly (CarrierSms | CarrierEmail)[],
  known: ReadonlyMap<string, MessageMoment>,
): Map<string, MessageMoment> {
  const moments = new Map(known);
  let ahead: number | null = null;
  for (const { id, createdMs } of messages) {
    const moment = known.get(id);
    if (moment !== undefined) ahead = moment.atMs - createdMs;
    else if (ahead !== null) moments.set(id, { providerId: id, atMs: createdMs + ahead, play: null });
  }
  return moments;
}

function personOf(
  key: string,
  rows: readonly Row[],
  lead: AddressedLead | null,
  moments: ReadonlyMap<string, MessageMoment>,
  clock: Clock,
): SandboxPeople['people'][number] {
  const atMs = (row: Row) =>
    moments.get(row.last?.id ?? '')?.atMs ?? (row.last?.createdMs ?? row.lastMs) + clock.aheadMs;
  const [latest] = rows.toSorted((a, b) => atMs(b) - atMs(a));
  const addressOf = (channel: 'sms' | 'email') =>
    rows.find((row) => row.channel === channel)?.address ?? null;
  const phone = addressOf('sms');
  const { last } = latest ?? { last: null };
  const named =
    lead === null ? null : { ...lead, cellPhone: lead.phones[0] ?? null, homePhone: null, workPhone: null };
  return {
    key,
    name: named === null ? (phone === null ? key : phoneWords(phone, null)) : leadName(named),
    company: lead?.company ?? '',
    leadId: lead?.id ?? null,
    phone,
    email: addressOf('email'),
    zone: lead?.timeZone ?? null,
    country: lead?.country ?? null,
    lead,
    last: {
      channel: latest?.channel ?? 'sms',
      fromLead: last?.direction === 'inbound',
      words: last === null ? '' : last.channel === 'sms' ? last.body : last.subject || (last.text ?? ''),
      atMs: latest === undefined ? 0 : atMs(latest),
    },
  };
}

/** One person's phone and mailbox, as far as they are the workspace's own. */
export async function readConversation(
  db: Db,
  caller: Caller,
  person: SandboxPeople['people'][number],
  lines: readonly SandboxLine[],
  clock: Clock,
): Promise<Conversation | null> {
  // A lead who was only mailed so far still has a phone to text from, and the other way round.
  const phoneAddress = person.phone ?? person.lead?.phones[0] ?? null;
  const mailAddress = person.email ?? person.lead?.email ?? null;
  const asked = await askCarrier((client) =>
    Promise.all([
      phoneAddress === null ? null : client.phone(phoneAddress),
      mailAddress === null ? null : client.mailbox(mailAddress),
    ]),
  );
  if (!asked.ok) return null;
  const [phone, mailbox] = asked.value;
  const accounts = new Set(lines.flatMap((line) => [line.smsAccount, line.emailAccount]));
  const own = (thread: CarrierThread | null) =>
    thread?.messages.filter((message) => accounts.has(message.account)) ?? [];
  const texts = own(phone).filter((message) => message.channel === 'sms');
  const mails = own(mailbox).filter((message) => message.channel === 'email');
  const known = await momentsOfMessages(
    db,
    caller,
    [...texts, ...mails].map((message) => message.id),
  );
  const moments = new Map([...inOrder(texts, known), ...inOrder(mails, known)]);
  const { zone, country, lead, ...shown } = person;
  const named =
    lead === null ? null : { ...lead, cellPhone: lead.phones[0] ?? null, homePhone: null, workPhone: null };
  return {
    person: shown,
    shortName: named === null ? person.name : shortName(named),
    zone,
    phone:
      phone === null || phoneAddress === null
        ? null
        : {
            address: phoneAddress,
            shownAddress: phoneWords(phoneAddress, country),
            texts: texts.map((sms) => textOf(sms, moments, clock)),
            optedOut: phone.optedOutOf.some((number) => lines.some((line) => line.smsNumber === number)),
            answerer: { address: phoneAddress, ...answererOf(phone) },
            line: lineOf(lines, texts.at(-1)?.account, 'sms'),
          },
    mailbox:
      mailbox === null || mailAddress === null
        ? null
        : {
            address: mailAddress,
            mails: mails.map((mail) => mailOf(mail, moments, clock)),
            answerer: { address: mailAddress, ...answererOf(mailbox) },
            line: lineOf(lines, mails.at(-1)?.account, 'email'),
          },
  };
}

function answererOf(thread: CarrierThread) {
  const { active, byNature } = thread.persona;
  return { active, byNature, answerDueMs: thread.answerDueMs };
}

function lineOf(
  lines: readonly SandboxLine[],
  account: string | undefined,
  channel: 'sms' | 'email',
): Line | null {
  const line =
    lines.find((each) => (channel === 'sms' ? each.smsAccount : each.emailAccount) === account) ?? lines[0];
  if (line === undefined) return null;
  return {
    senderId: line.senderId,
    name: line.name,
    shownNumber: line.smsNumber === null ? null : phoneWords(line.smsNumber, 'US'),
    emailAddress: line.emailAddress,
  };
}

const TROUBLES: Record<string, string> = {
  queued: 'on its way',
  accepted: 'on its way',
  undelivered: 'did not arrive',
  failed: 'did not arrive',
  bounced: 'came back',
  complained: 'reported as spam',
  delivery_delayed: 'delayed',
};

function byWords(
  author: CarrierSms['author'],
  moment: MessageMoment | undefined,
  fromLead: boolean,
): string | null {
  if (!fromLead) return author === 'carrier' ? 'the carrier' : (moment?.play ?? null);
  return author === 'persona' ? 'by itself' : 'by hand';
}

function textOf(sms: CarrierSms, moments: ReadonlyMap<string, MessageMoment>, clock: Clock): PhoneText {
  const moment = moments.get(sms.id);
  const fromLead = sms.direction === 'inbound';
  return {
    id: sms.id,
    fromLead,
    body: sms.body,
    atMs: moment?.atMs ?? sms.createdMs + clock.aheadMs,
    by: byWords(sms.author, moment, fromLead),
    trouble: fromLead ? null : (TROUBLES[sms.status] ?? null),
  };
}

function mailOf(mail: CarrierEmail, moments: ReadonlyMap<string, MessageMoment>, clock: Clock): Mail {
  const moment = moments.get(mail.id);
  const fromLead = mail.direction === 'inbound';
  return {
    id: mail.id,
    fromLead,
    from: mail.from,
    to: mail.to.join(', '),
    subject: mail.subject,
    html: fromLead ? null : mail.html,
    text: mail.text,
    atMs: moment?.atMs ?? mail.createdMs + clock.aheadMs,
    by: byWords(mail.author, moment, fromLead),
    trouble: fromLead ? null : (TROUBLES[mail.status] ?? null),
    offersUnsubscribe:
      !fromLead && /List-Unsubscribe=One-Click/i.test(mail.headers['list-unsubscribe-post'] ?? ''),
  };
}
