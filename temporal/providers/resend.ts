import { Resend } from 'resend';
import { z } from 'zod';
import { emailParty, replyToken } from '#temporal/hooks/email-address.ts';
import { environmentProblem, type SenderCredentials } from '#temporal/providers/credentials.ts';
import {
  type EmailProvider,
  type EmailState,
  type EmailToSend,
  ProviderUnavailable,
  type ReceivedEmail,
  type ReceivedSummary,
  type SendOutcome,
} from '#temporal/providers/provider.ts';
import { outcomeOfResend, type ResendFailure } from '#temporal/providers/resend-errors.ts';
import { loopbackOrigin, retryAfterMs, within } from '#temporal/providers/transport.ts';
import { automaticEmail } from '#workflows/intent/envelope.ts';
import { isEmailStatus } from '#workflows/message/delivery-status.ts';

const REAL_ORIGIN = 'https://api.resend.com';
const SEND_TIMEOUT_MS = 15_000;
const READ_TIMEOUT_MS = 10_000;
const PAGE = 100;
const PAGES_AT_MOST = 3;
const CLOCK_SKEW_MS = 60_000;

export interface ResendOptions {
  /** Where the sandbox carrier listens; used by sandbox senders alone. */
  carrierUrl: string;
  sendTimeoutMs?: number;
}

type Answer<T> =
  | { data: T; error: null; headers?: Record<string, string> | null }
  | { data: null; error: ResendFailure; headers?: Record<string, string> | null };

/** Resend through the real SDK; a sandbox sender's requests go to the carrier on this machine. */
export class ResendEmail implements EmailProvider {
  private readonly client: Resend;
  private readonly sendTimeoutMs: number;

  /** Throws when the credentials are not of the sender's environment: they could reach the wrong world. */
  constructor(credentials: SenderCredentials, options: ResendOptions) {
    const problem = environmentProblem(credentials);
    if (problem !== null) throw new Error(problem);
    if (!credentials.resend) throw new Error('This sender has no Resend account.');
    // Always explicit: RESEND_BASE_URL in the environment must not move a sender to another host.
    const baseUrl = credentials.environment === 'sandbox' ? loopbackOrigin(options.carrierUrl) : REAL_ORIGIN;
    this.client = new Resend(credentials.resend.apiKey, { baseUrl, userAgent: 'baton resend-node' });
    this.sendTimeoutMs = options.sendTimeoutMs ?? SEND_TIMEOUT_MS;
  }

  async send(email: EmailToSend, signal: AbortSignal): Promise<SendOutcome> {
    if (signal.aborted) return { kind: 'notProcessed', code: 'aborted', retryAfterMs: null };
    const tags = Object.entries(email.tags ?? {}).map(([name, value]) => ({ name, value }));
    const answer = await this.client.emails.send(
      {
        from: email.from,
        to: email.to,
        subject: email.subject,
        html: email.html,
        text: email.text,
        headers: email.headers,
        ...(email.replyTo === null ? {} : { replyTo: email.replyTo }),
        ...(tags.length > 0 ? { tags } : {}),
      },
      { idempotencyKey: email.idempotencyKey, signal: within(signal, this.sendTimeoutMs) },
    );
    if (answer.error) return outcomeOfResend(answer.error, waitIn(answer.headers));
    const id = z.string().min(1).safeParse(answer.data?.id);
    // Something between us and Resend answered in its place; the key makes asking again safe.
    if (!id.success) return { kind: 'unanswered', code: 'unreadableAnswer', retryAfterMs: null };
    return { kind: 'accepted', providerId: id.data, atMs: Date.now() };
  }

  async find(
    look: { to: string; subject: string; sinceMs: number; exceptProviderIds?: readonly string[] },
    signal: AbortSignal,
  ): Promise<EmailState | null> {
    const wanted = emailParty(look.to).address;
    const found = await this.sent(look.sinceMs - CLOCK_SKEW_MS, signal);
    const match = found
      .reverse()
      .find(
        (row) =>
          row.subject === look.subject &&
          row.to.some((to) => emailParty(to).address === wanted) &&
          !look.exceptProviderIds?.includes(row.id),
      );
    return match ? stateOf(match) : null;
  }

  async listSent(since: { sinceMs: number }, signal: AbortSignal): Promise<EmailState[]> {
    return (await this.sent(since.sinceMs, signal)).map(stateOf);
  }

  private sent(earliestMs: number, signal: AbortSignal): Promise<z.infer<typeof sentRow>[]> {
    return this.pages(earliestMs, sentRow, (after) =>
      this.client.emails.list(
        { limit: PAGE, ...(after === null ? {} : { after }) },
        { signal: within(signal, READ_TIMEOUT_MS) },
      ),
    );
  }

  async fetch(providerId: string, signal: AbortSignal): Promise<EmailState | null> {
    const data = await this.read(
      this.client.emails.get(providerId, { signal: within(signal, READ_TIMEOUT_MS) }),
    );
    return data === null ? null : stateOf(readable(sentRow, data));
  }

  async fetchReceived(emailId: string, signal: AbortSignal): Promise<ReceivedEmail | null> {
    const data = await this.read(
      this.client.emails.receiving.get(emailId, {}, { signal: within(signal, READ_TIMEOUT_MS) }),
    );
    return data === null ? null : receivedOf(readable(receivedRow, data));
  }

  async listReceived(since: { sinceMs: number }, signal: AbortSignal): Promise<ReceivedSummary[]> {
    const found = await this.pages(since.sinceMs, listedRow, (after) =>
      this.client.emails.receiving.list(
        { limit: PAGE, ...(after === null ? {} : { after }) },
        { signal: within(signal, READ_TIMEOUT_MS) },
      ),
    );
    return found
      .reverse()
      .map((row) => ({ emailId: row.id, messageId: row.message_id ?? '', atMs: Date.parse(row.created_at) }));
  }

  /** Newest first, until something older than `earliestMs` comes or enough pages were read. */
  private async pages<T extends { id: string; created_at: string }>(
    earliestMs: number,
    row: z.ZodType<T>,
    page: (after: string | null) => Promise<Answer<{ data: unknown[]; has_more: boolean }>>,
  ): Promise<T[]> {
    const found: T[] = [];
    let after: string | null = null;
    for (let n = 0; n < PAGES_AT_MOST; n++) {
      const answer: { data: unknown[]; has_more: boolean } | null = await this.read(page(after));
      const rows: T[] = (answer?.data ?? []).map((one) => readable(row, one));
      found.push(...rows.filter((one) => Date.parse(one.created_at) >= earliestMs));
      const last: T | undefined = rows.at(-1);
      if (!last || !answer?.has_more || Date.parse(last.created_at) < earliestMs) break;
      after = last.id;
    }
    return found;
  }

  private async read<T>(asked: Promise<Answer<T>>): Promise<T | null> {
    const { data, error, headers } = await asked;
    if (!error) return data;
    if (error.statusCode === 404) return null;
    const code = error.statusCode === null ? 'noAnswer' : error.name;
    throw new ProviderUnavailable('Resend', code, waitIn(headers));
  }
}

function waitIn(headers: Record<string, string> | null | undefined): number | null {
  return retryAfterMs(headers?.['retry-after'], Date.now());
}

const sentRow = z.object({
  id: z.string(),
  created_at: z.string(),
  subject: z.string().nullish(),
  to: z.array(z.string()).default([]),
  last_event: z.string().default(''),
  message_id: z.string().nullish(),
});
const listedRow = z.object({ id: z.string(), created_at: z.string(), message_id: z.string().nullish() });
const strings = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const receivedRow = z.object({
  id: z.string(),
  created_at: z.string(),
  from: z.string(),
  to: strings,
  cc: strings,
  received_for: strings,
  message_id: z.string().nullish(),
  subject: z.string().nullish(),
  text: z.string().nullish(),
  html: z.string().nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  attachments: z.array(z.unknown()).nullish(),
});

/** An answer that is not what the API documents is no answer. */
function readable<T>(schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data);
  if (!parsed.success) throw new ProviderUnavailable('Resend', 'unreadableAnswer');
  return parsed.data;
}

function stateOf(row: z.infer<typeof sentRow>): EmailState {
  return {
    providerId: row.id,
    status: isEmailStatus(row.last_event) ? row.last_event : 'other',
    rawStatus: row.last_event,
    messageId: row.message_id ?? null,
  };
}

function receivedOf(row: z.infer<typeof receivedRow>): ReceivedEmail {
  const headers = Object.fromEntries(
    Object.entries(row.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const from = emailParty(row.from);
  const bare = (list: string[]): string[] => list.map((address) => emailParty(address).address);
  const to = bare(row.to);
  const cc = bare(row.cc);
  const receivedFor = bare(row.received_for);
  return {
    emailId: row.id,
    messageId: row.message_id ?? headers['message-id'] ?? '',
    from: from.address,
    fromName: from.name,
    to,
    cc,
    receivedFor,
    replyToken: replyToken([...receivedFor, ...to, ...cc]),
    subject: row.subject ?? '',
    text: row.text ?? null,
    html: row.html ?? null,
    headers,
    inReplyTo: /<[^<>\s]+>/.exec(headers['in-reply-to'] ?? '')?.[0] ?? null,
    references: (headers.references ?? '').match(/<[^<>\s]+>/g) ?? [],
    automatic: automaticEmail({ headers, subject: row.subject, from: from.address })?.why ?? null,
    attachments: row.attachments?.length ?? 0,
    atMs: Date.parse(row.created_at),
  };
}
