import type { Db } from '#prisma/client.ts';
import type { Message, Sender } from '#prisma/generated/client.ts';
import { takeInbound, takeStatus } from '#prisma/inbound.ts';
import { DAY_MS, MINUTE_MS } from '#workflows/time/duration.ts';
import { emailNews, incomingEmail, incomingSms, smsNews } from './hooks/intake.ts';
import type { Providers } from './providers/connect.ts';
import { inboundDomain, smsFrom } from './providers/credentials.ts';
import { ProviderUnavailable, type ReceivedEmail } from './providers/provider.ts';
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
  everyMs: number;
  ask: (deps: PollDeps, sender: Sender, providers: Providers) => Promise<void>;
};

/** An opt-out must be heard soon; what became of a message may take its time. */
const LOOKS: readonly Look[] = [
  { what: 'texts', everyMs: 10_000, ask: hearTexts },
  { what: 'emails', everyMs: 15_000, ask: hearEmails },
  { what: 'fates of texts', everyMs: 30_000, ask: hearTextFates },
  { what: 'fates of emails', everyMs: 30_000, ask: hearEmailFates },
];

const LONGEST_BACKOFF_MS = 5 * MINUTE_MS;
/** Listings lag, and their times have whole seconds: what was heard shortly before is asked for again, and taken once. */
const OVERLAP_MS = 10 * MINUTE_MS;
/** Carriers report on a text for up to three days. */
const FATES_KEPT_MS = 3 * DAY_MS;
const FATES_AT_MOST = 1_000;
const CALL_TIMEOUT_MS = 30_000;
/** A time in whole seconds may be up to this much before what it answers. */
const SECOND_MS = 999;

/**
 * Asks the providers of senders that no webhook reaches: what came in, and what became of what went out. Through the
 * same doors as webhooks, which take everything once. Call it again and again; it knows when each look is due, and waits
 * longer for a provider that does not answer.
 */
export function providerPoll(deps: PollDeps): () => Promise<void> {
  const due = new Map<string, { atWallMs: number; failures: number }>();
  return async () => {
    const senders = (await deps.db.read.sender.findMany()).filter(deps.isDeaf);
    for (const sender of senders) {
      for (const look of LOOKS) {
        const key = `${sender.id}/${look.what}`;
        const before = due.get(key) ?? { atWallMs: 0, failures: 0 };
        if (deps.wallMs() < before.atWallMs) continue;
        try {
          await look.ask(deps, sender, deps.providersOf(sender));
          due.set(key, { atWallMs: deps.wallMs() + look.everyMs, failures: 0 });
        } catch (error) {
          const failures = before.failures + 1;
          const backoffMs = Math.min(look.everyMs * 2 ** Math.min(failures, 10), LONGEST_BACKOFF_MS);
          const told = error instanceof ProviderUnavailable ? (error.retryAfterMs ?? 0) : 0;
          due.set(key, { atWallMs: deps.wallMs() + Math.max(backoffMs, told), failures });
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

async function hearTexts(deps: PollDeps, sender: Sender, { sms }: Providers): Promise<void> {
  const to = smsFrom(credentialsOf(sender, deps.secret));
  if (sms === null || to === null) return;
  const sinceMs = await heardUntil(deps, sender, 'sms');
  let cameMs = 0;
  for (const text of await sms.listInbound({ to, sinceMs }, signal())) {
    if (await isTaken(deps, sender, text.providerId)) continue;
    // Of a STOP and a START within a second the later one is the later one.
    cameMs = Math.max(cameMs + 1, whenItCame(deps, text.atMs));
    await takeInbound(deps.db, sender, incomingSms(text), { wallMs: cameMs });
  }
}

async function hearEmails(deps: PollDeps, sender: Sender, { email }: Providers): Promise<void> {
  if (email === null) return;
  const sinceMs = await heardUntil(deps, sender, 'email');
  for (const { emailId } of await email.listReceived({ sinceMs }, signal())) {
    if (await isTaken(deps, sender, emailId)) continue;
    const mail = await email.fetchReceived(emailId, signal());
    // An account may receive for more than this sender.
    if (mail === null || !isFor(mail, sender, inboundDomain(credentialsOf(sender, deps.secret), sender)))
      continue;
    await takeInbound(deps.db, sender, incomingEmail(mail, sender), { wallMs: whenItCame(deps, mail.atMs) });
  }
}

function isFor(mail: ReceivedEmail, sender: Sender, domain: string | null): boolean {
  const own = sender.emailAddress?.toLowerCase();
  return [...mail.receivedFor, ...mail.to, ...mail.cc].some(
    (address) => address === own || (domain !== null && address.endsWith(`@${domain}`)),
  );
}

/** From when on to ask: since the last that was heard; before anything was, since the sender was made. */
async function heardUntil(deps: PollDeps, sender: Sender, channel: 'sms' | 'email'): Promise<number> {
  const last = await deps.db.read.message.findFirst({
    where: {
      workspaceId: sender.workspaceId,
      direction: 'in',
      state: 'received',
      senderId: sender.id,
      channel,
    },
    orderBy: { atMs: 'desc' },
    select: { createdWallMs: true },
  });
  if (last !== null) return last.createdWallMs - OVERLAP_MS;
  // The sender's time is the workspace's, which may once have been moved ahead.
  return Math.min(sender.createdAtMs, deps.wallMs()) - DAY_MS;
}

async function isTaken(deps: PollDeps, sender: Sender, providerId: string): Promise<boolean> {
  const key = { senderId_providerId: { senderId: sender.id, providerId } };
  return (await deps.db.read.message.findUnique({ where: key, select: { id: true } })) !== null;
}

/** A reply that was heard late keeps the time at which it was written: what may answer it depends on its age. */
function whenItCame(deps: PollDeps, atMs: number | null): number {
  const nowMs = deps.wallMs();
  return atMs === null ? nowMs : Math.min(nowMs, atMs + SECOND_MS);
}

async function hearTextFates(deps: PollDeps, sender: Sender, { sms }: Providers): Promise<void> {
  const from = smsFrom(credentialsOf(sender, deps.secret));
  if (sms === null || from === null) return;
  const open = await openFates(deps, sender, 'sms');
  const sinceMs = open[0]?.createdWallMs;
  if (sinceMs === undefined) return;
  const known = new Map(open.map((message) => [message.providerId, message]));
  for (const told of await sms.listSent({ from, sinceMs }, signal())) {
    const message = known.get(told.providerId);
    if (message === undefined || message.status === told.rawStatus) continue;
    const { providerId, status, errorCode } = told;
    const meaning = errorCode === null ? null : meaningOfTwilioCode(errorCode);
    const news = smsNews({ providerId, status, errorCode, meaning, sendKey: null }, deps.wallMs());
    if (news !== null) await takeStatus(deps.db, sender, news, { wallMs: deps.wallMs() });
  }
}

async function hearEmailFates(deps: PollDeps, sender: Sender, { email }: Providers): Promise<void> {
  if (email === null) return;
  const open = await openFates(deps, sender, 'email');
  const sinceMs = open[0]?.createdWallMs;
  if (sinceMs === undefined) return;
  const known = new Map(open.map((message) => [message.providerId, message]));
  for (const told of await email.listSent({ sinceMs: sinceMs - OVERLAP_MS }, signal())) {
    const message = known.get(told.providerId);
    if (message === undefined || message.status === told.rawStatus) continue;
    const { providerId: emailId, messageId, status } = told;
    // A listing does not say how final a bounce was. Resend itself keeps the next mail from an address that is gone.
    const news = emailNews({ emailId, messageId, status, tags: {}, bounce: null });
    if (news !== null) await takeStatus(deps.db, sender, news, { wallMs: deps.wallMs() });
  }
}

/** Statuses after which the carrier still has something to say. */
const OPEN_STATUSES = ['accepted', 'scheduled', 'queued', 'sending', 'sent', 'delivery_delayed'];

type OpenFate = Pick<Message, 'providerId' | 'status' | 'createdWallMs'>;

/** Messages that were accepted and of which the last word is still to come, oldest first. */
async function openFates(deps: PollDeps, sender: Sender, channel: 'sms' | 'email'): Promise<OpenFate[]> {
  const workspace = await deps.db.read.workspace.findUniqueOrThrow({ where: { id: sender.workspaceId } });
  const rows = await deps.db.read.message.findMany({
    where: {
      workspaceId: sender.workspaceId,
      direction: 'out',
      state: 'accepted',
      senderId: sender.id,
      channel,
      OR: [{ status: null }, { status: { in: OPEN_STATUSES } }],
      atMs: { gt: deps.wallMs() + workspace.clockOffsetMs - FATES_KEPT_MS },
    },
    orderBy: { atMs: 'desc' },
    take: FATES_AT_MOST,
    select: { providerId: true, status: true, createdWallMs: true },
  });
  return rows.sort((a, b) => a.createdWallMs - b.createdWallMs);
}
