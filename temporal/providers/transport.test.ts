import { describe, expect, it } from 'vitest';
import { newSandboxCredentials } from '#prisma/sender-credentials.ts';
import { senderCredentialsSchema } from '#temporal/providers/credentials.ts';
import { loopbackOrigin, retryAfterMs, transportFailure } from '#temporal/providers/transport.ts';
import { limitLiftsAtMs, meaningOfTwilioCode } from '#temporal/providers/twilio-codes.ts';

function failing(fields: Record<string, unknown>, cause?: unknown): Error {
  return Object.assign(new Error('failed'), fields, cause === undefined ? {} : { cause });
}

describe('what a broken connection tells', () => {
  it.each([
    ['refused', failing({ code: 'ECONNREFUSED', syscall: 'connect' })],
    ['unknown name', failing({ code: 'ENOTFOUND', syscall: 'getaddrinfo' })],
    ['no name server', failing({ code: 'EAI_AGAIN', syscall: 'getaddrinfo' })],
    ['no route', failing({ code: 'EHOSTUNREACH', syscall: 'connect' })],
    ['never connected', failing({}, failing({ code: 'ETIMEDOUT', syscall: 'connect' }))],
    ['every address refused', failing({ code: 'ECONNREFUSED', errors: [failing({ syscall: 'connect' })] })],
    ['a certificate that is not theirs', failing({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })],
  ])('%s: no byte arrived', (_, error) => {
    expect(transportFailure(error).untouched).toBe(true);
  });

  it.each([
    ['a reset', failing({ code: 'ECONNRESET', syscall: 'read' })],
    ['a broken pipe', failing({ code: 'EPIPE', syscall: 'write' })],
    ['our time-out', failing({ code: 'ECONNABORTED' })],
    ['given up', failing({ code: 'ERR_CANCELED' })],
    ['who knows', 'a string'],
    [
      'a circle',
      (() => {
        const error = failing({ code: 'EPROTO' });
        error.cause = error;
        return error;
      })(),
    ],
  ])('%s: it may have arrived', (_, error) => {
    expect(transportFailure(error).untouched).toBe(false);
  });

  it('never passes on a code that is not one', () => {
    expect(transportFailure(failing({ code: 'Basic QUM6dG9rZW4=' })).code).toBe('unknown');
  });
});

describe('Retry-After', () => {
  it('is seconds or a date, or nothing', () => {
    const nowMs = Date.parse('2026-11-20T10:00:00Z');
    expect(retryAfterMs('7', nowMs)).toBe(7_000);
    expect(retryAfterMs('Fri, 20 Nov 2026 10:00:30 GMT', nowMs)).toBe(30_000);
    expect(retryAfterMs('Fri, 20 Nov 2026 09:00:00 GMT', nowMs)).toBe(0);
    expect(retryAfterMs('soon', nowMs)).toBeNull();
    expect(retryAfterMs(undefined, nowMs)).toBeNull();
  });
});

describe('credentials', () => {
  it('made for the sandbox are valid, unlike each other, and refused when labelled real', () => {
    const one = newSandboxCredentials('+15005550006');
    expect(senderCredentialsSchema.parse(one)).toEqual(one);
    expect(newSandboxCredentials('+15005550006')).not.toEqual(one);
    expect(senderCredentialsSchema.safeParse({ ...one, environment: 'real' }).success).toBe(false);
  });

  it('of a provider are refused when labelled sandbox', () => {
    const resend = { apiKey: 're_AbCdEf12_345', webhookSecret: 'whsec_plJ3nmyCDGBKInavdOK15jsl' };
    expect(senderCredentialsSchema.safeParse({ environment: 'real', resend }).success).toBe(true);
    expect(senderCredentialsSchema.safeParse({ environment: 'sandbox', resend }).success).toBe(false);
    const twilio = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'f'.repeat(32), number: '+12025550123' };
    expect(senderCredentialsSchema.safeParse({ environment: 'real', twilio }).success).toBe(true);
    expect(senderCredentialsSchema.safeParse({ environment: 'sandbox', twilio }).success).toBe(false);
    expect(
      senderCredentialsSchema.safeParse({ environment: 'real', twilio: { ...twilio, number: null } }).success,
    ).toBe(false);
  });

  it('reach a carrier only on this machine', () => {
    expect(loopbackOrigin('http://127.0.0.1:4001/')).toBe('http://127.0.0.1:4001');
    expect(() => loopbackOrigin('http://192.168.0.1:4001')).toThrow();
    expect(() => loopbackOrigin('https://127.0.0.1:4001')).toThrow();
  });
});

it('every Twilio code of the facts has its class', () => {
  const classes: Record<string, number[]> = {
    senderDown: [20003, 20404, 30002],
    numberDead: [21211, 21612, 21614, 30005],
    landline: [21635, 30006],
    revoked: [21610, 30640, 63014],
    config: [21408, 21606, 21212, 21603, 30034, 30024, 21608],
    template: [21617],
    hold: [21611, 30001, 30022, 30023, 63038],
    replan: [30036, 30610],
    soft: [30003, 30008],
    filtered: [30004, 30007, 30450],
  };
  for (const [name, codes] of Object.entries(classes)) {
    for (const code of codes) expect([code, meaningOfTwilioCode(code).class]).toEqual([code, name]);
  }
  expect(meaningOfTwilioCode(29999)).toMatchObject({ class: 'soft', known: false });
});

it('a limit lifts when its carrier says: midnight Pacific, a day later, or within the hour', () => {
  const wallMs = Date.parse('2026-11-23T23:00:00Z');
  expect(limitLiftsAtMs('30023', wallMs)).toBe(Date.parse('2026-11-24T08:00:00Z'));
  expect(limitLiftsAtMs('63038', wallMs)).toBe(wallMs + 86_400_000);
  expect(limitLiftsAtMs('30022', wallMs)).toBe(wallMs + 3_600_000);
});
