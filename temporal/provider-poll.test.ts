import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '#prisma/client.ts';
import type { Lead, Message, Sender } from '#prisma/generated/client.ts';
import { takeInbound } from '#prisma/inbound.ts';
import { seal } from '#prisma/secrets.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import { seedLeads, seedWorkspace } from '#prisma/testing/seed.ts';
import { type TrialCarrier, trialCarrier, trialReceiver } from '#temporal/carrier/trial.ts';
import { type SandboxClient, sandboxClient } from '#temporal/client/sandbox.ts';
import { incomingEmail, incomingSms } from '#temporal/hooks/intake.ts';
import { parseResend } from '#temporal/hooks/resend-hook.ts';
import { formParams, parseInboundSms } from '#temporal/hooks/twilio-hook.ts';
import { isDeaf, providerPoll } from './provider-poll.ts';
import { credentialsOf, replyToOf, senderProviders } from './sender-providers.ts';

const SECRET = randomBytes(32);
const never = new AbortController().signal;

let carrier: TrialCarrier;
let sandbox: SandboxClient;
let db: Db;
let sender: Sender;
let lead: Lead;
let wallMs: number;
let said: string[];
let poll: () => Promise<void>;
let isHearing: boolean;

/** A sender whose providers have no address to report to: what happens at them is heard by asking alone. */
beforeEach(async () => {
  carrier = await trialCarrier();
  sandbox = sandboxClient({ url: carrier.url, token: carrier.token });
  await sandbox.setSettings({
    latencyMs: [0, 0],
    sentAfterMs: [1, 1],
    deliveredAfterMs: [1, 1],
    listingLagMs: 0,
  });
  db = await testDatabase();
  const seeded = await seedWorkspace(db, (words) => seal(words, SECRET));
  sender = seeded.sender;
  const [one] = await seedLeads(db, seeded.workspace.id, 1);
  if (one === undefined) throw new Error('No lead.');
  lead = one;
  await register();
  wallMs = Date.now();
  said = [];
  isHearing = false;
  poll = begin();
}, 30_000);

/** @param hooks where the carrier is to tell what comes in */
async function register(hooks: { inboundSmsUrl?: string; webhookUrl?: string } = {}): Promise<void> {
  const { twilio, resend } = credentialsOf(sender, SECRET);
  const { inboundSmsUrl = null, webhookUrl = null } = hooks;
  await sandbox.putSmsAccount(twilio?.accountSid ?? '', {
    authToken: twilio?.authToken ?? '',
    numbers: [sender.smsNumber ?? ''],
    inboundSmsUrl,
  });
  await sandbox.putEmailAccount(sender.hookKey, {
    apiKey: resend?.apiKey ?? '',
    domain: sender.emailAddress?.split('@')[1] ?? '',
    webhookUrl,
    webhookSecret: resend?.webhookSecret ?? '',
  });
}

/** As a worker does that begins. */
function begin(): () => Promise<void> {
  return providerPoll({
    db,
    secret: SECRET,
    wallMs: () => wallMs,
    providersOf: senderProviders({ secret: SECRET, carrierUrl: carrier.url }),
    isDeaf: () => !isHearing,
    say: (line) => said.push(line),
  });
}

afterEach(() => carrier.remove());

const later = async () => {
  wallMs = Math.max(wallMs + 60_000, Date.now());
  await poll();
};
const texts = (body: string) =>
  sandbox.textAsLead({ from: lead.cellPhone ?? '', to: sender.smsNumber ?? '', body });
const received = () => db.write.message.findMany({ where: { direction: 'in' }, orderBy: { atMs: 'asc' } });
const providers = () => senderProviders({ secret: SECRET, carrierUrl: carrier.url })(sender);

/** A message of ours that its provider has accepted. */
async function sent(channel: 'sms' | 'email', providerId: string): Promise<Message> {
  return db.write.message.create({
    data: {
      id: randomUUID().slice(0, 22),
      workspaceId: sender.workspaceId,
      environment: 'sandbox',
      leadId: lead.id,
      senderId: sender.id,
      direction: 'out',
      channel,
      kind: 'play',
      toAddress: (channel === 'sms' ? lead.cellPhone : lead.email) ?? '',
      fromAddress: '',
      body: 'Hello',
      state: 'accepted',
      providerId,
      atMs: Date.now(),
      createdWallMs: Date.now(),
    },
  });
}

/** A text that the carrier has accepted, and of which nobody calls back. */
async function textTheLead(): Promise<string> {
  const outcome = await providers().sms?.send(
    {
      to: lead.cellPhone ?? '',
      from: sender.smsNumber ?? '',
      body: 'Hello',
      statusCallbackUrl: null,
      validityPeriodS: 3600,
    },
    never,
  );
  if (outcome?.kind !== 'accepted') throw new Error('It was accepted.');
  return outcome.providerId;
}

async function deliveredBy(id: string, status: string): Promise<void> {
  await expect.poll(async () => (await sandbox.message(id)).status, { timeout: 10_000 }).toBe(status);
}

describe('a sender that no webhook reaches', () => {
  it('hears texts and opt-outs, each once however often it asks', async () => {
    await texts('What does it cost?');
    await texts('STOP');
    await poll();
    await later();
    expect((await received()).map((message) => [message.leadId, message.body])).toEqual([
      [lead.id, 'What does it cost?'],
      [lead.id, 'STOP'],
    ]);
    const revoked = await db.write.consent.findMany({ where: { act: 'revoke' } });
    expect(revoked.map((row) => row.address)).toEqual([lead.cellPhone]);
    expect((await db.write.job.findMany()).map((job) => job.kind)).toEqual(['classify']);
    await texts('Sorry, wrong button');
    await later();
    expect(await received()).toHaveLength(3);
    expect(said).toEqual([]);
  });

  it('hears emails, and whom they answer; mail of others in the account is not its own', async () => {
    const ours = await sent('email', 'E-ours');
    const to = replyToOf(sender, ours, SECRET) ?? '';
    await sandbox.emailAsLead({
      from: 'assistant@lead.example',
      to: [to],
      subject: 'Re: Hello',
      text: 'Yes.',
    });
    await poll();
    await later();
    expect((await received()).map((message) => [message.leadId, message.channel, message.subject])).toEqual([
      [lead.id, 'email', 'Re: Hello'],
    ]);
    expect((await db.write.job.findMany()).map((job) => job.kind)).toEqual(['fetchEmail']);
  });

  it('learns what became of its texts, and what that says of their numbers', async () => {
    await sandbox.assignPersona(lead.cellPhone ?? '', 'dead-line');
    const providerId = await textTheLead();
    const { id } = await sent('sms', providerId);
    await deliveredBy(providerId, 'undelivered');
    await later();
    expect(await db.write.message.findUniqueOrThrow({ where: { id } })).toMatchObject({
      status: 'undelivered',
      errorCode: '30006',
    });
    expect(await db.write.addressFault.findMany()).toMatchObject([
      { address: lead.cellPhone, problem: 'landline' },
    ]);
  });

  it('learns what became of its emails', async () => {
    const outcome = await providers().email?.send(
      {
        from: `Maya <${sender.emailAddress}>`,
        to: lead.email ?? '',
        replyTo: null,
        subject: 'Hello',
        html: '<p>Hello</p>',
        text: 'Hello',
        headers: {},
        idempotencyKey: randomUUID(),
      },
      never,
    );
    if (outcome?.kind !== 'accepted') throw new Error('It was accepted.');
    const { id } = await sent('email', outcome.providerId);
    await deliveredBy(outcome.providerId, 'delivered');
    await later();
    const message = await db.write.message.findUniqueOrThrow({ where: { id } });
    expect(message.status).toBe('delivered');
    expect(message.mailId).toMatch(/^<.+>$/);
  });

  it('waits longer for a provider that does not answer, and then hears what it missed', async () => {
    await sandbox.addFaults({ kind: 'serverError', on: 'read', channel: 'sms', left: 2 });
    await texts('Are you there?');
    await poll();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^asking for texts of a sender failed: Twilio could not be asked/);
    const asked = said.length;
    wallMs += 15_000;
    await poll();
    expect(said).toHaveLength(asked);
    await later();
    expect(said).toHaveLength(2);
    await later();
    await later();
    expect((await received()).map((message) => message.body)).toEqual(['Are you there?']);
  });
});

describe('a sender that hears webhooks', () => {
  const bodies = async () => (await received()).map((message) => message.body);
  /** As the webhook's route does. */
  const hook = (id: string, body: string) =>
    takeInbound(
      db,
      sender,
      {
        channel: 'sms',
        providerId: id,
        fromAddress: lead.cellPhone ?? '',
        toAddress: sender.smsNumber ?? '',
        subject: null,
        body,
        mailId: null,
        answers: null,
        keyword: null,
        bodyIsMissing: false,
      },
      { wallMs },
    );

  beforeEach(() => {
    isHearing = true;
  });

  it('hears at once, when the worker begins, what came while nobody listened, and every minute what was missed', async () => {
    await texts('STOP');
    await begin()();
    expect(await db.write.consent.count({ where: { act: 'revoke', address: lead.cellPhone ?? '' } })).toBe(1);
    const poll = begin();
    await poll();
    await texts('Sorry, wrong button');
    wallMs += 59_000;
    await poll();
    expect(await bodies()).toEqual(['STOP']);
    wallMs += 1_000;
    await poll();
    expect(await bodies()).toEqual(['STOP', 'Sorry, wrong button']);
    expect(said).toEqual([]);
  });

  it('takes a text and a mail once that come through both doors', async () => {
    const receiver = await trialReceiver();
    await register({ inboundSmsUrl: `${receiver.url}/sms`, webhookUrl: `${receiver.url}/email` });
    const ours = await sent('email', 'E-ours');
    const to = replyToOf(sender, ours, SECRET) ?? '';
    await texts('Hello');
    await sandbox.emailAsLead({ from: 'a@lead.example', to: [to], subject: 'Re', text: 'Yes.' });
    await receiver.waitFor(2);
    await receiver.close();
    const heard = (path: string) => receiver.heard.find((one) => one.path === path)?.body ?? '';
    const text = parseInboundSms(formParams(heard('/sms')));
    const mail = parseResend('event', JSON.parse(heard('/email')));
    if (!text.ok || !mail.ok || mail.event.kind !== 'inboundEmail') throw new Error('Both were told of.');
    expect(await takeInbound(db, sender, incomingSms(text.event), { wallMs })).toBe(true);
    await poll();
    expect(await takeInbound(db, sender, incomingEmail(mail.event, sender), { wallMs })).toBe(false);
    await later();
    expect(await received()).toHaveLength(2);
    expect((await db.write.job.findMany()).map((job) => job.kind).sort()).toEqual(['classify', 'fetchEmail']);
  });

  it('skips nothing of an outage, however long, when a webhook arrives before it asks', async () => {
    await poll();
    const missed = await texts('STOP');
    wallMs += 6 * 3_600_000;
    expect(await hook('SMnewest', 'Are you there?')).toBe(true);
    // Another worker: what the last one knew is gone.
    await begin()();
    expect((await received()).map((message) => message.providerId)).toContain(missed);
  });

  it('does not move on past what it could not hear', async () => {
    await poll();
    const until = () => db.write.senderLook.findMany({ orderBy: { what: 'asc' } });
    const before = await until();
    expect(before.map((look) => look.what)).toEqual(['emails', 'texts']);
    await sandbox.addFaults({ kind: 'serverError', on: 'read', left: 2 });
    await later();
    expect(await until()).toEqual(before);
    await later();
    expect(await until()).not.toEqual(before);
  });

  it('asks an idle provider once a minute for texts and once for mails, and not at all for fates', async () => {
    await poll();
    await sandbox.addFaults({ kind: 'serverError', on: 'read', left: 1_000 });
    await later();
    expect(said.map((line) => line.split(' failed')[0])).toEqual([
      'asking for texts of a sender',
      'asking for emails of a sender',
    ]);
  });

  it('learns within minutes what a lost callback would have told of a text', async () => {
    const providerId = await textTheLead();
    await poll();
    const { id } = await sent('sms', providerId);
    await deliveredBy(providerId, 'delivered');
    await later();
    await later();
    expect((await db.write.message.findUniqueOrThrow({ where: { id } })).status).toBe('delivered');
  });
});

it('nothing tells of real senders without a public address; of all others webhooks do', () => {
  expect(isDeaf({ environment: 'real' }, null)).toBe(true);
  expect(isDeaf({ environment: 'real' }, 'https://baton.example')).toBe(false);
  expect(isDeaf({ environment: 'sandbox' }, null)).toBe(false);
});
