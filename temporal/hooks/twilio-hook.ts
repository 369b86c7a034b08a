// The SDK's own validator by its path: the package's entry loads the whole SDK, 30 MB that a route has no use for.
import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks.js';
import { z } from 'zod';
import { carrierKeyword } from '#temporal/hooks/carrier-keyword.ts';
import type { CarrierKeyword, InboundSms, SmsStatus } from '#temporal/hooks/events.ts';
import { type HookRefusal, refusal, textOf } from '#temporal/hooks/refusal.ts';
import { meaningOfTwilioCode } from '#temporal/providers/twilio-codes.ts';
import { isSmsStatus } from '#workflows/message/delivery-status.ts';

/** Form parameters as sent; a key that came more than once keeps all its values. */
export type FormParams = Record<string, string | string[]>;

export interface TwilioRequest {
  /** `X-Twilio-Signature`, null when missing. */
  signature: string | null;
  /** Our configured base address (public for real senders, local for sandbox ones), never the Host header. */
  baseUrl: string;
  /** As received, not decoded: `/hooks/abc/twilio/status`. */
  path: string;
  /** As received: `''` or `?sk=...`. */
  search: string;
  contentType: string | null;
  rawBody: Uint8Array | string;
}

export type VerifiedTwilio = { ok: true; params: FormParams } | { ok: false; refusal: HookRefusal };

/**
 * Checks that Twilio (or the sandbox carrier) sent this, with the sender's primary auth token, and returns its
 * parameters. Refusals carry the HTTP status to answer; nothing of the request may be stored then.
 */
export function verifyTwilio(authToken: string, request: TwilioRequest): VerifiedTwilio {
  const text = textOf(request.rawBody);
  if (!text.ok) return { ok: false, refusal: text.refusal };
  if (request.signature === null || request.signature === '') return refusal(403, 'unsigned');
  const url = request.baseUrl.replace(/\/+$/, '') + request.path + request.search;
  const json = /^application\/json\b/i.test(request.contentType ?? '');
  try {
    if (json) {
      return validateRequestWithBody(authToken, request.signature, url, text.text)
        ? { ok: true, params: {} }
        : refusal(403, 'wrongSignature');
    }
    const params = formParams(text.text);
    return validateRequest(authToken, request.signature, url, params)
      ? { ok: true, params }
      : refusal(403, 'wrongSignature');
  } catch (error) {
    // The SDK throws on a URL it cannot parse: a base address that is configured wrong.
    if (error instanceof TypeError) return refusal(403, 'badUrl');
    throw error;
  }
}

/** Without a prototype: a parameter may be called anything. */
export function formParams(body: string): FormParams {
  const params: FormParams = Object.create(null);
  for (const [key, value] of new URLSearchParams(body)) {
    const earlier = params[key];
    if (earlier === undefined) params[key] = value;
    else if (Array.isArray(earlier)) earlier.push(value);
    else params[key] = [earlier, value];
  }
  return params;
}

const one = z.union([z.string(), z.array(z.string()).transform((values) => values[0] ?? '')]);
const optional = one.optional().transform((text) => (text ? text : null));
const sid = one.pipe(z.string().regex(/^[A-Z]{2}[0-9a-zA-Z]{32}$/, 'a Twilio SID'));
const party = one.pipe(z.string().min(1).max(64));

const inboundForm = z.object({
  MessageSid: sid,
  AccountSid: sid,
  From: party,
  To: party,
  Body: one.default('').pipe(z.string().max(10_000)),
  NumMedia: one.default('0').transform((text) => (/^\d{1,2}$/.test(text) ? Number(text) : 0)),
  MessagingServiceSid: optional,
  OptOutType: optional,
});

const statusForm = z.object({
  MessageSid: sid,
  AccountSid: sid,
  MessageStatus: one.pipe(z.string().min(1).max(64)),
  From: one.default(''),
  To: party,
  ErrorCode: optional,
});

export type Parsed<T> = { ok: true; event: T } | { ok: false; reason: string };

/** The parameters of the inbound webhook. Answer 200 `text/xml` `<Response/>`: plain text would be sent to the lead. */
export function parseInboundSms(params: FormParams): Parsed<InboundSms> {
  const parsed = inboundForm.safeParse({ ...params });
  if (!parsed.success) return { ok: false, reason: z.prettifyError(parsed.error) };
  const form = parsed.data;
  const mediaUrls: string[] = [];
  for (let i = 0; i < form.NumMedia; i++) {
    const url = params[`MediaUrl${i}`];
    if (typeof url === 'string') mediaUrls.push(url);
  }
  return {
    ok: true,
    event: {
      kind: 'inboundSms',
      providerId: form.MessageSid,
      accountSid: form.AccountSid,
      from: form.From,
      to: form.To,
      body: form.Body,
      mediaUrls,
      messagingServiceSid: form.MessagingServiceSid,
      keyword: optOutType(form.OptOutType) ?? carrierKeyword(form.Body),
      atMs: null,
    },
  };
}

/** Advanced Opt-Out tells which of its own words (ARRET, ALTO ...) it acted on. */
function optOutType(type: string | null): CarrierKeyword | null {
  const lower = type?.toLowerCase();
  return lower === 'stop' || lower === 'start' || lower === 'help' ? lower : null;
}

/** The parameters of a status callback, and `?sk=` of its address. Answer 204. */
export function parseSmsStatus(params: FormParams, search: string): Parsed<SmsStatus> {
  const parsed = statusForm.safeParse({ ...params });
  if (!parsed.success) return { ok: false, reason: z.prettifyError(parsed.error) };
  const form = parsed.data;
  const code = form.ErrorCode === null ? Number.NaN : Number(form.ErrorCode);
  const errorCode = Number.isInteger(code) && code > 0 ? code : null;
  return {
    ok: true,
    event: {
      kind: 'smsStatus',
      providerId: form.MessageSid,
      accountSid: form.AccountSid,
      status: isSmsStatus(form.MessageStatus) ? form.MessageStatus : 'other',
      rawStatus: form.MessageStatus,
      errorCode,
      meaning: errorCode === null ? null : meaningOfTwilioCode(errorCode),
      to: form.To,
      from: form.From,
      sendKey: new URLSearchParams(search).get('sk'),
    },
  };
}
