import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newSandboxCredentials } from '#prisma/sender-credentials.ts';
import {
  type TrialCarrier,
  type TrialReceiver,
  trialCarrier,
  trialReceiver,
} from '#temporal/carrier/trial.ts';
import { type SandboxClient, sandboxClient } from '#temporal/client/sandbox.ts';
import { parseResend, verifyResend } from '#temporal/hooks/resend-hook.ts';
import type { SenderCredentials } from '#temporal/providers/credentials.ts';
import { type EmailToSend, ProviderUnavailable } from '#temporal/providers/provider.ts';
import { ResendEmail } from '#temporal/providers/resend.ts';
import { outcomeOfResend } from '#temporal/providers/resend-errors.ts';

const never = new AbortController().signal;
const DOMAIN = 'brand.example';

let carrier: TrialCarrier;
let receiver: TrialReceiver;
let sandbox: SandboxClient;
let credentials: SenderCredentials;
let mail: ResendEmail;
let n = 0;

function email(more: Partial<EmailToSend> = {}): EmailToSend {
  n++;
  return {
    from: `Sales <sales@${DOMAIN}>`,
    to: 'dana@lead.example',
    replyTo: `reply+t${n}@inbound.${DOMAIN}`,
    subject: `Offer ${n}`,
    html: '<p>Hello</p>',
    text: 'Hello',
    headers: { 'List-Unsubscribe': '<http://127.0.0.1:9/u>' },
    idempotencyKey: `key-${n}`,
    tags: { sk: `key-${n}` },
    ...more,
  };
}

beforeAll(async () => {
  carrier = await trialCarrier();
  receiver = await trialReceiver();
  sandbox = sandboxClient({ url: carrier.url, token: carrier.token });
  credentials = newSandboxCredentials('+15005550006');
  const { apiKey = '', webhookSecret = '' } = credentials.resend ?? {};
  await sandbox.putEmailAccount('s1', {
    apiKey,
    webhookSecret,
    domain: DOMAIN,
    webhookUrl: `${receiver.url}/mail`,
  });
  await sandbox.setSettings({
    latencyMs: [0, 0],
    sentAfterMs: [1, 1],
    deliveredAfterMs: [1, 1],
    listingLagMs: 0,
    emailRequestsPerSecond: null,
  });
  mail = new ResendEmail(credentials, { carrierUrl: carrier.url, sendTimeoutMs: 1_500 });
});
afterEach(() => sandbox.liftFaults());
afterAll(async () => {
  await carrier.remove();
  await receiver.close();
});

async function witnessed(message: EmailToSend): Promise<{ posts: number; accepted: number }> {
  const { totals } = await sandbox.witness({ by: 'key', key: message.idempotencyKey });
  return { posts: totals.posts, accepted: totals.accepted };
}

describe('sending', () => {
  it('is accepted, and the webhooks verify and carry our tag', async () => {
    const message = email();
    const outcome = await mail.send(message, never);
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    const heard = await receiver.waitFor(2, (one) => one.body.includes(outcome.providerId));
    const events = heard.map((one) => {
      const verified = verifyResend(credentials.resend?.webhookSecret ?? '', {
        id: String(one.headers['svix-id']),
        timestamp: String(one.headers['svix-timestamp']),
        signature: String(one.headers['svix-signature']),
        rawBody: one.body,
      });
      if (!verified.ok) throw new Error(verified.refusal.reason);
      const parsed = parseResend(verified.eventId, verified.payload);
      if (!parsed.ok || parsed.event.kind !== 'emailStatus') throw new Error('a status');
      return parsed.event;
    });
    expect(events.map((event) => [event.status, event.tags.sk])).toEqual([
      ['sent', message.idempotencyKey],
      ['delivered', message.idempotencyKey],
    ]);
    expect(await mail.fetch(outcome.providerId, never)).toMatchObject({ status: 'delivered' });
  });

  it('asked again with the same key and bytes makes no second email', async () => {
    const message = email();
    const first = await mail.send(message, never);
    const again = await mail.send(message, never);
    expect(again).toMatchObject({
      kind: 'accepted',
      providerId: first.kind === 'accepted' ? first.providerId : '',
    });
    expect(await witnessed(message)).toEqual({ posts: 2, accepted: 1 });
  });

  it('with the same key and other bytes is no second email, and tells that there was a first', async () => {
    const message = email();
    await mail.send(message, never);
    const other = await mail.send({ ...message, text: 'Other' }, never);
    expect(other).toEqual({ kind: 'inDoubt', reason: 'invalid_idempotent_request' });
    const { idempotencyKey: _, ...look } = { ...message, sinceMs: Date.now() - 60_000 };
    const found = await mail.find(look, never);
    expect(found?.providerId).toEqual(expect.any(String));
    const others = [found?.providerId ?? ''];
    expect(await mail.find({ ...look, exceptProviderIds: others }, never)).toBeNull();
    expect(await witnessed(message)).toEqual({ posts: 2, accepted: 1 });
  });

  it('while the same is still being processed is repeated later', async () => {
    await sandbox.addFaults({ kind: 'hang', when: 'before', ms: 700, left: 1 });
    const message = email();
    const slow = mail.send(message, never);
    await sandbox.changes('', 0);
    const meanwhile = await retryUntil(
      () => mail.send(message, never),
      (one) => one.kind === 'unanswered',
    );
    expect(meanwhile).toEqual({
      kind: 'unanswered',
      code: 'concurrent_idempotent_requests',
      retryAfterMs: 1_000,
    });
    expect(await slow).toMatchObject({ kind: 'accepted' });
    expect(await mail.send(message, never)).toMatchObject({ kind: 'accepted' });
    expect((await witnessed(message)).accepted).toBe(1);
  });

  it.each([
    ['a reset after it was accepted', { kind: 'reset', when: 'after' }],
    ['our own time-out', { kind: 'hang', when: 'after', ms: 4_000 }],
    ['a 500 after it was accepted', { kind: 'serverError', when: 'after' }],
    ['an HTML 502', { kind: 'serverError', when: 'before', httpStatus: 502, html: true }],
    ['a reset before', { kind: 'reset', when: 'before' }],
  ] as const)('%s is asked again with the same key, and one email is made', async (_, fault) => {
    await sandbox.addFaults({ ...fault, left: 1 });
    const message = email();
    expect(await mail.send(message, never)).toMatchObject({ kind: 'unanswered' });
    await sandbox.liftFaults();
    const again = await retryUntil(
      () => mail.send(message, never),
      (one) => one.kind === 'accepted',
    );
    expect(again).toMatchObject({ kind: 'accepted' });
    expect((await witnessed(message)).accepted).toBe(1);
  });

  it('beyond five a second is told to wait', async () => {
    await sandbox.setSettings({ emailRequestsPerSecond: 5 });
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => mail.send(email(), never)));
    await sandbox.setSettings({ emailRequestsPerSecond: null });
    const waits = outcomes.filter((one) => one.kind === 'notProcessed');
    expect(waits.length).toBeGreaterThan(0);
    for (const wait of waits)
      expect(wait).toEqual({ kind: 'notProcessed', code: 'rate_limit_exceeded', retryAfterMs: 1_000 });
  });

  it.each([
    ['daily_quota_exceeded', 429, 'senderDown'],
    ['monthly_quota_exceeded', 429, 'senderDown'],
    ['missing_api_key', 401, 'senderDown'],
    ['restricted_api_key', 401, 'senderDown'],
    ['validation_error', 403, 'senderDown'],
  ])('%s (%i) holds the sender', async (code, httpStatus, kind) => {
    await sandbox.addFaults({ kind: 'reject', code, httpStatus, message: 'no', left: 1 });
    expect(await mail.send(email(), never)).toMatchObject({ kind, code });
  });

  it('with a key that is not known holds the sender', async () => {
    const resend = {
      apiKey: `re_sandbox_${'0'.repeat(24)}`,
      webhookSecret: credentials.resend?.webhookSecret ?? '',
    };
    const wrong = new ResendEmail({ ...credentials, resend }, { carrierUrl: carrier.url });
    expect(await wrong.send(email(), never)).toMatchObject({ kind: 'senderDown', code: 'invalid_api_key' });
  });

  it.each([
    ['an address that is none', { to: 'nobody at all' }, 'rejected', 'addressDead'],
    ['a domain that is not verified', { from: 'x@other.example' }, 'senderDown', undefined],
    ['a reply address that is none', { replyTo: 'nobody' }, 'rejected', 'config'],
    ['a tag with a colon', { tags: { sk: 'a:b' } }, 'rejected', 'template'],
    ['a key of 257 characters', { idempotencyKey: 'k'.repeat(257) }, 'rejected', 'bug'],
  ])('%s is refused for good', async (_, more, kind, cls) => {
    const outcome = await mail.send(email(more), never);
    expect(outcome).toMatchObject(cls === undefined ? { kind } : { kind, class: cls });
    expect(JSON.stringify(outcome)).not.toContain('nobody at all');
  });

  it('may have left when nobody or something else answers, and did not when it was given up before', async () => {
    const gone = new ResendEmail(credentials, { carrierUrl: 'http://127.0.0.1:9' });
    expect(await gone.send(email(), never)).toEqual({
      kind: 'unanswered',
      code: 'noAnswer',
      retryAfterMs: null,
    });
    expect(await mail.send(email(), AbortSignal.abort())).toMatchObject({
      kind: 'notProcessed',
      code: 'aborted',
    });
    const server = http.createServer((_, res) =>
      res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":1}'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const carrierUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const odd = await new ResendEmail(credentials, { carrierUrl }).send(email(), never);
    expect(odd).toEqual({ kind: 'unanswered', code: 'unreadableAnswer', retryAfterMs: null });
    server.closeAllConnections();
    server.close();
  });

  it('never passes on what Resend wrote, which may quote an address', () => {
    const message = 'Invalid `to` field: dana@lead.example';
    const outcome = outcomeOfResend({ name: 'validation_error', message, statusCode: 422 }, null);
    expect(JSON.stringify(outcome)).not.toContain('dana@');
  });
});

describe('finding and receiving', () => {
  it('finds an email by recipient and subject when its key is too old to use', async () => {
    const message = email();
    const outcome = await mail.send(message, never);
    const found = await mail.find(
      { to: 'Dana <DANA@lead.example>', subject: message.subject, sinceMs: Date.now() },
      never,
    );
    expect(found?.providerId).toBe(outcome.kind === 'accepted' ? outcome.providerId : 'none');
    expect(await mail.find({ to: 'dana@lead.example', subject: 'another', sinceMs: 0 }, never)).toBeNull();
  });

  it('fetches a reply with its thread, its token and the quote below it', async () => {
    const message = email();
    const outcome = await mail.send(message, never);
    if (outcome.kind !== 'accepted') throw new Error('it was accepted');
    const id = await sandbox.emailAsLead({
      from: 'Dana <dana@lead.example>',
      inReplyTo: outcome.providerId,
      text: 'Yes please',
    });
    const [heard] = await receiver.waitFor(1, (one) => one.body.includes(id));
    expect(JSON.parse(heard?.body ?? '{}').data.text).toBeUndefined();
    const received = await mail.fetchReceived(id, never);
    const sent = await mail.fetch(outcome.providerId, never);
    expect(received).toMatchObject({
      from: 'dana@lead.example',
      fromName: 'Dana',
      subject: `Re: ${message.subject}`,
      replyToken: `t${n}`,
      inReplyTo: sent?.messageId,
      references: [sent?.messageId],
      automatic: null,
    });
    expect(received?.text).toMatch(/^Yes please\n\nOn .* wrote:\n> Hello/);
    expect((await mail.listReceived({ sinceMs: 0 }, never)).map((one) => one.emailId)).toContain(id);
  });

  it('tells a machine’s answer from a lead’s', async () => {
    const headers = { 'Auto-Submitted': 'auto-replied' };
    const id = await sandbox.emailAsLead({
      from: 'd@lead.example',
      to: [`x@${DOMAIN}`],
      text: 'away',
      headers,
    });
    expect(await mail.fetchReceived(id, never)).toMatchObject({
      automatic: 'It was sent by an automatic responder.',
      inReplyTo: null,
    });
  });

  it('says by an error, not by null, that it could not ask', async () => {
    await sandbox.addFaults({ kind: 'serverError', on: 'read', channel: 'email', left: 1 });
    await expect(mail.fetchReceived('x', never)).rejects.toBeInstanceOf(ProviderUnavailable);
    expect(await mail.fetchReceived('x', never)).toBeNull();
    expect(await mail.fetch('x', never)).toBeNull();
  });
});

describe('the two worlds', () => {
  const real = { apiKey: 're_AbCdEf12_345', webhookSecret: 'whsec_plJ3nmyCDGBKInavdOK15jsl' };

  it('cannot be mixed', () => {
    const carrierUrl = carrier.url;
    expect(() => new ResendEmail({ environment: 'sandbox', resend: real }, { carrierUrl })).toThrow(
      /is sandbox, but/,
    );
    expect(() => new ResendEmail({ ...credentials, environment: 'real' }, { carrierUrl })).toThrow(
      /is real, but/,
    );
    expect(() => new ResendEmail(credentials, { carrierUrl: 'https://api.resend.com' })).toThrow(
      /on this machine/,
    );
  });

  it('are not moved by RESEND_BASE_URL', async () => {
    const asked: string[] = [];
    const fetchBefore = globalThis.fetch;
    process.env.RESEND_BASE_URL = 'https://evil.example';
    globalThis.fetch = (async (url: string) => {
      asked.push(new URL(url).origin);
      return new Response('{"id":"1"}');
    }) as typeof fetch;
    try {
      await new ResendEmail({ environment: 'real', resend: real }, { carrierUrl: carrier.url }).send(
        email(),
        never,
      );
      await new ResendEmail(credentials, { carrierUrl: carrier.url }).send(email(), never);
    } finally {
      globalThis.fetch = fetchBefore;
      delete process.env.RESEND_BASE_URL;
    }
    expect(asked).toEqual(['https://api.resend.com', carrier.url]);
  });
});

/** Repeats at once, a few times: what is waited for is another request of this process. */
async function retryUntil<T>(run: () => Promise<T>, right: (one: T) => boolean): Promise<T> {
  let last = await run();
  for (let i = 0; i < 200 && !right(last); i++) last = await run();
  return last;
}
