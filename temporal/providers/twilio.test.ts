import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newSandboxCredentials } from '#prisma/sender-credentials.ts';
import {
  type TrialCarrier,
  type TrialReceiver,
  trialCarrier,
  trialReceiver,
} from '#temporal/carrier/trial.ts';
import { type SandboxClient, sandboxClient } from '#temporal/client/sandbox.ts';
import type { SenderCredentials } from '#temporal/providers/credentials.ts';
import { ProviderUnavailable, type SmsToSend } from '#temporal/providers/provider.ts';
import { TwilioSms } from '#temporal/providers/twilio.ts';
import { GuardedClient } from '#temporal/providers/twilio-client.ts';
import { meaningOfTwilioCode } from '#temporal/providers/twilio-codes.ts';

const OURS = '+15005550006';
const LEAD = '+12125550100';
const never = new AbortController().signal;

let carrier: TrialCarrier;
let receiver: TrialReceiver;
let sandbox: SandboxClient;
let credentials: SenderCredentials;
let sms: TwilioSms;
let n = 0;

/** Texts of one test are not those of another. */
function text(more: Partial<SmsToSend> = {}): SmsToSend {
  n++;
  return {
    to: LEAD,
    from: OURS,
    body: `Hello number ${n}`,
    statusCallbackUrl: `${receiver.url}/status?sk=key-${n}`,
    validityPeriodS: 3600,
    ...more,
  };
}

beforeAll(async () => {
  carrier = await trialCarrier();
  receiver = await trialReceiver();
  sandbox = sandboxClient({ url: carrier.url, token: carrier.token });
  credentials = newSandboxCredentials(OURS);
  const { accountSid = '', authToken = '' } = credentials.twilio ?? {};
  await sandbox.putSmsAccount(accountSid, {
    authToken,
    numbers: [OURS],
    inboundSmsUrl: `${receiver.url}/sms`,
  });
  await sandbox.setSettings({
    latencyMs: [0, 0],
    sentAfterMs: [1, 1],
    deliveredAfterMs: [1, 1],
    listingLagMs: 0,
  });
  sms = new TwilioSms(credentials, { carrierUrl: carrier.url, sendTimeoutMs: 1_500 });
});
afterEach(() => sandbox.liftFaults());
afterAll(async () => {
  await carrier.remove();
  await receiver.close();
});

async function posts(message: SmsToSend): Promise<{ posts: number; accepted: number }> {
  const { totals } = await sandbox.witness({ key: message.statusCallbackUrl ?? '' });
  return { posts: totals.posts, accepted: totals.accepted };
}

describe('sending', () => {
  it('is accepted with the provider’s id, and the status callback names our message', async () => {
    const message = text();
    const outcome = await sms.send(message, never);
    expect(outcome).toMatchObject({
      kind: 'accepted',
      providerId: expect.stringMatching(/^SM[0-9a-f]{32}$/),
    });
    const [heard] = await receiver.waitFor(
      1,
      (one) => one.path.endsWith(`sk=key-${n}`) && /=delivered/.test(one.body),
    );
    expect(heard?.headers['x-twilio-signature']).toBeTruthy();
  });

  it('needs no callback address on a machine that nobody can reach', async () => {
    const outcome = await sms.send(text({ statusCallbackUrl: null }), never);
    if (outcome.kind !== 'accepted') throw new Error('it was accepted');
    expect(await sandbox.message(outcome.providerId)).toMatchObject({ statusCallback: null });
  });

  it.each([
    ['an invalid number', { to: '+1911' }, '21211', 'numberDead'],
    ['a number that takes no texts', { to: '+15005550009' }, '21614', 'numberDead'],
    ['a region that is switched off', { to: '+15005550003' }, '21408', 'config'],
    ['an opted-out number', { to: '+15005550004' }, '21610', 'revoked'],
    ['a sender that is not ours', { from: '+15005550111' }, '21606', 'config'],
    ['a text of 1601 characters', { body: 'x'.repeat(1601) }, '21617', 'template'],
    ['no text', { body: '' }, '21602', 'template'],
    ['a validity period of 0', { validityPeriodS: 0 }, '21624', 'bug'],
    ['a queue that is full', { from: '+15005550008' }, '21611', 'hold'],
  ])('%s is rejected for good, with what follows', async (_, more, code, cls) => {
    const message = text(more);
    expect(await sms.send(message, never)).toEqual({
      kind: 'rejected',
      code,
      class: cls,
      sentence: meaningOfTwilioCode(Number(code)).sentence,
    });
    expect(await posts(message)).toEqual({ posts: 1, accepted: 0 });
  });

  it('429 was not processed and may be repeated after the time the provider names', async () => {
    await sandbox.addFaults({ kind: 'tooMany', retryAfterS: 7, left: 3 });
    const message = text();
    for (let i = 0; i < 3; i++) {
      expect(await sms.send(message, never)).toEqual({
        kind: 'notProcessed',
        code: '20429',
        retryAfterMs: 7_000,
      });
    }
    expect(await sms.send(message, never)).toMatchObject({ kind: 'accepted' });
    expect(await posts(message)).toEqual({ posts: 4, accepted: 1 });
  });

  it.each([
    ['a reset after it was accepted', { kind: 'reset', when: 'after' }, 1],
    ['a reset before', { kind: 'reset', when: 'before' }, 0],
    ['an answer that comes after our time-out', { kind: 'hang', when: 'after', ms: 4_000 }, 1],
    ['a 500 after it was accepted', { kind: 'serverError', when: 'after', httpStatus: 500 }, 1],
    ['an HTML 502', { kind: 'serverError', when: 'before', httpStatus: 502, html: true }, 0],
  ] as const)('%s leaves the message in doubt, asked for once', async (_, fault, accepted) => {
    await sandbox.addFaults({ ...fault, left: 1 });
    const message = text();
    expect(await sms.send(message, never)).toMatchObject({ kind: 'inDoubt' });
    expect(await posts(message)).toEqual({ posts: 1, accepted });
    const found = await sms.find({ ...message, sinceMs: Date.now() - 10_000 }, never);
    expect(found === null).toBe(accepted === 0);
  });

  it('is in doubt when the carrier accepts it after we have given up', async () => {
    await sandbox.addFaults({ kind: 'hang', when: 'before', ms: 2_000, left: 1 });
    const message = text();
    expect(await sms.send(message, never)).toMatchObject({ kind: 'inDoubt' });
    expect(await sms.find({ ...message, sinceMs: Date.now() - 10_000 }, never)).toBeNull();
    await receiver.waitFor(1, (one) => one.path.endsWith(`sk=key-${n}`));
    expect(await sms.find({ ...message, sinceMs: Date.now() - 10_000 }, never)).not.toBeNull();
  });

  it('is in doubt when the caller gives up in the middle, and was not processed when it gave up before', async () => {
    await sandbox.addFaults({ kind: 'hang', when: 'after', ms: 3_000, left: 1 });
    const giveUp = new AbortController();
    setTimeout(() => giveUp.abort(), 200);
    expect(await sms.send(text(), giveUp.signal)).toMatchObject({ kind: 'inDoubt' });
    const message = text();
    expect(await sms.send(message, giveUp.signal)).toEqual({
      kind: 'notProcessed',
      code: 'aborted',
      retryAfterMs: null,
    });
    expect(await posts(message)).toEqual({ posts: 0, accepted: 0 });
  });

  it('was not processed when nobody listens or the name is not known', async () => {
    const gone = new TwilioSms(credentials, { carrierUrl: 'http://127.0.0.1:9' });
    expect(await gone.send(text(), never)).toEqual({
      kind: 'notProcessed',
      code: 'ECONNREFUSED',
      retryAfterMs: null,
    });
  });

  it('401 holds the sender, not the lead', async () => {
    await sandbox.addFaults({ kind: 'unauthorized', left: 1 });
    expect(await sms.send(text(), never)).toMatchObject({ kind: 'senderDown', code: '20003' });
    const twilio = {
      ...credentials.twilio,
      accountSid: credentials.twilio?.accountSid ?? '',
      authToken: 'wrong-token',
    };
    const wrong = new TwilioSms({ ...credentials, twilio }, { carrierUrl: carrier.url });
    expect(await wrong.send(text(), never)).toMatchObject({ kind: 'senderDown', code: '20003' });
  });

  it.each([
    [20005, 403],
    [90010, 400],
    [30002, 400],
  ])('error %i of a suspended or empty account holds the sender', async (code, httpStatus) => {
    await sandbox.addFaults({ kind: 'reject', code: String(code), httpStatus, left: 1 });
    expect(await sms.send(text(), never)).toMatchObject({ kind: 'senderDown', code: String(code) });
  });

  it('an unknown code is soft, and its sentence quotes nothing of the provider', async () => {
    await sandbox.addFaults({ kind: 'reject', code: '29999', message: `not to ${LEAD}`, left: 1 });
    const outcome = await sms.send(text(), never);
    expect(outcome).toMatchObject({ kind: 'rejected', class: 'soft', code: '29999' });
    expect(JSON.stringify(outcome)).not.toContain(LEAD);
  });

  it('a daily limit that comes as 429 is waited for by the hour', async () => {
    await sandbox.addFaults({ kind: 'reject', code: '63038', httpStatus: 429, left: 1 });
    expect(await sms.send(text(), never)).toEqual({
      kind: 'notProcessed',
      code: '63038',
      retryAfterMs: 3_600_000,
    });
  });

  it('a lead who texted STOP is refused by the carrier until START', async () => {
    const lead = '+12125550177';
    await sandbox.textAsLead({ from: lead, to: OURS, body: ' stop ' });
    expect(await sms.send(text({ to: lead }), never)).toMatchObject({ kind: 'rejected', class: 'revoked' });
    await sandbox.textAsLead({ from: lead, to: OURS, body: 'START' });
    expect(await sms.send(text({ to: lead }), never)).toMatchObject({ kind: 'accepted' });
  });
});

describe('looking for a message that may have been sent', () => {
  it('finds it by number, text and time, also with blanks lost at the ends, and not the one before', async () => {
    const message = text();
    await sms.send(message, never);
    expect(
      await sms.find({ ...message, body: `${message.body} `, sinceMs: Date.now() }, never),
    ).not.toBeNull();
    expect(await sms.find({ ...message, body: 'something else', sinceMs: Date.now() }, never)).toBeNull();
    expect(await sms.find({ ...message, sinceMs: Date.now() + 120_000 }, never)).toBeNull();
  });

  it('passes over messages that are known to be others', async () => {
    const message = text();
    const first = await sms.send(message, never);
    const second = await sms.send(message, never);
    if (first.kind !== 'accepted' || second.kind !== 'accepted') throw new Error('both are accepted');
    const look = { ...message, sinceMs: Date.now(), exceptProviderIds: [first.providerId] };
    expect(await sms.find(look, never)).toMatchObject({ providerId: second.providerId });
  });

  it('meets the lag of the listing', async () => {
    await sandbox.addFaults({ kind: 'listingLag', ms: 60_000, left: 1 });
    const message = text();
    const outcome = await sms.send(message, never);
    expect(await sms.find({ ...message, sinceMs: Date.now() }, never)).toBeNull();
    if (outcome.kind !== 'accepted') throw new Error('it was accepted');
    expect(await sms.fetch(outcome.providerId, never)).toMatchObject({ providerId: outcome.providerId });
  });

  it('says by an error, not by null, that it could not ask', async () => {
    const message = text();
    for (const fault of [
      { kind: 'tooMany', on: 'read', retryAfterS: 2, left: 1 },
      { kind: 'serverError', on: 'read', html: true, left: 1 },
      { kind: 'reset', on: 'read', left: 1 },
    ] as const) {
      await sandbox.addFaults(fault);
      await expect(sms.find({ ...message, sinceMs: Date.now() }, never)).rejects.toBeInstanceOf(
        ProviderUnavailable,
      );
    }
    expect(await sms.fetch(`SM${'0'.repeat(32)}`, never)).toBeNull();
  });

  it('knows how an undelivered message ended', async () => {
    await sandbox.addFaults({ kind: 'fate', status: 'undelivered', code: '30006', left: 1 });
    const outcome = await sms.send(text(), never);
    if (outcome.kind !== 'accepted') throw new Error('it was accepted');
    await receiver.waitFor(
      1,
      (one) => one.body.includes(outcome.providerId) && /=undelivered/.test(one.body),
    );
    expect(await sms.fetch(outcome.providerId, never)).toEqual({
      providerId: outcome.providerId,
      status: 'undelivered',
      rawStatus: 'undelivered',
      errorCode: 30006,
    });
  });

  it('lists what leads sent, oldest first, for a machine that no webhook reaches', async () => {
    const lead = '+12125550178';
    const sinceMs = Date.now();
    await sandbox.textAsLead({ from: lead, to: OURS, body: 'first' });
    await sandbox.textAsLead({ from: lead, to: OURS, body: 'STOP' });
    const found = (await sms.listInbound({ to: OURS, sinceMs }, never)).filter((one) => one.from === lead);
    expect(found.map((one) => one.body).sort()).toEqual(['STOP', 'first']);
    expect(found.find((one) => one.body === 'STOP')?.keyword).toBe('stop');
  });
});

describe('a Messaging Service', () => {
  it('sends from the number a lead knows, and is found by its own id', async () => {
    const service = `MG${'a'.repeat(32)}`;
    const own = newSandboxCredentials('+15005550021');
    const { accountSid = '', authToken = '' } = own.twilio ?? {};
    const numbers = ['+15005550021', '+15005550022'];
    await sandbox.putSmsAccount(accountSid, { authToken, numbers, messagingServiceSid: service });
    const provider = new TwilioSms(own, { carrierUrl: carrier.url });
    const message = text({ from: service });
    const outcome = await provider.send(message, never);
    if (outcome.kind !== 'accepted') throw new Error('it was accepted');
    expect(await provider.find({ ...message, sinceMs: Date.now() }, never)).toMatchObject({
      providerId: outcome.providerId,
    });
    expect(await sandbox.message(outcome.providerId)).toMatchObject({ from: '+15005550021' });
    const heard = await receiver.waitFor(3, (one) => one.path.endsWith(`sk=key-${n}`));
    expect(heard.map((one) => new URLSearchParams(one.body).get('MessageStatus'))).toEqual([
      'queued',
      'sent',
      'delivered',
    ]);
  });
});

describe('the two worlds', () => {
  const real = { accountSid: `AC${'0a'.repeat(16)}`, authToken: 'f'.repeat(32), number: '+12025550123' };

  it('cannot be mixed: a label that disagrees with its credentials throws before anything is sent', () => {
    const carrierUrl = carrier.url;
    expect(() => new TwilioSms({ environment: 'sandbox', twilio: real }, { carrierUrl })).toThrow(
      /is sandbox, but/,
    );
    expect(() => new TwilioSms({ ...credentials, environment: 'real' }, { carrierUrl })).toThrow(
      /is real, but/,
    );
  });

  it('a sandbox sender only takes a carrier on this machine', () => {
    for (const carrierUrl of [
      'https://api.twilio.com',
      'http://10.0.0.1:80',
      'http://127.0.0.1.evil.example',
    ]) {
      expect(() => new TwilioSms(credentials, { carrierUrl })).toThrow(/must be on this machine/);
    }
  });

  it('a request leaves for the one host of its world, whatever the SDK builds', async () => {
    for (const [origin, host] of [
      [null, 'https://api.twilio.com'],
      ['http://127.0.0.1:4001', 'http://127.0.0.1:4001'],
    ] as const) {
      const client = new GuardedClient(origin, 1_000);
      const left: string[] = [];
      // The last step before the network, replaced: nothing is sent here.
      client.axios.defaults.adapter = async (config) => {
        left.push(config.url ?? '');
        return { data: '{}', status: 200, statusText: '', headers: {}, config };
      };
      await client.request({ method: 'get', uri: 'https://api.twilio.com/2010-04-01/x.json?a=1' });
      expect(left).toEqual([`${host}/2010-04-01/x.json?a=1`]);
      for (const uri of [
        'https://api.dublin.ie1.twilio.com/x',
        'https://evil.example/x',
        'http://api.twilio.com/x',
      ]) {
        await expect(client.request({ method: 'get', uri })).rejects.toThrow(/host other than its API/);
      }
      expect(left).toHaveLength(1);
    }
  });

  it('no secret and no number is in what leaves the client when things go wrong', async () => {
    const secret = credentials.twilio?.authToken ?? 'none';
    const basic = Buffer.from(`${credentials.twilio?.accountSid}:${secret}`).toString('base64');
    await sandbox.addFaults({ kind: 'reset', left: 1 }, { kind: 'reset', on: 'read', left: 1 });
    const outcome = await sms.send(text(), never);
    const error = await sms.fetch(`SM${'0'.repeat(32)}`, never).catch((caught: unknown) => caught);
    for (const leaving of [outcome, error]) {
      const shown = inspect(leaving, { depth: 20, showHidden: true });
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain(basic);
      expect(shown).not.toContain(LEAD);
    }
  });
});

it('something else on the carrier’s port leaves messages in doubt', async () => {
  const server = http.createServer((_, res) =>
    res.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello</p>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const carrierUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new TwilioSms(credentials, { carrierUrl });
  expect(await provider.send(text(), never)).toEqual({ kind: 'inDoubt', reason: 'unreadableAnswer' });
  await expect(provider.fetch(`SM${'0'.repeat(32)}`, never)).rejects.toBeInstanceOf(ProviderUnavailable);
  server.closeAllConnections();
  server.close();
});
