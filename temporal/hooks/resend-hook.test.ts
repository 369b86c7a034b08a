import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseResend, type ResendRequest, verifyResend } from '#temporal/hooks/resend-hook.ts';

const SECRET = 'whsec_plJ3nmyCDGBKInavdOK15jsl';
const BODY = '{"event_type":"ping","data":{"success":true}}';
const AT_S = 1731705121;
const GOOD: ResendRequest = {
  id: 'msg_loFOjxBNrRLzqYUf',
  timestamp: String(AT_S),
  signature: 'v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=',
  rawBody: BODY,
};

function sign(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'], now: AT_S * 1000 }));
afterEach(() => vi.useRealTimers());

describe('a Svix signature', () => {
  it('is accepted as documented', () => {
    expect(verifyResend(SECRET, GOOD)).toEqual({ ok: true, eventId: GOOD.id, payload: JSON.parse(BODY) });
    expect(verifyResend(SECRET, { ...GOOD, rawBody: new TextEncoder().encode(BODY) }).ok).toBe(true);
  });

  it('is accepted as the library tests it', () => {
    vi.setSystemTime(1614265330_000);
    const request = {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: '1614265330',
      signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
      rawBody: '{"test": 2432232314}',
    };
    expect(verifyResend('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', request).ok).toBe(true);
    const again = JSON.stringify(JSON.parse(request.rawBody));
    expect(
      verifyResend('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', { ...request, rawBody: again }),
    ).toMatchObject({
      refusal: { status: 403, reason: 'wrongSignature' },
    });
  });

  it('is accepted among several while a secret is rotated, and by a secret without its prefix', () => {
    const other = sign('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'msg_loFOjxBNrRLzqYUf', String(AT_S), BODY);
    expect(verifyResend(SECRET, { ...GOOD, signature: `${other} ${GOOD.signature}` }).ok).toBe(true);
    expect(verifyResend(SECRET.slice('whsec_'.length), GOOD).ok).toBe(true);
  });

  it.each([
    [300, true],
    [-300, true],
    [301, false],
    [-301, false],
  ])('is %i s off: accepted %s', (offS, accepted) => {
    vi.setSystemTime((AT_S + offS) * 1000);
    const answer = verifyResend(SECRET, GOOD);
    expect(answer.ok).toBe(accepted);
    if (!answer.ok) expect(answer.refusal).toEqual({ status: 400, reason: 'tooOld' });
  });

  it.each([
    ['another secret', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', GOOD],
    ['an empty secret', 'whsec_', GOOD],
    ['a secret that is not base64', 'whsec_%%%', GOOD],
    ['v2 alone', SECRET, { ...GOOD, signature: GOOD.signature?.replace('v1', 'v2') ?? null }],
    ['cut short', SECRET, { ...GOOD, signature: GOOD.signature?.slice(0, -4) ?? null }],
    ['v1 without a value', SECRET, { ...GOOD, signature: 'v1' }],
    ['another id', SECRET, { ...GOOD, id: 'msg_other' }],
    ['a timestamp with a tail', SECRET, { ...GOOD, timestamp: `${AT_S}x` }],
    ['no id', SECRET, { ...GOOD, id: null }],
    ['no signature', SECRET, { ...GOOD, signature: '' }],
  ])('is refused with 403: %s', (_, secret, request) => {
    expect(verifyResend(secret, request)).toMatchObject({ ok: false, refusal: { status: 403 } });
  });

  it('over something that is not JSON is refused with 400', () => {
    const body = 'hello';
    const signature = sign(SECRET, 'msg_1', String(AT_S), body);
    expect(
      verifyResend(SECRET, { id: 'msg_1', timestamp: String(AT_S), signature, rawBody: body }),
    ).toMatchObject({
      refusal: { status: 400, reason: 'notJson' },
    });
  });
});

describe('an event', () => {
  const received = {
    type: 'email.received',
    created_at: '2026-11-20T10:00:00.000Z',
    data: {
      email_id: 'e1',
      created_at: '2026-11-20T10:00:00.000Z',
      from: 'Dana Reyes <Dana@Lead.example>',
      to: ['Sales <Reply+AB12-x@inbound.brand.example>'],
      cc: [],
      bcc: [],
      received_for: ['reply+ab12-x@inbound.brand.example'],
      message_id: '<m1@lead.example>',
      subject: 'Re: Offer',
      attachments: [],
    },
  };

  it('of a received email names the message it answers by the address it was sent to', () => {
    expect(parseResend('msg_1', received)).toEqual({
      ok: true,
      event: {
        kind: 'inboundEmail',
        eventId: 'msg_1',
        emailId: 'e1',
        messageId: '<m1@lead.example>',
        from: 'dana@lead.example',
        fromName: 'Dana Reyes',
        to: ['reply+ab12-x@inbound.brand.example'],
        cc: [],
        receivedFor: ['reply+ab12-x@inbound.brand.example'],
        subject: 'Re: Offer',
        attachments: 0,
        replyToken: 'ab12-x',
        atMs: Date.parse('2026-11-20T10:00:00.000Z'),
      },
    });
  });

  it('of a bounce says which kind', () => {
    const bounced = {
      type: 'email.bounced',
      created_at: '2026-11-20T10:00:00.000Z',
      data: {
        email_id: 'e1',
        to: ['dana@lead.example'],
        tags: { sk: 'k1' },
        bounce: { type: 'Permanent', subType: 'General', message: 'no such user' },
      },
    };
    expect(parseResend('msg_2', bounced)).toMatchObject({
      ok: true,
      event: { status: 'bounced', bounce: { type: 'Permanent', subType: 'General' }, tags: { sk: 'k1' } },
    });
  });

  it('of no interest is kept apart, a new email status is other, and a broken one is refused with a reason', () => {
    const event = { created_at: '2026-11-20T10:00:00.000Z', data: { email_id: 'e1' } };
    expect(parseResend('m', { ...event, type: 'domain.updated' })).toMatchObject({
      ok: true,
      event: { kind: 'other' },
    });
    expect(parseResend('m', { ...event, type: 'email.teleported' })).toMatchObject({
      ok: true,
      event: { kind: 'emailStatus', status: 'other', rawStatus: 'teleported' },
    });
    expect(parseResend('m', { ...event, type: 'email.sent', data: {} })).toMatchObject({ ok: false });
    expect(parseResend('m', { ...event, type: 'email.sent', created_at: 'soon' })).toMatchObject({
      ok: false,
    });
    expect(parseResend('m', null)).toMatchObject({ ok: false });
  });
});
