import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '#prisma/client.ts';
import type { Lead, Sender } from '#prisma/generated/client.ts';
import { takeInbound } from '#prisma/inbound.ts';
import { seal } from '#prisma/secrets.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import { seedLeads, seedWorkspace } from '#prisma/testing/seed.ts';
import { type TrialCarrier, trialCarrier } from '#temporal/carrier/trial.ts';
import { type SandboxClient, sandboxClient } from '#temporal/client/sandbox.ts';
import { carrierKeyword } from '#temporal/hooks/carrier-keyword.ts';
import { incomingEmail } from '#temporal/hooks/intake.ts';
import { pumpJobs } from './job-pump.ts';
import { sandboxRegistrar } from './sandbox-accounts.ts';
import { trialJobs } from './testing/trial-jobs.ts';

const SECRET = randomBytes(32);

let carrier: TrialCarrier;
let sandbox: SandboxClient;
let db: Db;
let sender: Sender;
let lead: Lead;
let wallMs: number;
let register: () => Promise<void>;

beforeEach(async () => {
  carrier = await trialCarrier();
  sandbox = sandboxClient({ url: carrier.url, token: carrier.token });
  await sandbox.setSettings({ latencyMs: [0, 0], listingLagMs: 0 });
  db = await testDatabase();
  const seeded = await seedWorkspace(db, (words) => seal(words, SECRET));
  sender = seeded.sender;
  const [one] = await seedLeads(db, seeded.workspace.id, 1);
  if (one === undefined) throw new Error('No lead.');
  lead = one;
  register = sandboxRegistrar(db, sandbox, { secret: SECRET, localUrl: 'http://127.0.0.1:9' });
  await register();
  wallMs = Date.now();
}, 30_000);
afterEach(() => carrier.remove());

/** The lead texts, and everything that follows from it is done. */
async function texts(body: string): Promise<void> {
  const of = { channel: 'sms' as const, subject: null, mailId: null, answers: null, bodyIsMissing: false };
  const from = { fromAddress: lead.cellPhone ?? '', toAddress: sender.smsNumber ?? '' };
  const incoming = { ...of, ...from, body, providerId: randomUUID(), keyword: carrierKeyword(body) };
  await takeInbound(db, sender, incoming, { wallMs });
}

async function workOff(): Promise<void> {
  const stop = new AbortController();
  const on = { secret: SECRET, carrierUrl: carrier.url, wallMs: () => wallMs, signal: stop.signal };
  const handlers = trialJobs(db, on);
  const errors: unknown[] = [];
  const pumping = pumpJobs(
    db,
    handlers,
    stop.signal,
    () => wallMs,
    (_, error) => {
      errors.push(error);
      stop.abort();
    },
  );
  await expect.poll(() => (stop.signal.aborted ? 0 : db.write.job.count()), { timeout: 15_000 }).toBe(0);
  stop.abort();
  await pumping;
  expect(errors).toEqual([]);
}

const gone = async () =>
  (await sandbox.phone(lead.cellPhone ?? '')).messages.map((message) =>
    message.channel === 'sms' ? message.body : '',
  );

describe('an opt-out in a lead’s own words', () => {
  it('is confirmed by one text, at any hour, and by no second one', async () => {
    await texts('please stop texting me');
    await workOff();
    expect(await gone()).toEqual(['Kestrel Yard: you have opted out and will get no more texts from us.']);
    await texts('I said stop texting me!');
    await workOff();
    expect(await gone()).toHaveLength(1);
    expect(await db.write.message.findMany({ where: { direction: 'out' } })).toMatchObject([
      { kind: 'system', state: 'accepted', environment: 'sandbox', leadId: lead.id, enrolmentId: null },
    ]);
  });

  it('is confirmed within five minutes, or not at all', async () => {
    await texts('please stop texting me');
    wallMs += 5 * 60_000 + 1_000;
    await workOff();
    expect(await gone()).toEqual([]);
    expect(await db.write.message.findMany({ where: { direction: 'out' } })).toMatchObject([
      { kind: 'system', state: 'suppressed' },
    ]);
    expect(await db.write.consent.count({ where: { act: 'revoke' } })).toBe(1);
  });

  it('by the carrier’s keyword is confirmed by the carrier, not by us', async () => {
    await texts('STOP');
    await workOff();
    expect(await gone()).toEqual([]);
  });
});

describe('an automatic answer', () => {
  it.each([
    ['out of office', { 'Auto-Submitted': 'auto-replied' }, 'It was sent by an automatic responder.'],
    ['a bounce', { 'Return-Path': '<>' }, 'The mail came back.'],
  ])('is kept, and counts as nobody’s: %s', async (_, headers, evidence) => {
    const from = { from: lead.email ?? '', to: [sender.emailAddress ?? ''], subject: 'Re: Hello' };
    const emailId = await sandbox.emailAsLead({ ...from, text: 'I am away.', headers });
    const mail = { ...from, emailId, messageId: '', replyToken: null };
    await takeInbound(db, sender, incomingEmail(mail, sender), { wallMs });
    await workOff();
    expect(await db.write.message.findMany()).toMatchObject([{ intent: 'out_of_office', evidence }]);
    expect(await db.write.task.count()).toBe(0);
    expect(await db.write.enrolmentEvent.count()).toBe(0);
  });
});

it('a carrier that has forgotten its accounts is told of them again', async () => {
  const sids = async () => (await sandbox.accounts()).sms.map((account) => account.sid);
  const before = await sids();
  expect(before).toHaveLength(1);
  await sandbox.reset(true);
  expect(await sids()).toEqual([]);
  await register();
  expect(await sids()).toEqual(before);
});
