import type { InboundSms } from '#temporal/hooks/events.ts';
import type { EmailStatusName, SmsStatusName } from '#workflows/message/delivery-status.ts';
import type { SendRefusal } from '#workflows/message/send-refusal.ts';

/**
 * What came of asking a provider to send. Plain data: no secret, no address, no provider text (which may quote both).
 * accepted: the provider has it; `atMs` is our wall clock when its answer came. rejected: it said no, for good.
 * notProcessed: nothing was kept, asking again is safe. unanswered: it may have been accepted, and asking again is safe
 * with the same key and the very same bytes (email). inDoubt: it may have been accepted; find out, never ask again.
 * senderDown: every message of this sender would meet the same; hold the sender, not the lead.
 */
export type SendOutcome =
  | { kind: 'accepted'; providerId: string; atMs: number }
  | { kind: 'rejected'; code: string; class: Exclude<SendRefusal, 'senderDown'>; sentence: string }
  | { kind: 'notProcessed'; code: string; retryAfterMs: number | null }
  | { kind: 'unanswered'; code: string; retryAfterMs: number | null }
  | { kind: 'inDoubt'; reason: string }
  | { kind: 'senderDown'; code: string; sentence: string };

export interface SmsToSend {
  to: string;
  /** A number in E.164, or a Messaging Service (`MG...`). */
  from: string;
  body: string;
  /** Names our message (`?sk=...`): it comes back even when the answer to the send is lost. Null or empty: nobody is told. */
  statusCallbackUrl: string | null;
  /** Seconds the provider may keep it queued, 1 to 36000: until the window closes, or a 20:59 text arrives at 23:00. */
  validityPeriodS: number;
}

export interface SmsLook {
  to: string;
  from: string;
  body: string;
  /** Wall time just before the send (never workspace time). Provider dates have whole seconds; that is allowed for. */
  sinceMs: number;
  /** Messages known to be others: the same text may have gone out twice on purpose. */
  exceptProviderIds?: readonly string[];
}

export interface SmsState {
  providerId: string;
  status: SmsStatusName | 'other';
  rawStatus: string;
  errorCode: number | null;
}

/** Reads throw ProviderUnavailable when the provider cannot be asked now; `null` means it was asked and has nothing. */
export interface SmsProvider {
  send(sms: SmsToSend, signal: AbortSignal): Promise<SendOutcome>;
  /** Looks for a message that may have been accepted. Listings lag: `null` soon after a send proves nothing. */
  find(look: SmsLook, signal: AbortSignal): Promise<SmsState | null>;
  fetch(providerId: string, signal: AbortSignal): Promise<SmsState | null>;
  /** What became of texts that left since then. What is still queued is not listed. */
  listSent(since: { from: string; sinceMs: number }, signal: AbortSignal): Promise<SmsState[]>;
  /** What leads sent to a number or a Messaging Service since then, oldest first: for a machine that no webhook can reach, and after an outage. */
  listInbound(since: { to: string; sinceMs: number }, signal: AbortSignal): Promise<InboundSms[]>;
}

export interface EmailToSend {
  /** `Name <address>` */
  from: string;
  to: string;
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  /** 1 to 256 characters; for 24 hours the same key and bytes give the same email. */
  idempotencyKey: string;
  /** Come back in webhooks; letters, digits, `_` and `-` only. */
  tags?: Record<string, string>;
}

export interface EmailState {
  providerId: string;
  status: EmailStatusName | 'other';
  rawStatus: string;
  messageId: string | null;
}

export interface ReceivedEmail {
  emailId: string;
  messageId: string;
  from: string;
  fromName: string;
  to: string[];
  cc: string[];
  receivedFor: string[];
  replyToken: string | null;
  subject: string;
  text: string | null;
  html: string | null;
  /** Names in lower case. */
  headers: Record<string, string>;
  inReplyTo: string | null;
  references: string[];
  /** Why a machine wrote it (out of office, a bounce, a mailing) and not the lead; null: a person, as far as can be told. */
  automatic: string | null;
  attachments: number;
  atMs: number;
}

/** A received email in a listing, without its contents. */
export interface ReceivedSummary {
  emailId: string;
  messageId: string;
  atMs: number;
}

/** Reads throw ProviderUnavailable when the provider cannot be asked now. */
export interface EmailProvider {
  send(email: EmailToSend, signal: AbortSignal): Promise<SendOutcome>;
  /** Past the 24 hours of its key a send must not be repeated: look for it instead. */
  find(
    look: { to: string; subject: string; sinceMs: number; exceptProviderIds?: readonly string[] },
    signal: AbortSignal,
  ): Promise<EmailState | null>;
  fetch(providerId: string, signal: AbortSignal): Promise<EmailState | null>;
  /** What became of emails since then, the newest 300 at most. */
  listSent(since: { sinceMs: number }, signal: AbortSignal): Promise<EmailState[]>;
  fetchReceived(emailId: string, signal: AbortSignal): Promise<ReceivedEmail | null>;
  /** Newest 300 at most, oldest first. */
  listReceived(since: { sinceMs: number }, signal: AbortSignal): Promise<ReceivedSummary[]>;
}

/** The provider could not be asked. Safe to log: it carries a code and nothing of the request. */
export class ProviderUnavailable extends Error {
  readonly code: string;
  readonly retryAfterMs: number | null;
  constructor(provider: 'Twilio' | 'Resend', code: string, retryAfterMs: number | null = null) {
    super(`${provider} could not be asked (${code}). Nothing was changed; ask again later.`);
    this.name = 'ProviderUnavailable';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}
