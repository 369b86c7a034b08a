import { describe, expect, it } from 'vitest';
import {
  parseInboundSms,
  parseSmsStatus,
  type TwilioRequest,
  verifyTwilio,
} from '#temporal/hooks/twilio-hook.ts';

const TOKEN = '12345';
const SID = `SM${'0'.repeat(32)}`;

function form(fields: Record<string, string | string[]>): string {
  const body = new URLSearchParams();
  for (const [key, value] of Object.entries(fields)) {
    for (const one of Array.isArray(value) ? value : [value]) body.append(key, one);
  }
  return body.toString();
}

function request(
  url: string,
  signature: string | null,
  body: string,
  more: Partial<TwilioRequest> = {},
): TwilioRequest {
  const [, baseUrl = '', path = '', search = ''] = /^([a-z]+:\/\/[^/]+)([^?]*)(.*)$/.exec(url) ?? [];
  return {
    signature,
    baseUrl,
    path,
    search,
    contentType: 'application/x-www-form-urlencoded; charset=UTF-8',
    rawBody: body,
    ...more,
  };
}

function call(party: string): string {
  return form({
    CallSid: 'CA1234567890ABCDE',
    Digits: '1234',
    To: '+18005551212',
    From: party,
    Caller: party,
  });
}

const DOC_URL = 'https://mycompany.com/myapp.php?foo=1&bar=2';
const INBOUND_URL = 'https://app.example.com/api/webhooks/twilio/inbound';
const INBOUND = form({ Body: 'sí + 👍 ', From: '+14155550100', MessageSid: SID, To: '+15005550006' });

describe('a signature that Twilio published or its SDK tests with', () => {
  it.each([
    [
      'current docs',
      '+14158675310',
      'https://example.com/myapp.php?foo=1&bar=2',
      'L/OH5YylLD5NRKLltdqwSvS0BnU=',
    ],
    ['older docs', '+12349013030', DOC_URL, '0/KCTR6DLpKmkAf8muzZqo1nDgQ='],
    ['twilio-node', '+14158675309', DOC_URL, 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
    [
      'port ignored',
      '+14158675309',
      'https://mycompany.com:1234/myapp.php?foo=1&bar=2',
      'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
    ],
    ['signed with :443', '+14158675309', DOC_URL, 'kvajT1Ptam85bY51eRf/AJRuM3w='],
    ['signed with :80', '+14158675309', DOC_URL.replace('https', 'http'), '0ZXoZLH/DfblKGATFgpif+LLRf4='],
    [
      'http with a port',
      '+14158675309',
      'http://mycompany.com:1234/myapp.php?foo=1&bar=2',
      'Zmvh+3yNM1Phv2jhDCwEM3q5ebU=',
    ],
    [
      'user and password',
      '+14158675309',
      'https://user:pass@mycompany.com/myapp.php?foo=1&bar=2',
      'CukzLTc1tT5dXEDIHm/tKBanW10=',
    ],
    [
      'user alone',
      '+14158675309',
      'https://user@mycompany.com/myapp.php?foo=1&bar=2',
      '2YRLlVAflCqxaNicjMpJcSTgzSs=',
    ],
  ])('is accepted: %s', (_, party, url, signature) => {
    expect(verifyTwilio(TOKEN, request(url, signature, call(party))).ok).toBe(true);
  });

  it.each([
    [
      '{"property": "value", "boolean": true}',
      '?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620',
      'a9nBmqA0ju/hNViExpshrM61xv4=',
    ],
    [
      '{"property": "value", "boolean": true}',
      '?bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620',
      'y77kIzt2vzLz71DgmJGsen2scGs=',
    ],
    [
      '{}',
      '?foo=1&bar=2&bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
      'Ldidvp12m26NI7eqEvxnEpkd9Hc=',
    ],
  ])('is accepted over a JSON body %s', (body, search, signature) => {
    const json = { contentType: 'application/json' };
    const url = `https://mycompany.com/myapp.php${search}`;
    expect(verifyTwilio(TOKEN, request(url, signature, body, json)).ok).toBe(true);
    expect(verifyTwilio(TOKEN, request(url, signature, `${body} `, json)).ok).toBe(false);
  });
});

describe('our own vectors', () => {
  it('keeps blanks, accents and emoji exactly', () => {
    expect(verifyTwilio(TOKEN, request(INBOUND_URL, 'cE91GXQBB+uU4mPbCv/sRS6HqeU=', INBOUND))).toMatchObject({
      ok: true,
      params: { Body: 'sí + 👍 ' },
    });
    const trimmed = form({ Body: 'sí + 👍', From: '+14155550100', MessageSid: SID, To: '+15005550006' });
    expect(verifyTwilio(TOKEN, request(INBOUND_URL, 'cE91GXQBB+uU4mPbCv/sRS6HqeU=', trimmed)).ok).toBe(false);
  });

  it('keeps every value of a repeated key', () => {
    const body = form({ A: ['2', '1', '2'], B: 'x' });
    expect(verifyTwilio(TOKEN, request(INBOUND_URL, 'xUVEH+rN7R+tLVnSmGnBMhtNghk=', body))).toMatchObject({
      ok: true,
      params: { A: ['2', '1', '2'], B: 'x' },
    });
  });

  it('signs the query as it was sent, escapes included', () => {
    const url = 'https://app.example.com/api/webhooks/twilio/status?sk=wf_1%3An_2%3A1';
    const body = form({ MessageSid: SID, MessageStatus: 'delivered', To: '+14155550100' });
    expect(verifyTwilio(TOKEN, request(url, 'MMbdpPu7PZw+7yfdUrDxdWJQkFw=', body)).ok).toBe(true);
  });
});

describe('a request that must not pass', () => {
  const good = '0/KCTR6DLpKmkAf8muzZqo1nDgQ=';
  const body = call('+12349013030');
  it.each([
    ['one parameter more', TOKEN, request(DOC_URL, good, `${body}&Extra=1`)],
    ['http for https', TOKEN, request(DOC_URL.replace('https', 'http'), good, body)],
    ['the wrong token', '12346', request(DOC_URL, good, body)],
    ['another query order', TOKEN, request('https://mycompany.com/myapp.php?bar=2&foo=1', good, body)],
    ['a fragment', TOKEN, request(`${DOC_URL}#rc=5`, good, body)],
    ['a signature cut short', TOKEN, request(DOC_URL, good.slice(0, -2), body)],
    ['a parameter named __proto__', TOKEN, request(DOC_URL, good, `${body}&__proto__=1`)],
  ])('is refused with 403: %s', (_, token, wrong) => {
    expect(verifyTwilio(token, wrong)).toEqual({
      ok: false,
      refusal: { status: 403, reason: 'wrongSignature' },
    });
  });

  it('is refused without a signature, without a body, too large, or not UTF-8', () => {
    expect(verifyTwilio(TOKEN, request(DOC_URL, null, body))).toMatchObject({
      refusal: { status: 403, reason: 'unsigned' },
    });
    expect(verifyTwilio(TOKEN, request(DOC_URL, good, ''))).toMatchObject({
      refusal: { status: 400, reason: 'empty' },
    });
    const large = new Uint8Array(1024 * 1024 + 1);
    expect(verifyTwilio(TOKEN, request(DOC_URL, good, '', { rawBody: large }))).toMatchObject({
      refusal: { status: 413 },
    });
    const latin = Uint8Array.from([0x42, 0x3d, 0xe9]);
    expect(verifyTwilio(TOKEN, request(DOC_URL, good, '', { rawBody: latin }))).toMatchObject({
      refusal: { status: 400, reason: 'notUtf8' },
    });
  });

  it('is refused, not thrown at us, when our own base address is configured wrong', () => {
    const wrong = request(DOC_URL, good, body, { baseUrl: 'app.example.com' });
    expect(verifyTwilio(TOKEN, wrong)).toEqual({ ok: false, refusal: { status: 403, reason: 'badUrl' } });
  });
});

describe('an inbound text', () => {
  const params = {
    MessageSid: SID,
    AccountSid: `AC${'1'.repeat(32)}`,
    From: '+14155550100',
    To: '+15005550006',
  };

  it('is read with its media and its keyword', () => {
    const parsed = parseInboundSms({
      ...params,
      Body: ' Stop ',
      NumMedia: '1',
      MediaUrl0: 'https://api.twilio.com/m/1',
    });
    expect(parsed).toMatchObject({
      ok: true,
      event: {
        body: ' Stop ',
        keyword: 'stop',
        mediaUrls: ['https://api.twilio.com/m/1'],
        messagingServiceSid: null,
      },
    });
  });

  it('may be empty, and unknown fields do not matter', () => {
    expect(parseInboundSms({ ...params, NumMedia: 'x', NewField: '1' })).toMatchObject({
      ok: true,
      event: { body: '', keyword: null, mediaUrls: [] },
    });
  });

  it('trusts OptOutType for words of other languages', () => {
    expect(parseInboundSms({ ...params, Body: 'ARRET', OptOutType: 'STOP' })).toMatchObject({
      event: { keyword: 'stop' },
    });
    expect(parseInboundSms({ ...params, Body: 'ARRET' })).toMatchObject({ event: { keyword: null } });
  });

  it('is refused with a reason when it has no sender or no id', () => {
    expect(parseInboundSms({ ...params, From: '' })).toMatchObject({ ok: false });
    expect(parseInboundSms({ ...params, MessageSid: 'nonsense' })).toMatchObject({ ok: false });
  });
});

describe('a status callback', () => {
  const params = {
    MessageSid: SID,
    AccountSid: `AC${'1'.repeat(32)}`,
    From: '+15005550006',
    To: '+14155550100',
  };

  it('names our message by sk, which survives a lost answer', () => {
    const parsed = parseSmsStatus(
      { ...params, MessageStatus: 'undelivered', ErrorCode: '30006' },
      '?sk=wf_1%3An_2%3A1',
    );
    expect(parsed).toMatchObject({
      ok: true,
      event: {
        status: 'undelivered',
        errorCode: 30006,
        meaning: { class: 'landline' },
        sendKey: 'wf_1:n_2:1',
      },
    });
  });

  it('keeps a status it does not know as other', () => {
    expect(parseSmsStatus({ ...params, MessageStatus: 'partially_delivered' }, '')).toMatchObject({
      event: { status: 'other', rawStatus: 'partially_delivered', sendKey: null, errorCode: null },
    });
  });
});
