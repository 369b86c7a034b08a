import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSandboxCredentials } from '#prisma/sender-credentials.ts';
import {
  type Heard,
  type TrialCarrier,
  type TrialReceiver,
  trialCarrier,
  trialReceiver,
} from '#temporal/carrier/trial.ts';
import {
  CarrierRefusal,
  CarrierUnreachable,
  ROUGH_WEATHER,
  type SandboxClient,
  sandboxClient,
} from '#temporal/client/sandbox.ts';
import { parseResend, verifyResend } from '#temporal/hooks/resend-hook.ts';
import {
  parseInboundSms,
  parseSmsStatus,
  type VerifiedTwilio,
  verifyTwilio,
} from '#temporal/hooks/twilio-hook.ts';
import { connectProviders, providerPool } from '#temporal/providers/connect.ts';
import type { SenderCredentials } from '#temporal/providers/credentials.ts';

/** Both sides together: our clients, the carrier's process, and our parsers on what it sends back. */

const OURS = '+15005550006';
const LEAD = '+12125550100';
const never = new AbortController().signal;

let carrier: TrialCarrier;
let receiver: TrialReceiver;
let sandbox: SandboxClient;
let credentials: SenderCredentials;

beforeAll(async () => {
  carrier = await trialCarrier();
  receiver = await trialReceiver();
  sandbox = sandboxClient({ url: carrier.url, token: carrier.token });
  credentials = newSandboxCredentials(OURS);
  const { accountSid = '', authToken = '' } = credentials.twilio ?? {};
  const { apiKey = '', webhookSecret = '' } = credentials.resend ?? {};
  await sandbox.putSmsAccount(accountSid, {
    authToken,
    numbers: [OURS],
    inboundSmsUrl: `${receiver.url}/hooks/s1/twilio/sms`,
  });
  await sandbox.putEmailAccount('s1', {
    apiKey,
    webhookSecret,
    domain: 'brand.example',
    webhookUrl: `${receiver.url}/hooks/s1/resend`,
  });
  await sandbox.setSettings({
    latencyMs: [0, 0],
    sentAfterMs: [1, 1],
    deliveredAfterMs: [1, 1],
    listingLagMs: 0,
  });
});
afterAll(async () => {
  await carrier.remove();
  await receiver.close();
});

function verified(heard: Heard, authToken = credentials.twilio?.authToken ?? ''): VerifiedTwilio {
  const [path = '', query] = heard.path.split('?');
  return verifyTwilio(authToken, {
    signature: String(heard.headers['x-twilio-signature']),
    baseUrl: receiver.url,
    path,
    search: query === undefined ? '' : `?${query}`,
    contentType: heard.headers['content-type'] ?? null,
    rawBody: heard.body,
  });
}

describe('what the carrier sends is what our parsers take', () => {
  it('an inbound text, blanks and emoji included', async () => {
    const body = ' sí + 👍 ';
    const id = await sandbox.textAsLead({
      from: LEAD,
      to: OURS,
      body,
      mediaUrls: ['https://example.com/a.jpg'],
    });
    const [heard] = await receiver.waitFor(1, (one) => one.body.includes(id));
    if (!heard) throw new Error('heard');
    const request = verified(heard);
    if (!request.ok) throw new Error(request.refusal.reason);
    expect(parseInboundSms(request.params)).toMatchObject({
      ok: true,
      event: {
        providerId: id,
        from: LEAD,
        to: OURS,
        body,
        keyword: null,
        mediaUrls: ['https://example.com/a.jpg'],
      },
    });
    expect(verified(heard, 'another-token').ok).toBe(false);
  });

  it('a status callback with a key that needs escaping', async () => {
    const { sms } = connectProviders(credentials, { carrierUrl: carrier.url });
    const sendKey = 'enr/w1:n_2 1&x=ü';
    const statusCallbackUrl = `${receiver.url}/hooks/s1/twilio/status?sk=${encodeURIComponent(sendKey)}`;
    await sms?.send({ to: LEAD, from: OURS, body: 'Hi', statusCallbackUrl, validityPeriodS: 60 }, never);
    const [heard] = await receiver.waitFor(1, (one) => one.path.includes('/status'));
    if (!heard) throw new Error('heard');
    const request = verified(heard);
    if (!request.ok) throw new Error(request.refusal.reason);
    expect(parseSmsStatus(request.params, heard.path.slice(heard.path.indexOf('?')))).toMatchObject({
      ok: true,
      event: { status: 'sent', sendKey, errorCode: null },
    });
  });

  it('a received email', async () => {
    const id = await sandbox.emailAsLead({
      from: 'Dana <dana@lead.example>',
      to: ['reply+tok-1@in.brand.example'],
      subject: 'Grüße',
      text: 'Hello',
    });
    const [heard] = await receiver.waitFor(1, (one) => one.body.includes(id));
    const headers = heard?.headers ?? {};
    const request = verifyResend(credentials.resend?.webhookSecret ?? '', {
      id: String(headers['svix-id']),
      timestamp: String(headers['svix-timestamp']),
      signature: String(headers['svix-signature']),
      rawBody: new TextEncoder().encode(heard?.body),
    });
    if (!request.ok) throw new Error(request.refusal.reason);
    expect(parseResend(request.eventId, request.payload)).toMatchObject({
      ok: true,
      event: {
        kind: 'inboundEmail',
        emailId: id,
        from: 'dana@lead.example',
        replyToken: 'tok-1',
        subject: 'Grüße',
      },
    });
  });
});

describe('the client', () => {
  it('shows phones and mailboxes with their last message, searched and by account', async () => {
    const account = credentials.twilio?.accountSid ?? '';
    await sandbox.textAsLead({ from: '+12125550155', to: OURS, body: 'find me' });
    const found = await sandbox.phones({ search: '212) 555-0155', account });
    expect(found).toMatchObject({
      total: 1,
      rows: [{ address: '+12125550155', last: { body: 'find me', author: 'person' } }],
    });
    expect((await sandbox.phones({ account: 'ACother' })).total).toBe(0);
    expect((await sandbox.phone('+12125550155')).messages).toHaveLength(1);
    await sandbox.emailAsLead({ from: 'zoe@lead.example', to: ['x@brand.example'], text: 'Hi' });
    expect((await sandbox.mailboxes({ search: 'zoe' })).rows[0]).toMatchObject({
      address: 'zoe@lead.example',
      messages: 1,
    });
    expect((await sandbox.mailbox('Zoe <ZOE@lead.example>')).messages[0]).toMatchObject({
      channel: 'email',
      text: 'Hi',
    });
    expect((await sandbox.phone('+19995550000')).messages).toEqual([]);
  });

  it('sets and lifts faults, settings and personas', async () => {
    const faults = await sandbox.addFaults(...ROUGH_WEATHER);
    expect(faults).toHaveLength(ROUGH_WEATHER.length);
    await sandbox.liftFault(faults[0]?.id ?? '');
    expect(await sandbox.faults()).toHaveLength(ROUGH_WEATHER.length - 1);
    await sandbox.liftFaults();
    expect(await sandbox.faults()).toEqual([]);
    expect(await sandbox.setSettings({ personaSpeed: 60 })).toMatchObject({
      personaSpeed: 60,
      listingLagMs: 0,
    });
    expect(await sandbox.settings()).toMatchObject({ personaSpeed: 60 });
    await sandbox.assignPersona(LEAD, 'stop');
    const { personas, assignments } = await sandbox.personas();
    expect(personas.length).toBeGreaterThan(10);
    expect(assignments).toContainEqual({ address: LEAD, persona: 'stop', takenOver: false });
    expect((await sandbox.phone(LEAD)).persona.active).toBe('stop');
    await sandbox.unassignPersona(LEAD);
    expect((await sandbox.phone(LEAD)).persona.active).toBeNull();
    await expect(sandbox.assignPersona(LEAD, 'nobody')).rejects.toThrow(/no persona "nobody"/);
  });

  it('reads everything else the carrier tells', async () => {
    expect((await sandbox.idle(10_000)).idle).toBe(true);
    expect((await sandbox.health()).ok).toBe(true);
    expect((await sandbox.webhooks({ limit: 5 })).pendingCount).toBe(0);
    expect((await sandbox.accounts()).email).toMatchObject([{ key: 's1', domain: 'brand.example' }]);
    const { cursor, reset } = await sandbox.changes();
    expect(reset).toBe(true);
    expect(await sandbox.changes(cursor)).toEqual({ cursor, changes: [], reset: false });
    const id = await sandbox.textAsLead({ from: LEAD, to: OURS, body: 'again' });
    await sandbox.repeatWebhook(id);
    await receiver.waitFor(2, (one) => one.body.includes(id));
    expect((await sandbox.changes(cursor, 1_000)).changes[0]).toMatchObject({
      type: 'message',
      address: LEAD,
    });
    expect(await sandbox.message(id)).toMatchObject({ channel: 'sms', body: 'again', status: 'received' });
  });

  it('passes the carrier’s sentence on, and says plainly when there is no carrier', async () => {
    await expect(sandbox.message('nothing')).rejects.toThrow('There is no message nothing.');
    const stranger = sandboxClient({ url: carrier.url, token: 'wrong' });
    await expect(stranger.health()).rejects.toBeInstanceOf(CarrierRefusal);
    await expect(sandboxClient({ url: 'http://127.0.0.1:9', token: 'x' }).health()).rejects.toBeInstanceOf(
      CarrierUnreachable,
    );
  });

  it('forgets everything but accounts and settings on reset', async () => {
    await sandbox.reset();
    expect((await sandbox.phones()).total).toBe(0);
    expect((await sandbox.accounts()).sms).toHaveLength(1);
    expect((await sandbox.settings()).personaSpeed).toBe(60);
    await sandbox.reset(true);
    expect(await sandbox.accounts()).toEqual({ sms: [], email: [] });
  });
});

it('the pool keeps the clients of unchanged credentials', () => {
  const providersOf = providerPool({ carrierUrl: carrier.url });
  expect(providersOf(credentials)).toBe(providersOf({ ...credentials }));
  expect(providersOf(newSandboxCredentials(OURS))).not.toBe(providersOf(credentials));
  expect(providersOf({ environment: 'sandbox' })).toEqual({ sms: null, email: null });
});
