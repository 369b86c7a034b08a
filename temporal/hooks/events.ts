import type { CodeMeaning } from '#temporal/providers/twilio-codes.ts';
import type { EmailStatusName, SmsStatusName } from '#workflows/message/delivery-status.ts';

/** What providers tell us, as this product reads it. Instants are wall time: providers know no workspace clock. */

export type CarrierKeyword = 'stop' | 'start' | 'help';

export interface InboundSms {
  kind: 'inboundSms';
  /** MessageSid: unique, the key to take it once. */
  providerId: string;
  accountSid: string;
  from: string;
  to: string;
  /** As sent, blanks included; may be empty when there is media. */
  body: string;
  mediaUrls: string[];
  messagingServiceSid: string | null;
  /** The whole message is one of the words the carrier itself acted on. */
  keyword: CarrierKeyword | null;
  /** Null from a webhook, which carries no time: use the time of receipt. */
  atMs: number | null;
}

export interface SmsStatus {
  kind: 'smsStatus';
  providerId: string;
  accountSid: string;
  status: SmsStatusName | 'other';
  /** The provider's own word, also for statuses this product does not know. */
  rawStatus: string;
  /** Twilio's code on failed and undelivered. */
  errorCode: number | null;
  /** What that code means: what follows for the lead, and a sentence for a person. */
  meaning: CodeMeaning | null;
  to: string;
  from: string;
  /** `?sk=` of the callback URL: names our message even when the answer to the send was lost. */
  sendKey: string | null;
}

export interface InboundEmail {
  kind: 'inboundEmail';
  /** svix-id: the key to take the event once. */
  eventId: string;
  /** Fetch text, html and headers with it: the webhook has metadata only. */
  emailId: string;
  messageId: string;
  /** The bare address, lower case. */
  from: string;
  fromName: string;
  to: string[];
  cc: string[];
  receivedFor: string[];
  subject: string;
  attachments: number;
  /** `<token>` of the `reply+<token>@` address it was sent to. */
  replyToken: string | null;
  atMs: number;
}

export interface EmailStatus {
  kind: 'emailStatus';
  eventId: string;
  emailId: string;
  messageId: string | null;
  status: EmailStatusName | 'other';
  rawStatus: string;
  to: string[];
  /** Bounces only. Permanent ones close the address, transient ones wait. */
  bounce: { type: 'Permanent' | 'Transient' | 'Undetermined'; subType: string } | null;
  /** Tags given at sending. */
  tags: Record<string, string>;
  atMs: number;
}

/** An event of the same door that says nothing about messages (domains, contacts ...). */
export interface OtherEvent {
  kind: 'other';
  eventId: string;
  type: string;
}
