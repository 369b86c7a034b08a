import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '#prisma/client.ts';
import type { Lead, Message, Sender } from '#prisma/generated/client.ts';
import { seal } from '#prisma/secrets.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import { seedLeads, seedWorkspace } from '#prisma/testing/seed.ts';
import { type TrialCarrier, trialCarrier } from '#temporal/carrier/trial.ts';
import { type SandboxClient, sandboxClient } from '#temporal/client/sandbox.ts';
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
  const { twilio, resend } = credentialsOf(sender, SECRET);
  await sandbox.putSmsAccount(twilio?.accountSid ?? '', {
    authToken: twilio?.authToken ?? '',
    numbers: [sender.smsNumber ?? ''],
  });
  await sandbox.putEmailAccount(sender.hookKey, {
    apiKey: resend?.apiKey ?? '',
    domain: sender.emailAddress?.split('@')[1] ?? '',
    webhookSecret: resend?.webhookSecret ?? '',
  });
  wallMs = Date.now();
  said = [];
  poll = providerPoll({
    db,
    secret: SECRET,
    wallMs: () => wallMs,
    providersOf: senderProviders({ secret: SECRET, carrierUrl: carrier.url }),
    isDeaf: () => true,
    say: (line) => said.push(line),
  });
}, 30_000);

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
    const { id } = await sent('sms', outcome.providerId);
    await deliveredBy(outcome.providerId, 'undelivered');
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

it('asks for real senders without a public address, and for no others', () => {
  expect(isDeaf({ environment: 'real' }, null)).toBe(true);
  expect(isDeaf({ environment: 'real' }, 'https://baton.example')).toBe(false);
  expect(isDeaf({ environment: 'sandbox' }, null)).toBe(false);
});
