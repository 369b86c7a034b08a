import http from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Heard,
  type TrialCarrier,
  type TrialReceiver,
  trialCarrier,
  trialReceiver,
} from '#temporal/carrier/trial.ts';

/** The carrier as seen by plain HTTP: a process of its own, as it runs beside the product. */

const AC = `ACsandbox${'0'.repeat(25)}`;
const TOKEN = 'sandbox_token_1';
const OURS = '+15005550006';
const KEY = 're_sandbox_000000000000000000000000';
const SECRET = 'whsec_plJ3nmyCDGBKInavdOK15jsl';
const FAST = { latencyMs: [0, 0], sentAfterMs: [1, 1], deliveredAfterMs: [1, 1], listingLagMs: 0 };

let carrier: TrialCarrier;
let receiver: TrialReceiver;
let lead = 0;

beforeAll(async () => {
  carrier = await trialCarrier();
  receiver = await trialReceiver();
});
afterAll(async () => {
  await carrier.remove();
  await receiver.close();
});
beforeEach(async () => {
  await carrier.control('POST', 'reset', { everything: true });
  await carrier.control('PUT', 'settings', { ...FAST, emailRequestsPerSecond: null });
  await carrier.control('PUT', `accounts/${AC}`, {
    authToken: TOKEN,
    numbers: [OURS],
    inboundSmsUrl: `${receiver.url}/in`,
  });
  await carrier.control('PUT', 'email/e1', {
    apiKey: KEY,
    domain: 'brand.example',
    webhookUrl: `${receiver.url}/mail`,
    webhookSecret: SECRET,
  });
  receiver.heard.length = 0;
  receiver.answerWith({ status: 204 });
  lead++;
});

const phone = (): string => `+1212555${String(1000 + lead)}`;

interface Reply<T = Record<string, unknown>> {
  status: number;
  body: T;
  headers: Headers;
}

async function twilio<T = Record<string, unknown>>(
  method: string,
  path: string,
  form?: Record<string, string>,
): Promise<Reply<T>> {
  const response = await fetch(`${carrier.url}/2010-04-01/Accounts/${AC}/${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(`${AC}:${TOKEN}`).toString('base64')}` },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  });
  return { status: response.status, body: (await response.json()) as T, headers: response.headers };
}

function text(
  more: Record<string, string> = {},
): Promise<Reply<{ sid: string; status: string; code: number }>> {
  const form = {
    To: phone(),
    From: OURS,
    Body: 'Hello',
    StatusCallback: `${receiver.url}/status?sk=k1`,
    ...more,
  };
  return twilio('POST', 'Messages.json', form);
}

async function resend(
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
): Promise<Reply<{ id: string; name: string }>> {
  const response = await fetch(`${carrier.url}/emails`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${KEY}`,
      'user-agent': 'test',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify({
      from: 'a@brand.example',
      to: 'dana@lead.example',
      subject: 'S',
      text: 'T',
      ...body,
    }),
  });
  return {
    status: response.status,
    body: (await response.json()) as { id: string; name: string },
    headers: response.headers,
  };
}

const statusOf = (one: Heard): string | null => new URLSearchParams(one.body).get('MessageStatus');
const idle = (): Promise<{ idle: boolean }> => carrier.control('GET', 'idle?waitMs=20000');
const thread = (address: string): Promise<{ messages: Record<string, unknown>[] }> =>
  carrier.control('GET', `phones/${encodeURIComponent(address)}`);

describe('who may speak to it', () => {
  it('listens on loopback alone', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((one) => one?.family === 'IPv4' && !one.internal)?.address;
    if (outside === undefined) return;
    const url = `http://${outside}:${new URL(carrier.url).port}/control/health`;
    await expect(fetch(url)).rejects.toThrow();
  });

  it('asks for the token at its control door, and calls nobody outside this machine', async () => {
    expect((await fetch(`${carrier.url}/control/health`)).status).toBe(401);
    const account = { authToken: TOKEN, numbers: ['+15005550099'], inboundSmsUrl: 'https://example.com/in' };
    await expect(carrier.control('PUT', `accounts/${AC}`, account)).rejects.toThrow(/on this machine/);
    expect((await text({ StatusCallback: 'https://example.com/st' })).body.code).toBe(21609);
  });

  it('lets a number and a domain belong to one account', async () => {
    const other = { authToken: 'another_token', numbers: [OURS] };
    await expect(carrier.control('PUT', 'accounts/ACother', other)).rejects.toThrow(/belongs to account/);
    const mail = { apiKey: 're_sandbox_2', domain: 'brand.example', webhookSecret: SECRET };
    await expect(carrier.control('PUT', 'email/e2', mail)).rejects.toThrow(/belongs to account e1/);
  });

  it('refuses unknown accounts as the providers do', async () => {
    const wrong = await fetch(`${carrier.url}/2010-04-01/Accounts/${AC}/Messages.json`, { method: 'POST' });
    expect([wrong.status, await wrong.json()]).toEqual([
      401,
      {
        code: 20003,
        message: 'Authenticate',
        more_info: 'https://www.twilio.com/docs/errors/20003',
        status: 401,
      },
    ]);
    const headers = { authorization: 'Bearer re_wrong' };
    expect((await resend({}, headers)).body.name).toBe('invalid_api_key');
    expect((await fetch(`${carrier.url}/emails`)).status).toBe(401);
  });

  it('refuses a request without a User-Agent where Resend does', async () => {
    const status = await new Promise((resolve, reject) => {
      const options = { method: 'POST', headers: { authorization: `Bearer ${KEY}` } };
      const req = http.request(`${carrier.url}/emails`, options, (res) => {
        res.resume();
        resolve(res.statusCode);
      });
      req.on('error', reject);
      req.end('{}');
    });
    expect(status).toBe(403);
  });

  it('answers a mistake at its control door with a sentence', async () => {
    await expect(carrier.control('PUT', 'settings', { listingLag: 1 })).rejects.toThrow(/400.*listingLag/s);
    await expect(carrier.control('GET', 'nothing')).rejects.toThrow(/404/);
    await expect(
      carrier.control('POST', 'inbound/sms', { from: phone(), to: '+19995550000', body: 'x' }),
    ).rejects.toThrow(/No account of this carrier has the number/);
  });
});

describe('a text', () => {
  it('is answered as Twilio answers, and goes queued, sent, delivered', async () => {
    const { status, body } = await text();
    expect(status).toBe(201);
    expect(body).toMatchObject({
      account_sid: AC,
      direction: 'outbound-api',
      status: 'queued',
      num_segments: '1',
      error_code: null,
      date_created: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000$/),
      date_sent: null,
    });
    const heard = await receiver.waitFor(2);
    expect(heard.map(statusOf)).toEqual(['sent', 'delivered']);
    expect(heard[0]?.path).toBe('/status?sk=k1');
    expect((await twilio('GET', `Messages/${body.sid}.json`)).body).toMatchObject({ status: 'delivered' });
  });

  it('expires when it waits in the queue beyond its validity period', async () => {
    await carrier.control('POST', 'faults', { kind: 'queueDelay', ms: 5_000, left: 1 });
    const { body } = await text({ ValidityPeriod: '1' });
    const [heard] = await receiver.waitFor(1);
    expect(new URLSearchParams(heard?.body).get('ErrorCode')).toBe('30036');
    expect((await twilio('GET', `Messages/${body.sid}.json`)).body).toMatchObject({
      status: 'failed',
      error_code: 30036,
    });
  });

  it('leaves a number at the pace that is set', async () => {
    await carrier.control('PUT', 'settings', { numberThroughputPerSecond: 10 });
    for (let i = 0; i < 5; i++) await text();
    await idle();
    const { messages } = await thread(phone());
    const sent = messages.map((one) => Number(one.sentMs));
    expect(Math.max(...sent) - Math.min(...sent)).toBeGreaterThanOrEqual(390);
  });

  it('is listed by number and day, newest first, in pages', async () => {
    const sids: string[] = [];
    for (let i = 0; i < 5; i++) sids.unshift((await text({ Body: `n${i}` })).body.sid);
    await idle();
    const query = new URLSearchParams({
      To: phone(),
      From: OURS,
      PageSize: '2',
      'DateSent>': new Date().toISOString().slice(0, 10),
    });
    let uri: string | null = `/2010-04-01/Accounts/${AC}/Messages.json?${query}`;
    const listed: string[] = [];
    while (uri) {
      const path: string = uri.slice(uri.indexOf('Messages.json'));
      const { body }: Reply<{ messages: { sid: string }[]; next_page_uri: string | null }> = await twilio(
        'GET',
        path,
      );
      listed.push(...body.messages.map((one) => one.sid));
      uri = body.next_page_uri;
    }
    expect(listed).toEqual(sids);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    expect(
      (await twilio<{ messages: [] }>('GET', `Messages.json?DateSent>=${tomorrow}`)).body.messages,
    ).toEqual([]);
  });

  it('is limited by the second when that is switched on', async () => {
    await carrier.control('PUT', 'settings', { smsRequestsPerSecond: 3 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => text()));
    const refused = answers.filter((one) => one.status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
  });
});

describe('keywords', () => {
  const say = (body: string): Promise<unknown> =>
    carrier.control('POST', 'inbound/sms', { from: phone(), to: OURS, body });
  const confirmations = async (): Promise<string[]> =>
    (await thread(phone())).messages.filter((one) => one.author === 'carrier').map((one) => String(one.body));

  it('STOP is delivered to us, confirmed once by the carrier itself, and closes the pair', async () => {
    await say('stop');
    await say('STOP');
    const heard = await receiver.waitFor(2);
    expect(heard.map((one) => new URLSearchParams(one.body).get('Body'))).toEqual(['stop', 'STOP']);
    expect(await confirmations()).toEqual([expect.stringMatching(/unsubscribed/)]);
    expect((await text()).body.code).toBe(21610);
    await say('unstop');
    expect(await confirmations()).toHaveLength(2);
    expect((await text()).status).toBe(201);
  });

  it('HELP is answered each time; yes of one who never stopped is an answer like any other', async () => {
    await say('HELP');
    await say('yes');
    await receiver.waitFor(2);
    expect(await confirmations()).toEqual(['Reply STOP to unsubscribe. Msg&Data Rates May Apply.']);
  });

  it('a stop in other words closes nothing', async () => {
    await say('please stop');
    expect(await confirmations()).toEqual([]);
    expect((await text()).status).toBe(201);
  });
});

describe('webhooks', () => {
  const say = (body = 'Hi'): Promise<{ id: string }> =>
    carrier.control('POST', 'inbound/sms', { from: phone(), to: OURS, body });

  it('of Twilio are not tried again after a 500: the event is lost', async () => {
    receiver.answerWith({ status: 500 });
    await text();
    await idle();
    expect(receiver.heard.map(statusOf)).toEqual(['sent', 'delivered']);
    const { results } = await carrier.control<{ results: { outcome: string }[] }>(
      'GET',
      'webhooks?failedOnly=true',
    );
    expect(results.map((one) => one.outcome)).toEqual(['given up: answered 500', 'given up: answered 500']);
  });

  it('of Twilio are tried once more when nobody was there, and then given up', async () => {
    await receiver.close();
    await say();
    await idle();
    await receiver.reopen();
    const { results } = await carrier.control<{ results: unknown[] }>('GET', 'webhooks');
    expect(results).toMatchObject([{ outcome: 'given up: connect', tries: 2 }]);
  });

  it('of Twilio carry a token that names the event when they are tried again', async () => {
    const inboundSmsUrl = `${receiver.url}/in#rc=5&rp=ct`;
    await carrier.control('PUT', `accounts/${AC}`, { authToken: TOKEN, numbers: [OURS], inboundSmsUrl });
    await receiver.close();
    const { id } = await say();
    const tried = async (): Promise<number> =>
      (await carrier.control<{ pending: { tries: number }[] }>('GET', 'webhooks')).pending[0]?.tries ?? 0;
    while ((await tried()) === 0);
    await receiver.reopen();
    const [heard] = await receiver.waitFor(1);
    expect(heard?.body).toContain(id);
    expect(heard?.headers['i-twilio-idempotency-token']).toBeTruthy();
  });

  it('of Twilio follow the retries that the address asks for, and the fragment is neither sent nor needed', async () => {
    receiver.answerWith({ status: 500 }, { status: 503 }, { status: 204 });
    await text({ StatusCallback: `${receiver.url}/tuned?sk=k2#rc=3&rp=5xx` });
    const heard = await receiver.waitFor(
      3,
      (one) => statusOf(one) === 'sent' || statusOf(one) === 'delivered',
    );
    expect(heard.every((one) => one.path === '/tuned?sk=k2')).toBe(true);
  });

  it('that cut the connection count as read failures, not as connect failures', async () => {
    receiver.answerWith({ status: 204, cut: true });
    await say();
    await idle();
    const { results } = await carrier.control<{ results: { outcome: string }[] }>('GET', 'webhooks');
    expect(results[0]?.outcome).toBe('given up: broken');
  });

  it('of Resend are tried eight times, the same id each time', async () => {
    await carrier.control('PUT', 'settings', { svixRetryScale: 0.000_001 });
    receiver.answerWith({ status: 500 });
    await carrier.control('POST', 'inbound/email', {
      from: 'dana@lead.example',
      to: ['x@in.brand.example'],
      text: 'Hi',
    });
    await receiver.waitFor(8);
    await idle();
    expect(receiver.heard).toHaveLength(8);
    expect(new Set(receiver.heard.map((one) => one.headers['svix-id'])).size).toBe(1);
  });

  it('lost, repeated, late and reordered ones come as asked for', async () => {
    await carrier.control('POST', 'faults', [
      { kind: 'hookLost', left: 1 },
      { kind: 'hookRepeat', times: 3, left: 1 },
    ]);
    await text();
    await idle();
    expect(receiver.heard.map(statusOf)).toEqual(['delivered', 'delivered', 'delivered']);
    receiver.heard.length = 0;
    await carrier.control('POST', 'faults', { kind: 'hookReorder', left: 1 });
    await text();
    await idle();
    expect(receiver.heard.map(statusOf)).toEqual(['delivered', 'sent']);
    receiver.heard.length = 0;
    await carrier.control('POST', 'faults', { kind: 'hookLate', on: 'receive', ms: 300, left: 1 });
    const beforeMs = Date.now();
    await say();
    const [heard] = await receiver.waitFor(1);
    expect((heard?.atMs ?? 0) - beforeMs).toBeGreaterThanOrEqual(299);
  });

  it('can be delivered once more by hand', async () => {
    const { id } = await say();
    await receiver.waitFor(1);
    await carrier.control('POST', `webhooks/${id}/repeat`, {});
    const heard = await receiver.waitFor(2);
    expect(heard[0]?.body).toBe(heard[1]?.body);
  });

  it('answered with TwiML or plain text make the carrier send that to the lead; an empty Response does not', async () => {
    receiver.answerWith(
      { status: 200, type: 'text/xml', body: '<?xml version="1.0"?><Response/>' },
      {
        status: 200,
        type: 'text/xml',
        body: '<Response><Message to="x"><Body>A &amp; B</Body></Message></Response>',
      },
      { status: 200, type: 'text/plain', body: 'OK' },
    );
    for (let i = 0; i < 3; i++) {
      await say(`Hi ${i}`);
      await receiver.waitFor(i + 1);
      await idle();
    }
    const sent = (await thread(phone())).messages.filter((one) => one.direction === 'outbound-api');
    expect(sent.map((one) => one.body)).toEqual(['A & B', 'OK']);
  });
});

describe('an email', () => {
  it('is kept once per idempotency key, and a day is not forgotten by a restart', async () => {
    const first = await resend({}, { 'idempotency-key': 'k1' });
    await carrier.restart();
    const second = await resend({}, { 'idempotency-key': 'k1' });
    expect(second).toMatchObject({ status: 200, body: { id: first.body.id } });
    expect((await resend({ text: 'other' }, { 'idempotency-key': 'k1' })).body.name).toBe(
      'invalid_idempotent_request',
    );
    const { totals } = await carrier.control<{ totals: unknown }>('GET', 'witness?channel=email&by=key');
    expect(totals).toMatchObject({ posts: 3, accepted: 1, groups: 1 });
  });

  it('is limited to five a second with headers that say so', async () => {
    await carrier.control('PUT', 'settings', { emailRequestsPerSecond: 5 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => resend({})));
    const refused = answers.filter((one) => one.status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(refused[0]?.headers.get('ratelimit-limit')).toBe('5');
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
  });

  it('to an address that bounced for good is suppressed from then on', async () => {
    const types = (): string[] =>
      receiver.heard.map((one) => (JSON.parse(one.body) as { type: string }).type);
    await carrier.control('POST', 'faults', {
      kind: 'fate',
      channel: 'email',
      status: 'bounced',
      code: 'Permanent',
      left: 1,
    });
    await resend({});
    await idle();
    expect(types()).toEqual(['email.sent', 'email.bounced']);
    await resend({});
    await idle();
    expect(types()[2]).toBe('email.suppressed');
    await resend({ to: 'complained+x@resend.dev' });
    await idle();
    expect(types().slice(3)).toEqual(['email.sent', 'email.delivered', 'email.complained']);
  });

  it('offers its one-click unsubscribe, opens and complaints to whoever reads it', async () => {
    const headers = {
      'List-Unsubscribe': `<${receiver.url}/unsub?t=1>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    };
    const { body } = await resend({ headers });
    await idle();
    expect(await carrier.control('POST', `emails/${body.id}/unsubscribe`)).toEqual({ httpStatus: 204 });
    const heard = receiver.heard.find((one) => one.path === '/unsub?t=1');
    expect(heard).toMatchObject({ method: 'POST', body: 'List-Unsubscribe=One-Click' });
    await carrier.control('POST', `emails/${body.id}/events`, { status: 'complained' });
    await receiver.waitFor(1, (one) => one.body.includes('email.complained'));
    const plain = await resend({});
    await expect(carrier.control('POST', `emails/${plain.body.id}/unsubscribe`)).rejects.toThrow(
      /no one-click/,
    );
  });
});

describe('a restart', () => {
  it('after a kill keeps every message that was acknowledged, and what was on its way goes on', async () => {
    await carrier.control('PUT', 'settings', { sentAfterMs: [400, 400], deliveredAfterMs: [100, 100] });
    const sids = await Promise.all(
      Array.from({ length: 50 }, async (_, i) => (await text({ Body: `n${i}` })).body.sid),
    );
    await carrier.restart();
    const { totals } = await carrier.control<{ totals: unknown }>('GET', 'witness');
    expect(totals).toMatchObject({ posts: 50, accepted: 50 });
    const heard = await receiver.waitFor(50, (one) => statusOf(one) === 'delivered');
    expect(new Set(heard.map((one) => new URLSearchParams(one.body).get('MessageSid')))).toEqual(
      new Set(sids),
    );
  });

  it('delivers the webhooks that were waiting for their next try', async () => {
    await carrier.control('PUT', 'settings', { svixRetryScale: 0.1 });
    receiver.answerWith({ status: 500 }, { status: 204 });
    await carrier.control('POST', 'inbound/email', {
      from: 'dana@lead.example',
      to: ['x@brand.example'],
      text: 'Hi',
    });
    await receiver.waitFor(1);
    await carrier.restart();
    const heard = await receiver.waitFor(2);
    expect(heard[0]?.headers['svix-id']).toBe(heard[1]?.headers['svix-id']);
  });

  it('keeps opt-outs, faults and personas, and starts the change feed over', async () => {
    await carrier.control('POST', 'inbound/sms', { from: phone(), to: OURS, body: 'STOP' });
    await carrier.control('POST', 'faults', { kind: 'tooMany', to: '+19995550000', left: 3 });
    await carrier.control('PUT', `personas/${phone()}`, { persona: 'silence' });
    const { cursor } = await carrier.control<{ cursor: string }>('GET', 'changes');
    await carrier.restart();
    expect((await text()).body.code).toBe(21610);
    expect((await carrier.control<{ faults: unknown[] }>('GET', 'faults')).faults).toMatchObject([
      { left: 3 },
    ]);
    expect(await thread(phone())).toMatchObject({ persona: { active: 'silence' } });
    expect(await carrier.control('GET', `changes?since=${cursor}`)).toMatchObject({
      reset: true,
      changes: [],
    });
  });
});

describe('the change feed', () => {
  it('tells everything once, in order, and wakes who waits', async () => {
    let { cursor } = await carrier.control<{ cursor: string }>('GET', 'changes');
    const seen: string[] = [];
    const waiting = carrier.control<{ cursor: string; changes: { type: string; status: string }[] }>(
      'GET',
      `changes?since=${cursor}&waitMs=10000`,
    );
    await text();
    const woken = await waiting;
    expect(woken.changes.length).toBeGreaterThan(0);
    seen.push(...woken.changes.map((one) => `${one.type}:${one.status}`));
    cursor = woken.cursor;
    await idle();
    const rest = await carrier.control<{ changes: { type: string; status: string }[] }>(
      'GET',
      `changes?since=${cursor}`,
    );
    seen.push(...rest.changes.map((one) => `${one.type}:${one.status}`));
    expect(seen.filter((one) => !one.startsWith('webhook'))).toEqual([
      'message:queued',
      'status:sent',
      'status:delivered',
    ]);
  });
});

describe('personas', () => {
  it('answer a delivered message once, by themselves, until they have no more to say', async () => {
    await carrier.control('PUT', 'settings', { personaSpeed: 100_000 });
    await carrier.control('PUT', `personas/${encodeURIComponent(phone())}`, { persona: 'yes-please' });
    for (let i = 0; i < 5; i++) {
      await text();
      await idle();
    }
    const answers = (await thread(phone())).messages.filter((one) => one.author === 'persona');
    expect(answers).toHaveLength(3);
    expect(answers[0]?.body).toMatch(/^yes/i);
    expect(receiver.heard.filter((one) => one.path === '/in')).toHaveLength(3);
  });

  it('fall silent where a person answers by hand', async () => {
    await carrier.control('PUT', 'settings', { personasOn: true, personaSpeed: 1 });
    await carrier.control('PUT', `personas/${encodeURIComponent(phone())}`, { persona: 'yes-please' });
    await text();
    await receiver.waitFor(1, (one) => statusOf(one) === 'delivered');
    await carrier.control('POST', 'inbound/sms', { from: phone(), to: OURS, body: 'I am a person' });
    await carrier.control('PUT', 'settings', { personaSpeed: 100_000 });
    await text();
    const view = await thread(phone());
    expect(view).toMatchObject({ persona: { active: null, takenOver: true } });
    await carrier.control('DELETE', `personas/${encodeURIComponent(phone())}`);
    expect(await thread(phone())).toMatchObject({ persona: { takenOver: false } });
  });

  it('answer emails in the thread, a machine with the header that says so, and a dead mailbox bounces', async () => {
    await carrier.control('PUT', 'settings', { personaSpeed: 100_000 });
    await carrier.control('PUT', 'personas/ooo@lead.example', { persona: 'out-of-office' });
    await carrier.control('PUT', 'personas/dead@lead.example', { persona: 'dead-line' });
    const { body } = await resend({ to: 'Olive <ooo@lead.example>', reply_to: 'reply+t1@in.brand.example' });
    await resend({ to: 'dead@lead.example' });
    await idle();
    const { messages } = await carrier.control<{ messages: Record<string, unknown>[] }>(
      'GET',
      'mailboxes/ooo@lead.example',
    );
    expect(messages[1]).toMatchObject({
      author: 'persona',
      to: ['reply+t1@in.brand.example'],
      headers: { 'auto-submitted': 'auto-replied', 'in-reply-to': `<${body.id}@brand.example>` },
    });
    expect(receiver.heard.map((one) => (JSON.parse(one.body) as { type: string }).type)).toContain(
      'email.bounced',
    );
  });
});
