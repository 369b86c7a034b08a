import { bareAddress } from '#temporal/carrier/addresses.ts';
import type { Carrier } from '#temporal/carrier/carrier.ts';
import { newSid, newUuid } from '#temporal/carrier/chance.ts';
import { meet } from '#temporal/carrier/faults.ts';
import type { Author, EmailMessage, SmsAccount, SmsMessage } from '#temporal/carrier/records.ts';
import { KEYWORD_REPLY, keyword, segments } from '#temporal/carrier/sms-text.ts';

export type Received = { ok: true; id: string } | { ok: false; reason: string };

export interface LeadSms {
  from: string;
  to: string;
  body: string;
  mediaUrls: string[];
  author: Author;
  answers: string | null;
}

/** A lead's text arrives: the keyword rules of Twilio's default opt-out handling, then the webhook. */
export function receiveSms(carrier: Carrier, sms: LeadSms): Received {
  const { book } = carrier;
  const account = book.accountOfNumber(sms.to);
  if (!account) return { ok: false, reason: `No account of this carrier has the number ${sms.to}.` };
  const nowMs = Date.now();
  const word = keyword(sms.body);
  const pair = book.pairOf(account, sms.to, sms.from);
  const wasOut = book.optedOut.has(pair);
  if (word === 'STOP') carrier.record({ t: 'optOut', pair, out: true });
  if (word === 'START') carrier.record({ t: 'optOut', pair, out: false });
  const sid = newSid(sms.mediaUrls.length > 0 ? 'MM' : 'SM');
  tellInbound(carrier, account, sid, sms, nowMs);
  carrier.record({
    t: 'sms',
    message: {
      ...blank(account, nowMs),
      sid,
      direction: 'inbound',
      from: sms.from,
      to: sms.to,
      body: sms.body,
      mediaUrls: sms.mediaUrls,
      segments: segments(sms.body),
      author: sms.author,
      answers: sms.answers,
      optOutType: account.advancedOptOut ? word : null,
      listedMs: nowMs + book.settings.listingLagMs,
      status: 'received',
      sentMs: nowMs,
    },
  });
  // Confirmed once per change of mind; START means nothing special to one who never stopped ("yes" is an answer).
  const confirm = word === 'HELP' || (word === 'STOP' && !wasOut) || (word === 'START' && wasOut);
  if (word && confirm) confirmKeyword(carrier, account, sms, KEYWORD_REPLY[word], nowMs);
  return { ok: true, id: sid };
}

/** The carrier's own confirmation: seen on the lead's phone, never in the account's listings or callbacks. */
function confirmKeyword(
  carrier: Carrier,
  account: SmsAccount,
  sms: LeadSms,
  body: string,
  nowMs: number,
): void {
  carrier.record({
    t: 'sms',
    message: {
      ...blank(account, nowMs),
      sid: newSid('SM'),
      direction: 'outbound-reply',
      from: sms.to,
      to: sms.from,
      body,
      mediaUrls: [],
      segments: segments(body),
      author: 'carrier',
      answers: null,
      optOutType: null,
      listedMs: Number.MAX_SAFE_INTEGER,
      status: 'delivered',
      sentMs: nowMs,
    },
  });
}

function blank(
  account: SmsAccount,
  nowMs: number,
): Pick<
  SmsMessage,
  | 'account'
  | 'messagingServiceSid'
  | 'statusCallback'
  | 'createdMs'
  | 'updatedMs'
  | 'errorCode'
  | 'plan'
  | 'next'
> {
  return {
    account: account.sid,
    messagingServiceSid: account.messagingServiceSid,
    statusCallback: null,
    createdMs: nowMs,
    updatedMs: nowMs,
    errorCode: null,
    plan: [],
    next: 0,
  };
}

function tellInbound(carrier: Carrier, account: SmsAccount, sid: string, sms: LeadSms, nowMs: number): void {
  if (account.inboundSmsUrl === null) return;
  const meeting = {
    channel: 'sms' as const,
    on: 'receive' as const,
    account: account.sid,
    to: [sms.to],
    from: sms.from,
  };
  if (meet(carrier, ['hookLost'], meeting)) return;
  const lateMs = meet(carrier, ['hookLate'], meeting)?.ms ?? 0;
  const copies = meet(carrier, ['hookRepeat'], meeting)?.times ?? 1;
  for (let copy = 0; copy < copies; copy++) {
    carrier.tell({
      provider: 'twilio',
      account: account.sid,
      url: account.inboundSmsUrl,
      kind: 'inbound',
      messageId: sid,
      status: 'received',
      code: null,
      eventMs: nowMs,
      dueMs: nowMs + lateMs,
    });
  }
}

export interface LeadEmail {
  from: string;
  /** Null when it is a reply: then it goes where the answered email wants replies. */
  to: string[] | null;
  subject: string | null;
  text: string;
  html: string | null;
  /** Lower-case names. */
  headers: Record<string, string>;
  /** The id of the email this one answers. */
  inReplyTo: string | null;
  /** Quote the answered email below the text, as mail programs do. */
  quote: boolean;
  author: Author;
  answers: string | null;
}

/** A lead's email arrives: threading headers as mail programs write them, then the webhook with metadata only. */
export function receiveEmail(carrier: Carrier, mail: LeadEmail): Received {
  const { book } = carrier;
  const original = mail.inReplyTo === null ? null : (book.emails.get(mail.inReplyTo) ?? null);
  if (mail.inReplyTo !== null && !original)
    return { ok: false, reason: `There is no email ${mail.inReplyTo} to answer.` };
  const to = mail.to ?? (original ? replyAddresses(original) : []);
  const receivedFor = to.map(bareAddress).filter((address) => book.accountOfAddress(address) !== null);
  const account = book.accountOfAddress(receivedFor[0] ?? '');
  if (!account)
    return {
      ok: false,
      reason: `No account of this carrier receives mail for ${to.join(', ') || 'nobody'}.`,
    };
  const nowMs = Date.now();
  const id = newUuid();
  const senderDomain = bareAddress(mail.from).split('@')[1] ?? 'lead.invalid';
  const messageId = `<${id}@${senderDomain}>`;
  const quoted = original && mail.quote ? quote(original) : '';
  const references = original
    ? [original.headers.references, original.messageId].filter(Boolean).join(' ')
    : '';
  const subject = mail.subject ?? (original ? reSubject(original.subject) : '(no subject)');
  const headers: Record<string, string> = {
    from: mail.from,
    to: to.join(', '),
    subject,
    date: new Date(nowMs).toUTCString(),
    'message-id': messageId,
    ...(original ? { 'in-reply-to': original.messageId, references } : {}),
    ...mail.headers,
  };
  const message: EmailMessage = {
    id,
    account: account.key,
    direction: 'inbound',
    from: mail.from,
    to,
    cc: [],
    bcc: [],
    replyTo: [],
    receivedFor,
    subject,
    html: mail.html,
    text: mail.text + quoted,
    headers,
    tags: {},
    messageId,
    idempotencyKey: null,
    payloadHash: null,
    author: mail.author,
    answers: mail.answers,
    createdMs: nowMs,
    listedMs: nowMs + book.settings.listingLagMs,
    status: 'received',
    updatedMs: nowMs,
    plan: [],
    next: 0,
  };
  if (account.webhookUrl !== null) {
    const from = bareAddress(mail.from);
    const meeting = {
      channel: 'email' as const,
      on: 'receive' as const,
      account: account.key,
      to: receivedFor,
      from,
    };
    if (!meet(carrier, ['hookLost'], meeting)) {
      const lateMs = meet(carrier, ['hookLate'], meeting)?.ms ?? 0;
      const copies = meet(carrier, ['hookRepeat'], meeting)?.times ?? 1;
      for (let copy = 0; copy < copies; copy++) {
        carrier.tell({
          provider: 'resend',
          account: account.key,
          url: account.webhookUrl,
          kind: 'email',
          messageId: id,
          status: 'received',
          code: null,
          eventMs: nowMs,
          dueMs: nowMs + lateMs,
        });
      }
    }
  }
  carrier.record({ t: 'email', message });
  return { ok: true, id };
}

function replyAddresses(original: EmailMessage): string[] {
  if (original.direction === 'inbound') return original.to;
  return original.replyTo.length > 0 ? original.replyTo : [original.from];
}

function reSubject(subject: string): string {
  return /^re:/i.test(subject) ? subject : `Re: ${subject}`;
}

function quote(original: EmailMessage): string {
  const when = new Date(original.createdMs).toUTCString();
  const body = (original.text ?? original.subject)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
  return `\n\nOn ${when}, ${original.from} wrote:\n${body}\n`;
}
