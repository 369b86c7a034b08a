import { z } from 'zod';
import { type DEFAULT_SETTINGS, FAULT_KINDS } from '#temporal/carrier/records.ts';
import { isLoopback } from '#temporal/carrier/wire.ts';

const E164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'an E.164 number such as +12125550100');
const LOOPBACK = z.url().refine(isLoopback, 'a URL on this machine: the sandbox carrier calls nobody else');
const ADDRESS = z.string().min(3).max(320);
const MS = z
  .number()
  .min(0)
  .max(24 * 3_600_000);
const RANGE = z.tuple([MS, MS]).refine(([least, most]) => least <= most, 'least first, then most');

export const SMS_ACCOUNT = z.strictObject({
  authToken: z.string().min(8),
  numbers: z.array(E164).min(1),
  messagingServiceSid: z.string().regex(/^MG/).nullable().default(null),
  advancedOptOut: z.boolean().default(false),
  inboundSmsUrl: LOOPBACK.nullable().default(null),
});

export const EMAIL_ACCOUNT = z.strictObject({
  apiKey: z.string().min(8),
  domain: z.string().min(3).toLowerCase(),
  webhookUrl: LOOPBACK.nullable().default(null),
  webhookSecret: z.string().regex(/^whsec_[A-Za-z0-9+/]+=*$/, 'whsec_ followed by base64'),
});

export const INBOUND_SMS = z.strictObject({
  from: E164,
  to: E164,
  body: z.string().max(1600),
  mediaUrls: z.array(z.url()).max(10).default([]),
});

export const INBOUND_EMAIL = z
  .strictObject({
    from: ADDRESS,
    to: z.array(ADDRESS).min(1).nullable().default(null),
    inReplyTo: z.string().nullable().default(null),
    subject: z.string().nullable().default(null),
    text: z.string().max(100_000),
    html: z.string().max(200_000).nullable().default(null),
    headers: z.record(z.string(), z.string()).default({}),
    quote: z.boolean().default(true),
  })
  .refine(
    (mail) => mail.to !== null || mail.inReplyTo !== null,
    'either `to`, or `inReplyTo` with the id of an email',
  );

export const EMAIL_EVENT = z.strictObject({
  status: z.enum(['delivered', 'delivery_delayed', 'bounced', 'complained', 'opened', 'clicked', 'failed']),
  /** The bounce type (Permanent, Transient, Undetermined), or the link that was clicked. */
  code: z.string().nullable().default(null),
});

export const SETTINGS = z
  .strictObject({
    latencyMs: RANGE,
    sentAfterMs: RANGE,
    deliveredAfterMs: RANGE,
    listingLagMs: MS,
    smsRequestsPerSecond: z.number().positive().nullable(),
    emailRequestsPerSecond: z.number().positive().nullable(),
    numberThroughputPerSecond: z.number().positive().nullable(),
    svixRetryScale: z.number().min(0).max(1),
    refuseExampleDomains: z.boolean(),
    personasOn: z.boolean(),
    personaSpeed: z.number().min(0.01).max(100_000),
  } satisfies Record<keyof typeof DEFAULT_SETTINGS, z.ZodType>)
  .partial();

export const FAULT = z.strictObject({
  kind: z.enum(FAULT_KINDS),
  channel: z.enum(['sms', 'email']).nullable().default(null),
  on: z.enum(['send', 'read', 'receive']).default('send'),
  account: z.string().nullable().default(null),
  to: z.string().nullable().default(null),
  from: z.string().nullable().default(null),
  left: z.number().int().positive().nullable().default(null),
  chance: z.number().min(0).max(1).default(1),
  when: z.enum(['before', 'after']).default('before'),
  ms: MS.default(1000),
  times: z.number().int().min(1).max(20).default(2),
  retryAfterS: z.number().int().positive().nullable().default(null),
  httpStatus: z.number().int().min(400).max(599).nullable().default(null),
  code: z.string().nullable().default(null),
  message: z.string().nullable().default(null),
  html: z.boolean().default(false),
  status: z.string().nullable().default(null),
});

export const FAULTS = z.union([FAULT, z.array(FAULT)]);
export const ASSIGNMENT = z.strictObject({ persona: z.string().nullable() });
export const RESET = z.strictObject({ everything: z.boolean().default(false) });
export const REPEAT = z.strictObject({ status: z.string().nullable().default(null) });

const COUNT = z.coerce.number().int().min(1).max(5000);
const WAIT_MS = z.coerce.number().int().min(0).max(60_000).default(0);
const FLAG = z
  .enum(['true', 'false'])
  .default('false')
  .transform((flag) => flag === 'true');

export const THREADS_QUERY = z.strictObject({
  search: z.string().default(''),
  account: z.string().optional(),
  limit: COUNT.default(50),
  offset: z.coerce.number().int().min(0).default(0),
});
export const THREAD_QUERY = z.strictObject({ limit: COUNT.default(200) });
export const CHANGES_QUERY = z.strictObject({
  since: z.string().default(''),
  limit: COUNT.default(500),
  waitMs: WAIT_MS,
});
export const IDLE_QUERY = z.strictObject({ waitMs: WAIT_MS });
export const WITNESS_QUERY = z.strictObject({
  by: z.enum(['body', 'key']).default('body'),
  channel: z.enum(['sms', 'email']).optional(),
  account: z.string().optional(),
  to: z.string().optional(),
  key: z.string().optional(),
  duplicatesOnly: FLAG,
  limit: COUNT.default(1000),
  /** Groups to pass over: the next page of a long list. */
  offset: z.coerce.number().int().min(0).default(0),
});
export const WEBHOOKS_QUERY = z.strictObject({
  account: z.string().optional(),
  failedOnly: FLAG,
  limit: COUNT.default(100),
});
