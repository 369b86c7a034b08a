import type { Db } from '#prisma/client.ts';
import type { Message, Sender } from '#prisma/generated/client.ts';
import { type StatusNews, takeInbound, takeStatus } from '#prisma/inbound.ts';
import { heardUntil, noteHeardUntil } from '#prisma/sender-looks.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#workflows/time/duration.ts';
import { backoffMs } from './backoff.ts';
import { emailNews, incomingEmail, incomingSms, smsNews } from './hooks/intake.ts';
import type { Providers } from './providers/connect.ts';
import { inboundDomain, smsFrom } from './providers/credentials.ts';
import {
  ProviderUnavailable,
  type ReceivedEmail,
  type SmsProvider,
  type SmsState,
} from './providers/provider.ts';
import { meaningOfTwilioCode } from './providers/twilio-codes.ts';
import { credentialsOf, type ProvidersOf } from './sender-providers.ts';

export type PollDeps = {
  db: Db;
  secret: Uint8Array;
  wallMs: () => number;
  providersOf: ProvidersOf;
  /** Whether nothing that its provider tells can reach us. */
  isDeaf: (sender: Sender) => boolean;
  say: (line: string) => void;
};

/** A real sender's provider cannot call a machine without a public address; the sandbox carrier is on this machine. */
export function isDeaf(sender: Pick<Sender, 'environment'>, publicUrl: string | null): boolean {
  return sender.environment === 'real' && publicUrl === null;
}

type Look = {
  what: string;
  /** Null: this sender's provider is not asked for it. */
  everyMs: { deaf: number | null; hearing: number };
  ask: (deps: Asking, sender: Sender, providers: Providers) => Promise<void>;
};
type Asking = PollDeps & {
  /** Mails that came into an account for somebody else: fetched once to find out. */
  ofOthers: Set<string>;
};

/** How old the messages are whose fate is asked for. */
type Ages = { leastMs: number; mostMs: number };
/** Carriers report on a text for up to three days. */
const ALL: Ages = { leastMs: 0, mostMs: 3 * DAY_MS };
/** Of those a webhook should have told by now. */
const MISSED: Ages = { leastMs: MINUTE_MS, mostMs: HOUR_MS };

/**
 * Where nothing else tells: an opt-out must be heard soon; what became of a message may take its time. Where webhooks
 * do, they may have found nobody: a process was down, a commit failed, and Twilio does not come again for that.
 */
const LOOKS: readonly Look[] = [
  { what: 'texts', everyMs: { deaf: 10_000, hearing: MINUTE_MS }, ask: hearTexts },
  { what: 'emails', everyMs: { deaf: 15_000, hearing: MINUTE_MS }, ask: hearEmails },
  { what: 'fates of texts', everyMs: { deaf: 30_000, hearing: HOUR_MS }, ask: textFates(ALL) },
  { what: 'fates of emails', everyMs: { deaf: 30_000, hearing: HOUR_MS }, ask: emailFates(ALL) },
  { what: 'missed fates of texts', everyMs: { deaf: null, hearing: MINUTE_MS }, ask: textFates(MISSED) },
  { what: 'missed fates of emails', everyMs: { deaf: null, hearing: MINUTE_MS }, ask: emailFates(MISSED) },
];

const FIRST_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 5 * MINUTE_MS;
/** Listings lag, and their times have whole seconds: what was heard shortly before is asked for again, and taken once. */
const OVERLAP_MS = 10 * MINUTE_MS;
const FATES_AT_MOST = 1_000;
/** So few texts are asked for one by one: a listing has all that was sent in two days. */
const ONE_BY_ONE_AT_MOST = 10;
const OTHERS_KEPT = 10_000;
const CALL_TIMEOUT_MS = 30_000;
/** A time in whole seconds may be up to this much before what it answers. */
const SECOND_MS = 999;

/**
 * Asks the providers of all senders: what came in, and what became of what went out. Through the same doors as webhooks,
 * which take everything once. Those that no webhook reaches are asked often; the others at once when this process
 * begins, for what came while nobody listened, and then every minute. Call it again and again; it knows when each look
 * is due, and waits longer for a provider that does not answer.
 */
export function providerPoll(deps: PollDeps): () => Promise<void> {
  const due = new Map<string, { atWallMs: number; failures: number }>();
  const asking: Asking = { ...deps, ofOthers: new Set() };
  return async () => {
    for (const sender of await deps.db.read.sender.findMany()) {
      const reach = deps.isDeaf(sender) ? 'deaf' : 'hearing';
      for (const look of LOOKS) {
        const everyMs = look.everyMs[reach];
        if (everyMs === null) continue;
        const key = `${sender.id}/${look.what}`;
        const before = due.get(key) ?? { atWallMs: 0, failures: 0 };
        if (deps.wallMs() < before.atWallMs) continue;
        try {
          await look.ask(asking, sender, deps.providersOf(sender));
          due.set(key, { atWallMs: deps.wallMs() + everyMs, failures: 0 });
        } catch (error) {
          const failures = before.failures + 1;
          const firstMs = Math.min(everyMs, FIRST_BACKOFF_MS);
          const waitMs = backoffMs(failures, firstMs, LONGEST_BACKOFF_MS);
          const told = error instanceof ProviderUnavailable ? (error.retryAfterMs ?? 0) : 0;
          due.set(key, { atWallMs: deps.wallMs() + Math.max(waitMs, told), failures });
          deps.say(`asking for ${look.what} of a sender failed: ${nameOf(error)}`);
        }
      }
    }
  };
}

/** Errors of ours name no address; others are told by their kind alone. */
function nameOf(error: unknown): string {
  if (error instanceof ProviderUnavailable) return error.message;
  return error instanceof Error ? error.name : 'unknown';
}

const signal = () => AbortSignal.timeout(CALL_TIMEOUT_MS);

async function hearTexts(deps: Asking, sender: Sender, { sms }: Providers): Promise<void> {
  const to = smsFrom(credentialsOf(sender, deps.secret));
  if (sms === null || to === null) return;
  const askedWallMs = deps.wallMs();
  const sinceMs = await askSince(deps, sender, 'texts');
  let cameMs = 0;
  for (const text of await sms.listInbound({ to, sinceMs }, signal())) {
    if (await isTaken(deps, sender, text.providerId)) continue;
    // Of a STOP and a START within a second the later one is the later one.
    cameMs = Math.max(cameMs + 1, whenItCame(deps, text.atMs));
    await takeInbound(deps.db, sender, incomingSms(text), { wallMs: cameMs });
  }
  await noteHeardUntil(deps.db, sender.id, 'texts', askedWallMs);
}

async function hearEmails(deps: Asking, sender: Sender, { email }: Providers): Promise<void> {
  if (email === null) return;
  const askedWallMs = deps.wallMs();
  const sinceMs = await askSince(deps, sender, 'emails');
  for (const { emailId } of await email.listReceived({ sinceMs }, signal())) {
    const key = `${sender.id}/${emailId}`;
    if (deps.ofOthers.has(key) || (await isTaken(deps, sender, emailId))) continue;
    const mail = await email.fetchReceived(emailId, signal());
    if (mail === null) continue;
    // An account may receive for more than this sender.
    if (!isFor(mail, sender, inboundDomain(credentialsOf(sender, deps.secret), sender))) {
      if (deps.ofOthers.size >= OTHERS_KEPT) deps.ofOthers.clear();
      deps.ofOthers.add(key);
      continue;
    }
    await takeInbound(deps.db, sender, incomingEmail(mail, sender), { wallMs: whenItCame(deps, mail.atMs) });
  }
  await noteHeardUntil(deps.db, sender.id, 'emails', askedWallMs);
}

function isFor(mail: ReceivedEmail, sender: Sender, domain: string | null): boolean {
  const own = sender.emailAddress?.toLowerCase();
  return [...mail.receivedFor, ...mail.to, ...mail.cc].some(
    (address) => address === own || (domain !== null && address.endsWith(`@${domain}`)),
  );
}

/**
 * From when on to ask: since the last look that heard everything, whatever a webhook has brought since; before the first,
 * since the sender was made.
 */
async function askSince(deps: Asking, sender: Sender, what: 'texts' | 'emails'): Promise<number> {
  const untilWallMs = await heardUntil(deps.db, sender.id, what);
  if (untilWallMs !== null) return Math.min(untilWallMs, deps.wallMs()) - OVERLAP_MS;
  // The sender's time is the workspace's, which may once have been moved ahead.
  return Math.min(sender.createdAtMs, deps.wallMs()) - DAY_MS;
}

async function isTaken(deps: Asking, sender: Sender, providerId: string): Promise<boolean> {
  const key = { senderId_providerId: { senderId: sender.id, providerId } };
  return (await deps.db.read.message.findUnique({ where: key, select: { id: true } })) !== null;
}

/** A reply that was heard late keeps the time at which it was written: what may answer it depends on its age. */
function whenItCame(deps: Asking, atMs: number | null): number {
  const nowMs = deps.wallMs();
  return atMs === null ? nowMs : Math.min(nowMs, atMs + SECOND_MS);
}

function textFates(ages: Ages): Look['ask'] {
  return async (deps, sender, { sms }) => {
    const from = smsFrom(credentialsOf(sender, deps.secret));
    if (sms === null || from === null) return;
    const open = await openFates(deps, sender, 'sms', ages);
    await takeNews(deps, sender, open, await statesOf(sms, from, open), (told) => {
      const { providerId, status, errorCode } = told;
      const meaning = errorCode === null ? null : meaningOfTwilioCode(errorCode);
      return smsNews({ providerId, status, errorCode, meaning, sendKey: null }, deps.wallMs());
    });
  };
}

async function statesOf(sms: SmsProvider, from: string, open: readonly OpenFate[]): Promise<SmsState[]> {
  const sinceMs = open[0]?.createdWallMs;
  if (sinceMs === undefined) return [];
  if (open.length > ONE_BY_ONE_AT_MOST) return sms.listSent({ from, sinceMs }, signal());
  const states: SmsState[] = [];
  for (const { providerId } of open) {
    const state = providerId === null ? null : await sms.fetch(providerId, signal());
    if (state !== null) states.push(state);
  }
  return states;
}

function emailFates(ages: Ages): Look['ask'] {
  return async (deps, sender, { email }) => {
    if (email === null) return;
    const open = await openFates(deps, sender, 'email', ages);
    const sinceMs = open[0]?.createdWallMs;
    if (sinceMs === undefined) return;
    const listed = await email.listSent({ sinceMs: sinceMs - OVERLAP_MS }, signal());
    await takeNews(deps, sender, open, listed, (told) => {
      const { providerId: emailId, messageId, status } = told;
      // A listing does not say how final a bounce was. Resend itself keeps the next mail from an address that is gone.
      return emailNews({ emailId, messageId, status, tags: {}, bounce: null });
    });
  };
}

/** Of what a provider tells, what is about these messages and not known yet, by the door that webhooks use. */
async function takeNews<Told extends { providerId: string; rawStatus: string }>(
  deps: Asking,
  sender: Sender,
  open: readonly OpenFate[],
  listed: readonly Told[],
  newsOf: (told: Told) => StatusNews | null,
): Promise<void> {
  const known = new Map(open.map((message) => [message.providerId, message]));
  for (const told of listed) {
    const message = known.get(told.providerId);
    if (message === undefined || message.status === told.rawStatus) continue;
    const news = newsOf(told);
    if (news !== null) await takeStatus(deps.db, sender, news, { wallMs: deps.wallMs() });
  }
}

/** Statuses after which the carrier still has something to say. */
const OPEN_STATUSES = ['accepted', 'scheduled', 'queued', 'sending', 'sent', 'delivery_delayed'];

type OpenFate = Pick<Message, 'providerId' | 'status' | 'createdWallMs'>;

/** Messages of these ages that were accepted and of which the last word is still to come, oldest first. */
async function openFates(
  deps: Asking,
  sender: Sender,
  channel: 'sms' | 'email',
  ages: Ages,
): Promise<OpenFate[]> {
  const workspace = await deps.db.read.workspace.findUniqueOrThrow({ where: { id: sender.workspaceId } });
  const nowMs = deps.wallMs() + workspace.clockOffsetMs;
  const rows = await deps.db.read.message.findMany({
    where: {
      workspaceId: sender.workspaceId,
      direction: 'out',
      state: 'accepted',
      senderId: sender.id,
      channel,
      OR: [{ status: null }, { status: { in: OPEN_STATUSES } }],
      atMs: { gt: nowMs - ages.mostMs, lte: nowMs - ages.leastMs },
    },
    orderBy: { atMs: 'desc' },
    take: FATES_AT_MOST,
    select: { providerId: true, status: true, createdWallMs: true },
  });
  return rows.sort((a, b) => a.createdWallMs - b.createdWallMs);
}
