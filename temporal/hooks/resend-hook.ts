import { Resend } from 'resend';
import { z } from 'zod';
import { emailParty, replyToken } from '#temporal/hooks/email-address.ts';
import type { EmailStatus, InboundEmail, OtherEvent } from '#temporal/hooks/events.ts';
import { type HookRefusal, refusal, textOf } from '#temporal/hooks/refusal.ts';
import type { Parsed } from '#temporal/hooks/twilio-hook.ts';
import { isEmailStatus } from '#workflows/message/delivery-status.ts';

export interface ResendRequest {
  /** `svix-id`, `svix-timestamp`, `svix-signature`; null when missing. */
  id: string | null;
  timestamp: string | null;
  signature: string | null;
  rawBody: Uint8Array | string;
}

export type VerifiedResend =
  | { ok: true; eventId: string; payload: unknown }
  | { ok: false; refusal: HookRefusal };

/** Verifying needs no key and makes no request: the SDK keeps it on an instance all the same. */
const sdk = new Resend('re_verification_only', { baseUrl: 'http://127.0.0.1:9' });

/**
 * Checks that Resend (or the sandbox carrier) sent this, with the sender's webhook secret, and returns the event.
 * Signatures are over the raw body; the timestamp may be five minutes off (a refused one comes back fresh when the
 * provider retries). Several signatures are accepted while a secret is rotated.
 */
export function verifyResend(webhookSecret: string, request: ResendRequest): VerifiedResend {
  const text = textOf(request.rawBody);
  if (!text.ok) return { ok: false, refusal: text.refusal };
  const { id, timestamp, signature } = request;
  if (!id || !timestamp || !signature) return refusal(403, 'unsigned');
  // The SDK reads "123abc" as 123.
  if (!/^\d{1,12}$/.test(timestamp)) return refusal(403, 'wrongSignature');
  if (webhookSecret.replace(/^whsec_/, '') === '') return refusal(403, 'badSecret');
  let payload: unknown;
  try {
    payload = sdk.webhooks.verify({
      payload: text.text,
      headers: { id, timestamp, signature },
      webhookSecret,
    });
  } catch (error) {
    const said = error instanceof Error ? error.message : '';
    if (/timestamp too (old|new)/i.test(said)) return refusal(400, 'tooOld');
    if (error instanceof SyntaxError) return refusal(400, 'notJson');
    return refusal(403, 'wrongSignature');
  }
  return { ok: true, eventId: id, payload };
}

const envelope = z.object({ type: z.string().max(100), created_at: z.string().max(64), data: z.unknown() });
const addresses = z.array(z.string().max(1000)).max(500);

const receivedData = z.object({
  email_id: z.string().min(1).max(200),
  message_id: z.string().max(1000).default(''),
  from: z.string().max(1000),
  to: addresses.default([]),
  cc: addresses.nullish(),
  received_for: addresses.nullish(),
  subject: z.string().nullish(),
  attachments: z.array(z.unknown()).nullish(),
});

const statusData = z.object({
  email_id: z.string().min(1).max(200),
  message_id: z.string().max(1000).nullish(),
  to: z.union([addresses, z.string().transform((address) => [address])]).default([]),
  tags: z.record(z.string(), z.string()).catch({}).default({}),
  bounce: z
    .object({
      type: z.enum(['Permanent', 'Transient', 'Undetermined']).catch('Undetermined'),
      subType: z.string().catch(''),
    })
    .nullish(),
});

/** A verified event, read. Events this product does not act on come back as `other`: answer 200 and forget them. */
export function parseResend(
  eventId: string,
  payload: unknown,
): Parsed<InboundEmail | EmailStatus | OtherEvent> {
  const outer = envelope.safeParse(payload);
  if (!outer.success) return { ok: false, reason: z.prettifyError(outer.error) };
  const { type, data } = outer.data;
  const atMs = Date.parse(outer.data.created_at);
  if (Number.isNaN(atMs)) return { ok: false, reason: 'created_at is not a date.' };
  if (type === 'email.received') {
    const parsed = receivedData.safeParse(data);
    if (!parsed.success) return { ok: false, reason: z.prettifyError(parsed.error) };
    return { ok: true, event: inbound(eventId, atMs, parsed.data) };
  }
  if (!type.startsWith('email.')) return { ok: true, event: { kind: 'other', eventId, type } };
  const parsed = statusData.safeParse(data);
  if (!parsed.success) return { ok: false, reason: z.prettifyError(parsed.error) };
  const rawStatus = type.slice('email.'.length);
  const { email_id, message_id, to, tags, bounce } = parsed.data;
  return {
    ok: true,
    event: {
      kind: 'emailStatus',
      eventId,
      emailId: email_id,
      messageId: message_id ?? null,
      status: isEmailStatus(rawStatus) ? rawStatus : 'other',
      rawStatus,
      to: to.map((address) => emailParty(address).address),
      bounce: bounce ? { type: bounce.type, subType: bounce.subType } : null,
      tags,
      atMs,
    },
  };
}

function inbound(eventId: string, atMs: number, data: z.infer<typeof receivedData>): InboundEmail {
  const from = emailParty(data.from);
  const to = data.to.map((address) => emailParty(address).address);
  const cc = (data.cc ?? []).map((address) => emailParty(address).address);
  const receivedFor = (data.received_for ?? []).map((address) => emailParty(address).address);
  return {
    kind: 'inboundEmail',
    eventId,
    emailId: data.email_id,
    messageId: data.message_id,
    from: from.address,
    fromName: from.name,
    to,
    cc,
    receivedFor,
    subject: data.subject ?? '',
    attachments: data.attachments?.length ?? 0,
    replyToken: replyToken([...receivedFor, ...to, ...cc]),
    atMs,
  };
}
