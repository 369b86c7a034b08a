import { z } from 'zod';

/**
 * The sandbox carrier's control door, typed: for the /sandbox pages and for tests. The shapes are written down here a
 * second time on purpose: the carrier is a witness and shares no code with those who ask it.
 */

const personaOf = z.object({
  /** Who answers here by itself; null = nobody. */
  active: z.string().nullable(),
  byNature: z.string(),
  assigned: z.string().nullable(),
  /** A person has answered here by hand, so no persona does any more. */
  takenOver: z.boolean(),
});

const author = z.enum(['api', 'person', 'persona', 'carrier']);

const smsSchema = z.object({
  channel: z.literal('sms'),
  id: z.string(),
  account: z.string(),
  direction: z.enum(['outbound-api', 'outbound-reply', 'inbound']),
  from: z.string(),
  to: z.string(),
  body: z.string(),
  mediaUrls: z.array(z.string()),
  statusCallback: z.string().nullable(),
  segments: z.number(),
  author,
  createdMs: z.number(),
  updatedMs: z.number(),
  sentMs: z.number().nullable(),
  status: z.string(),
  errorCode: z.number().nullable(),
});

const emailSchema = z.object({
  channel: z.literal('email'),
  id: z.string(),
  account: z.string(),
  direction: z.enum(['outbound', 'inbound']),
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  replyTo: z.array(z.string()),
  receivedFor: z.array(z.string()),
  subject: z.string(),
  html: z.string().nullable(),
  text: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  tags: z.record(z.string(), z.string()),
  messageId: z.string(),
  idempotencyKey: z.string().nullable(),
  author,
  createdMs: z.number(),
  updatedMs: z.number(),
  status: z.string(),
});

const messageSchema = z.discriminatedUnion('channel', [smsSchema, emailSchema]);
export type CarrierSms = z.infer<typeof smsSchema>;
export type CarrierEmail = z.infer<typeof emailSchema>;
export type CarrierMessage = z.infer<typeof messageSchema>;

const threadRow = z.object({
  address: z.string(),
  messages: z.number(),
  lastMs: z.number(),
  last: messageSchema.nullable(),
  optedOutOf: z.array(z.string()),
  persona: personaOf,
});
const threadsSchema = z.object({ total: z.number(), rows: z.array(threadRow) });
export type CarrierThreads = z.infer<typeof threadsSchema>;

const threadSchema = z.object({
  address: z.string(),
  messages: z.array(messageSchema),
  optedOutOf: z.array(z.string()),
  persona: personaOf,
  /** When a persona answers next here. */
  answerDueMs: z.number().nullable(),
});
export type CarrierThread = z.infer<typeof threadSchema>;

const changeSchema = z.object({
  seq: z.number(),
  atMs: z.number(),
  type: z.string(),
  channel: z.enum(['sms', 'email']).nullable(),
  account: z.string().nullable(),
  address: z.string().nullable(),
  id: z.string().nullable(),
  status: z.string().nullable(),
});
const changesSchema = z.object({
  /** Give it back as `since`. */
  cursor: z.string(),
  changes: z.array(changeSchema),
  /** The cursor is from before a restart or too old: read everything anew. */
  reset: z.boolean(),
});
export type CarrierChanges = z.infer<typeof changesSchema>;

const pendingSchema = z.object({
  webhooks: z.number(),
  underWay: z.number(),
  answers: z.number(),
  agenda: z.number(),
});
const idleSchema = z.object({ idle: z.boolean(), pending: pendingSchema });

const healthSchema = z.object({
  ok: z.literal(true),
  boot: z.string(),
  pid: z.number(),
  journalBytes: z.number(),
  rssBytes: z.number(),
  totals: z.object({
    smsAccepted: z.number(),
    smsReceived: z.number(),
    emailsAccepted: z.number(),
    emailsReceived: z.number(),
    posts: z.number(),
  }),
  remembered: z.object({ sms: z.number(), emails: z.number() }),
  pending: pendingSchema,
});
export type CarrierHealth = z.infer<typeof healthSchema>;

const witnessSchema = z.object({
  totals: z.object({ groups: z.number(), posts: z.number(), accepted: z.number(), duplicated: z.number() }),
  rows: z.array(
    z.object({
      channel: z.enum(['sms', 'email']),
      account: z.string(),
      to: z.string(),
      key: z.string().nullable(),
      body: z.string().nullable(),
      /** Requests that came, and messages they made: more than one is a lead who got it twice. */
      posts: z.number(),
      accepted: z.number(),
      refused: z.record(z.string(), z.number()),
      messageIds: z.array(z.string().nullable()),
      acceptedMs: z.array(z.number()),
      /** The HTTP status each accepted request was answered with; 0 = no answer. */
      told: z.array(z.number()),
    }),
  ),
});
export type Witness = z.infer<typeof witnessSchema>;

const hookSchema = z.object({
  id: z.string(),
  provider: z.enum(['twilio', 'resend']),
  account: z.string(),
  kind: z.string(),
  messageId: z.string(),
  status: z.string(),
  tries: z.number(),
});
const webhooksSchema = z.object({
  pendingCount: z.number(),
  pending: z.array(hookSchema.extend({ dueMs: z.number() })),
  results: z.array(hookSchema.extend({ atMs: z.number(), outcome: z.string() })),
});
export type CarrierWebhooks = z.infer<typeof webhooksSchema>;

const personasSchema = z.object({
  on: z.boolean(),
  speed: z.number(),
  personas: z.array(z.object({ id: z.string(), name: z.string(), about: z.string(), weight: z.number() })),
  assignments: z.array(
    z.object({ address: z.string(), persona: z.string().nullable(), takenOver: z.boolean() }),
  ),
});
export type CarrierPersonas = z.infer<typeof personasSchema>;

const range = z.tuple([z.number(), z.number()]);
const settingsSchema = z.object({
  latencyMs: range,
  sentAfterMs: range,
  deliveredAfterMs: range,
  listingLagMs: z.number(),
  smsRequestsPerSecond: z.number().nullable(),
  emailRequestsPerSecond: z.number().nullable(),
  numberThroughputPerSecond: z.number().nullable(),
  svixRetryScale: z.number(),
  refuseExampleDomains: z.boolean(),
  personasOn: z.boolean(),
  personaSpeed: z.number(),
});
export type CarrierSettings = z.infer<typeof settingsSchema>;

const faultSchema = z.object({
  id: z.string(),
  kind: z.enum([
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
  ]),
  channel: z.enum(['sms', 'email']).nullable(),
  on: z.enum(['send', 'read', 'receive']),
  account: z.string().nullable(),
  to: z.string().nullable(),
  from: z.string().nullable(),
  left: z.number().nullable(),
  chance: z.number(),
  when: z.enum(['before', 'after']),
  ms: z.number(),
  times: z.number(),
  retryAfterS: z.number().nullable(),
  httpStatus: z.number(),
  code: z.string().nullable(),
  message: z.string().nullable(),
  html: z.boolean(),
  status: z.string().nullable(),
});
export type CarrierFault = z.infer<typeof faultSchema>;
export type NewFault = Pick<CarrierFault, 'kind'> & Partial<Omit<CarrierFault, 'id' | 'kind'>>;

/** What a busy day is like: for soak tests, and for a workspace that wants to see its own resilience. */
export const ROUGH_WEATHER: readonly NewFault[] = [
  { kind: 'latency', ms: 400, chance: 0.1 },
  { kind: 'tooMany', retryAfterS: 1, chance: 0.02 },
  { kind: 'reset', when: 'after', chance: 0.005 },
  { kind: 'serverError', when: 'before', httpStatus: 503, html: true, chance: 0.005 },
  { kind: 'hookLost', chance: 0.02 },
  { kind: 'hookLate', ms: 5_000, chance: 0.05 },
  { kind: 'hookRepeat', times: 2, chance: 0.05 },
  { kind: 'hookReorder', chance: 0.1 },
  { kind: 'listingLag', ms: 10_000, chance: 0.1 },
];

const madeSchema = z.object({ id: z.string() });
const accountsSchema = z.object({
  sms: z.array(
    z.object({ sid: z.string(), numbers: z.array(z.string()), inboundSmsUrl: z.string().nullable() }),
  ),
  email: z.array(z.object({ key: z.string(), domain: z.string(), webhookUrl: z.string().nullable() })),
});

/** The carrier said no; the message is its sentence. */
export class CarrierRefusal extends Error {
  readonly status: number;
  constructor(status: number, sentence: string) {
    super(sentence);
    this.name = 'CarrierRefusal';
    this.status = status;
  }
}

/** The carrier did not answer. */
export class CarrierUnreachable extends Error {
  constructor(url: string, cause: unknown) {
    super(
      `The sandbox carrier at ${url} does not answer. What it keeps is safe; see health for why it is down.`,
      {
        cause,
      },
    );
    this.name = 'CarrierUnreachable';
  }
}

export interface ThreadsQuery {
  search?: string;
  /** Only conversations with this account (account SID, or the key of an email account). */
  account?: string;
  limit?: number;
  offset?: number;
}

export interface WitnessQuery {
  by?: 'body' | 'key';
  channel?: 'sms' | 'email';
  account?: string;
  to?: string;
  key?: string;
  duplicatesOnly?: boolean;
  limit?: number;
  offset?: number;
}

export interface NewSmsAccount {
  authToken: string;
  numbers: string[];
  messagingServiceSid?: string | null;
  advancedOptOut?: boolean;
  inboundSmsUrl?: string | null;
}

export interface NewEmailAccount {
  apiKey: string;
  domain: string;
  webhookUrl?: string | null;
  webhookSecret: string;
}

export type SandboxClient = ReturnType<typeof sandboxClient>;

/** Every call throws CarrierRefusal or CarrierUnreachable, whose messages may be shown. */
export function sandboxClient(options: { url: string; token: string; timeoutMs?: number }) {
  const { url, token, timeoutMs = 10_000 } = options;

  async function call(method: string, path: string, body?: unknown, waitMs = 0): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${url}/control/${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs + waitMs),
        cache: 'no-store',
      });
      text = await response.text();
    } catch (error) {
      throw new CarrierUnreachable(url, error);
    }
    if (!response.ok)
      throw new CarrierRefusal(response.status, sentenceIn(text) ?? `HTTP ${response.status}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  const enc = encodeURIComponent;
  return {
    health: async () => healthSchema.parse(await call('GET', 'health')),

    /** Tells the carrier of a sender's Twilio account; again to change it. */
    putSmsAccount: async (sid: string, account: NewSmsAccount) =>
      void (await call('PUT', `accounts/${enc(sid)}`, account)),
    putEmailAccount: async (key: string, account: NewEmailAccount) =>
      void (await call('PUT', `email/${enc(key)}`, account)),
    removeSmsAccount: async (sid: string) => void (await call('DELETE', `accounts/${enc(sid)}`)),
    removeEmailAccount: async (key: string) => void (await call('DELETE', `email/${enc(key)}`)),
    accounts: async () => accountsSchema.parse(await call('GET', 'accounts')),

    /** Conversations by lead's phone, the latest first. */
    phones: async (query: ThreadsQuery = {}) =>
      threadsSchema.parse(await call('GET', `phones${search(query)}`)),
    phone: async (number: string, limit = 200) =>
      threadSchema.parse(await call('GET', `phones/${enc(number)}?limit=${limit}`)),
    mailboxes: async (query: ThreadsQuery = {}) =>
      threadsSchema.parse(await call('GET', `mailboxes${search(query)}`)),
    mailbox: async (address: string, limit = 200) =>
      threadSchema.parse(await call('GET', `mailboxes/${enc(address)}?limit=${limit}`)),
    message: async (id: string) => messageSchema.parse(await call('GET', `messages/${enc(id)}`)),

    /** Texts as the lead. A persona at that number falls silent from then on. Returns the message's id. */
    textAsLead: async (sms: { from: string; to: string; body: string; mediaUrls?: string[] }) =>
      madeSchema.parse(await call('POST', 'inbound/sms', sms)).id,
    /** Writes as the lead: to an address, or as a reply to an email of ours (threading headers and quote included). */
    emailAsLead: async (mail: {
      from: string;
      to?: string[];
      inReplyTo?: string;
      subject?: string;
      text: string;
      html?: string;
      headers?: Record<string, string>;
      quote?: boolean;
    }) => madeSchema.parse(await call('POST', 'inbound/email', mail)).id,
    emailEvent: async (
      id: string,
      event: {
        status: 'delivered' | 'delivery_delayed' | 'bounced' | 'complained' | 'opened' | 'clicked' | 'failed';
        code?: string;
      },
    ) => void (await call('POST', `emails/${enc(id)}/events`, event)),
    /** Presses the mail program's unsubscribe button (RFC 8058); returns the HTTP status it got. */
    unsubscribe: async (id: string) =>
      z.object({ httpStatus: z.number() }).parse(await call('POST', `emails/${enc(id)}/unsubscribe`))
        .httpStatus,

    /** What happened since the cursor; waits up to `waitMs` for something to happen. */
    changes: async (since = '', waitMs = 0, limit = 500) =>
      changesSchema.parse(await call('GET', `changes${search({ since, waitMs, limit })}`, undefined, waitMs)),
    /** Waits up to `waitMs` until nothing is pending: no status, no webhook, no persona's answer. */
    idle: async (waitMs = 0) =>
      idleSchema.parse(await call('GET', `idle?waitMs=${waitMs}`, undefined, waitMs)),
    witness: async (query: WitnessQuery = {}) =>
      witnessSchema.parse(await call('GET', `witness${search(query)}`)),

    webhooks: async (query: { account?: string; failedOnly?: boolean; limit?: number } = {}) =>
      webhooksSchema.parse(await call('GET', `webhooks${search(query)}`)),
    /** Delivers a message's webhook once more. */
    repeatWebhook: async (messageId: string, status: string | null = null) =>
      void (await call('POST', `webhooks/${enc(messageId)}/repeat`, { status })),

    personas: async () => personasSchema.parse(await call('GET', 'personas')),
    /** `null` = nobody answers by itself at this address. */
    assignPersona: async (address: string, persona: string | null) =>
      void (await call('PUT', `personas/${enc(address)}`, { persona })),
    /** Back to the persona the address has by nature. */
    unassignPersona: async (address: string) => void (await call('DELETE', `personas/${enc(address)}`)),

    settings: async () => settingsSchema.parse(await call('GET', 'settings')),
    setSettings: async (some: Partial<CarrierSettings>) =>
      settingsSchema.parse(await call('PUT', 'settings', some)),

    faults: async () => z.object({ faults: z.array(faultSchema) }).parse(await call('GET', 'faults')).faults,
    addFaults: async (...faults: NewFault[]) =>
      z.object({ faults: z.array(faultSchema) }).parse(await call('POST', 'faults', faults)).faults,
    liftFault: async (id: string) => void (await call('DELETE', `faults/${enc(id)}`)),
    liftFaults: async () => void (await call('DELETE', 'faults')),

    /** Forgets all messages; accounts and settings stay unless `everything`. */
    reset: async (everything = false) => void (await call('POST', 'reset', { everything })),
  };
}

function search(query: object): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') params.set(name, String(value));
  }
  return params.size > 0 ? `?${params}` : '';
}

function sentenceIn(text: string): string | null {
  try {
    return z.object({ error: z.string() }).parse(JSON.parse(text)).error;
  } catch {
    // Not the carrier's own answer: something else listens on its port.
    return null;
  }
}
