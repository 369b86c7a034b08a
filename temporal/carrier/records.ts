/**
 * What the carrier remembers, and the journal lines it is rebuilt from. Times are integer milliseconds
 * of the machine's clock (a carrier knows no workspace clock).
 */

export interface SmsAccount {
  sid: string;
  authToken: string;
  /** E.164 numbers this account may send from and is reached at. */
  numbers: string[];
  /** When set, `MessagingServiceSid` may stand for `From`; opt-outs then count for the whole service. */
  messagingServiceSid: string | null;
  /** Advanced Opt-Out: inbound webhooks carry `OptOutType`. */
  advancedOptOut: boolean;
  inboundSmsUrl: string | null;
}

export interface EmailAccount {
  key: string;
  apiKey: string;
  /** Mail from this domain is accepted, mail to it and its subdomains is received. */
  domain: string;
  webhookUrl: string | null;
  /** `whsec_` + base64. */
  webhookSecret: string;
}

/** Who wrote a message: our product through the API, a person at the sandbox page, a persona, the carrier itself. */
export type Author = 'api' | 'person' | 'persona' | 'carrier';

/** One step a message will take. Faults are decided once, when the message is accepted, and kept here. */
export interface PlanStep {
  status: string;
  atMs: number;
  /** When its webhook is first tried; null = that webhook is lost. */
  hookAtMs: number | null;
  /** How many times the same webhook is delivered (1 = once). */
  copies: number;
  /** Twilio error code, or Resend bounce type. */
  code: string | null;
}

export interface SmsMessage {
  sid: string;
  account: string;
  direction: 'outbound-api' | 'outbound-reply' | 'inbound';
  from: string;
  to: string;
  body: string;
  mediaUrls: string[];
  messagingServiceSid: string | null;
  statusCallback: string | null;
  segments: number;
  author: Author;
  /** The message this one answers (personas), so that no message is answered twice. */
  answers: string | null;
  optOutType: 'STOP' | 'START' | 'HELP' | null;
  createdMs: number;
  /** Not in listings before this. */
  listedMs: number;
  status: string;
  updatedMs: number;
  sentMs: number | null;
  errorCode: number | null;
  plan: PlanStep[];
  /** Index of the next step of `plan` to take. */
  next: number;
}

export interface EmailMessage {
  id: string;
  account: string;
  direction: 'outbound' | 'inbound';
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  receivedFor: string[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  tags: Record<string, string>;
  messageId: string;
  idempotencyKey: string | null;
  payloadHash: string | null;
  author: Author;
  answers: string | null;
  createdMs: number;
  listedMs: number;
  status: string;
  updatedMs: number;
  plan: PlanStep[];
  next: number;
}

/** One HTTP request that asked us to send, whatever came of it: what the witness counts. */
export interface Post {
  atMs: number;
  channel: 'sms' | 'email';
  account: string;
  to: string;
  /** What the caller means by "the same message": the status callback URL (SMS), the idempotency key (email). */
  key: string | null;
  /** First 16 hex digits of SHA-256 over the body (SMS) or subject and text (email). */
  bodyHash: string;
  /** accepted: a new message exists. replayed: an idempotent repeat. refused: nothing was kept. */
  outcome: 'accepted' | 'replayed' | 'refused';
  /** The HTTP status we answered or would have answered; 0 = the connection was cut or left hanging. */
  httpStatus: number;
  code: string | null;
  messageId: string | null;
}

/** A webhook that still has to be delivered. */
export interface Hook {
  id: string;
  provider: 'twilio' | 'resend';
  account: string;
  url: string;
  kind: 'status' | 'inbound' | 'email';
  messageId: string;
  status: string;
  code: string | null;
  /** When the event happened: the `created_at` of a Resend event. */
  eventMs: number;
  dueMs: number;
  /** Attempts made so far. */
  tries: number;
}

export interface HookResult {
  id: string;
  atMs: number;
  provider: 'twilio' | 'resend';
  account: string;
  kind: string;
  messageId: string;
  status: string;
  /** delivered, or given up because of this. */
  outcome: string;
  tries: number;
}

/** A persona's answer that is due. */
export interface PendingAnswer {
  channel: 'sms' | 'email';
  messageId: string;
  persona: string;
  address: string;
  text: string;
  /** Sent as an auto-responder would send it (RFC 3834). */
  auto: boolean;
  dueMs: number;
}

export interface Assignment {
  /** A persona's id; null = nobody answers by itself here. */
  persona: string | null;
  /** True when set because a person answered by hand at this address. */
  taken: boolean;
}

export interface Settings {
  /** Least and most latency added to every provider API answer. */
  latencyMs: [number, number];
  /** Queued -> sent, and sent -> delivered. */
  sentAfterMs: [number, number];
  deliveredAfterMs: [number, number];
  /** How long a new message is missing from listings. */
  listingLagMs: number;
  /** API requests a second before 429; null = no limit. Resend's own limit is 5. */
  smsRequestsPerSecond: number | null;
  emailRequestsPerSecond: number | null;
  /** Messages a second leaving one number; null = at once. Twilio's queue expires by ValidityPeriod. */
  numberThroughputPerSecond: number | null;
  /** Svix waits 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h; each is multiplied by this. */
  svixRetryScale: number;
  /** Resend refuses example.com and its like (422). Off: fictional leads live there. */
  refuseExampleDomains: boolean;
  personasOn: boolean;
  /** 1 = as slow as people; 60 = a minute becomes a second. */
  personaSpeed: number;
}

export const DEFAULT_SETTINGS: Settings = {
  latencyMs: [5, 40],
  sentAfterMs: [150, 600],
  deliveredAfterMs: [300, 1500],
  listingLagMs: 1500,
  smsRequestsPerSecond: null,
  emailRequestsPerSecond: 5,
  numberThroughputPerSecond: null,
  svixRetryScale: 1,
  refuseExampleDomains: false,
  personasOn: false,
  personaSpeed: 1,
};

export const FAULT_KINDS = [
  'latency',
  'tooMany',
  'serverError',
  'reset',
  'hang',
  'reject',
  'unauthorized',
  'fate',
  'queueDelay',
  'hookLost',
  'hookLate',
  'hookRepeat',
  'hookReorder',
  'listingLag',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  id: string;
  kind: FaultKind;
  channel: 'sms' | 'email' | null;
  /** Requests that ask the carrier to send, requests that read, or messages a lead sends in (for the hook kinds). */
  on: 'send' | 'read' | 'receive';
  account: string | null;
  to: string | null;
  from: string | null;
  /** Applies to this many more requests; null = until it is lifted. */
  left: number | null;
  /** Share of matching requests it applies to, decided by hash: the same run always meets the same faults. */
  chance: number;
  /** before: nothing is kept. after: the message is accepted first. */
  when: 'before' | 'after';
  ms: number;
  times: number;
  /** Seconds; null = the header is left out. */
  retryAfterS: number | null;
  httpStatus: number;
  code: string | null;
  message: string | null;
  /** Serve HTML, as a proxy in front of the provider would. */
  html: boolean;
  status: string | null;
}

/** Counts since the file began, forgotten messages included. */
export interface Totals {
  smsAccepted: number;
  smsReceived: number;
  emailsAccepted: number;
  emailsReceived: number;
  posts: number;
}

export type Entry =
  | { t: 'smsAccount'; account: SmsAccount }
  | { t: 'emailAccount'; account: EmailAccount }
  | { t: 'accountGone'; channel: 'sms' | 'email'; id: string }
  | { t: 'settings'; settings: Settings }
  | { t: 'sms'; message: SmsMessage }
  | { t: 'email'; message: EmailMessage }
  | {
      t: 'step';
      channel: 'sms' | 'email';
      id: string;
      status: string;
      code: string | null;
      atMs: number;
      planned: boolean;
    }
  | { t: 'post'; post: Post }
  | { t: 'optOut'; pair: string; out: boolean }
  | { t: 'suppressed'; account: string; address: string }
  | { t: 'hook'; hook: Hook }
  | { t: 'hookTried'; id: string; tries: number; dueMs: number }
  | { t: 'hookDone'; result: HookResult }
  | { t: 'answer'; answer: PendingAnswer }
  | { t: 'answerDropped'; messageId: string; address: string }
  | { t: 'assigned'; address: string; assignment: Assignment | null }
  | { t: 'fault'; fault: Fault }
  | { t: 'faultUsed'; id: string }
  | { t: 'faultGone'; id: string }
  | { t: 'totals'; totals: Totals };
