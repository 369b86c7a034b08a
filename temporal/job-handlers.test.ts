import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeInbound } from '#prisma/inbound.ts';
import { seal } from '#prisma/secrets.ts';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { email } from '#prisma/testing/seed.ts';
import { type TrialCarrier, trialCarrier } from '#temporal/carrier/trial.ts';
import { type SandboxClient, sandboxClient } from '#temporal/client/sandbox.ts';
import { incomingEmail } from '#temporal/hooks/intake.ts';
import { pumpJobs } from './job-pump.ts';
import { sandboxRegistrar } from './sandbox-accounts.ts';
import { trialJobs } from './testing/trial-jobs.ts';

const SECRET = randomBytes(32);
const MINUTE_MS = 60_000;

let carrier: TrialCarrier;
let sandbox: SandboxClient;
let at: Awaited<ReturnType<typeof atFirstSend>>;
let wallMs: number;
let stopPumping: () => Promise<void>;
let errors: unknown[];

/** A lead who was written to, and a worker that does its jobs by a clock of its own. */
beforeEach(async () => {
  carrier = await trialCarrier();
  sandbox = sandboxClient({ url: carrier.url, token: carrier.token });
  await sandbox.setSettings({ latencyMs: [0, 0], listingLagMs: 0, emailRequestsPerSecond: null });
  at = await atFirstSend(email('first', 'Hello', 'Words.'));
  const { db, sender } = at;
  const credentials = seal(sender.credentials, SECRET);
  await db.write.sender.update({ where: { id: sender.id }, data: { credentials } });
  await sandboxRegistrar(db, sandbox, { secret: SECRET, localUrl: 'http://127.0.0.1:9' })();
  await at.claim(1);
  await at.settle(1, { kind: 'accepted', providerId: 'E-ours' });
  wallMs = WALL_MS + MINUTE_MS;
  errors = [];
  const stop = new AbortController();
  const on = { secret: SECRET, carrierUrl: carrier.url, wallMs: () => wallMs, signal: stop.signal };
  const handlers = trialJobs(db, on);
  const pumping = pumpJobs(
    db,
    handlers,
    stop.signal,
    () => wallMs,
    (_, error) => errors.push(error),
  );
  stopPumping = async () => {
    stop.abort();
    await pumping;
  };
}, 30_000);
afterEach(async () => {
  await stopPumping();
  await carrier.remove();
  expect(errors).toEqual([]);
});

async function mails(text: string, from = at.lead.email ?? ''): Promise<void> {
  const { db, sender } = at;
  const mail = { from, to: [sender.emailAddress ?? ''], subject: 'Re: Hello' };
  const emailId = await sandbox.emailAsLead({ ...mail, text });
  const incoming = incomingEmail({ ...mail, emailId, messageId: '', replyToken: null }, sender);
  await takeInbound(db, sender, incoming, { wallMs });
}

/** Everything that is due until then was tried. */
async function workUntil(untilWallMs: number): Promise<void> {
  const { job } = at.db.write;
  const nothingIsDue = () =>
    expect.poll(() => job.count({ where: { runWallMs: { lte: wallMs } } }), { timeout: 15_000 }).toBe(0);
  await nothingIsDue();
  for (;;) {
    const next = await job.findFirst({ orderBy: { runWallMs: 'asc' } });
    wallMs = Math.min(next?.runWallMs ?? untilWallMs, untilWallMs);
    await nothingIsDue();
    if (wallMs === untilWallMs) return;
  }
}

const cameIn = () => at.db.write.message.findFirstOrThrow({ where: { direction: 'in' } });
const heardByRun = async () => {
  const events = await at.db.write.enrolmentEvent.findMany({ where: { enrolmentId: at.enrolment.id } });
  return events.map((row) => JSON.parse(row.json)).filter((event) => event.type === 'reply');
};
const noText = () => sandbox.addFaults({ kind: 'serverError', on: 'read', channel: 'email' });

describe('a mail whose text cannot be fetched', { timeout: 60_000 }, () => {
  it('is given to its run and to a person after ten minutes, and not before', async () => {
    await noText();
    const beganMs = wallMs;
    await mails('Yes, call me.');
    await workUntil(beganMs + 9 * MINUTE_MS);
    expect((await cameIn()).intent).toBeNull();
    expect(await at.db.write.task.count()).toBe(0);
    expect(await heardByRun()).toEqual([]);
    await workUntil(beganMs + 11 * MINUTE_MS);
    expect(await cameIn()).toMatchObject({
      intent: 'unclear',
      evidence: 'Its text could not be fetched from the mail provider.',
      enrolmentId: at.enrolment.id,
    });
    expect(await heardByRun()).toMatchObject([{ channel: 'email', intent: 'unclear' }]);
    expect(await at.db.write.task.findMany()).toMatchObject([
      {
        leadId: at.lead.id,
        kind: 'lateReply',
        sentence:
          'Replied by email, and the text could not be fetched. Read it in the mailbox and answer it.',
      },
    ]);
    await workUntil(beganMs + 60 * MINUTE_MS);
    expect(await at.db.write.task.count()).toBe(1);
    expect(await heardByRun()).toHaveLength(1);
  });

  it('that comes after all is understood: what it refuses is refused, and nobody is told a second time', async () => {
    await noText();
    await mails('Please stop emailing me.');
    await workUntil(wallMs + 11 * MINUTE_MS);
    await sandbox.liftFaults();
    await workUntil(wallMs + 20 * MINUTE_MS);
    expect(await cameIn()).toMatchObject({ intent: 'opt_out', body: 'Please stop emailing me.' });
    expect(await at.db.write.consent.findMany({ where: { act: 'revoke' } })).toMatchObject([
      { channel: 'email', address: at.lead.email },
    ]);
    expect(await at.db.write.task.count()).toBe(1);
    expect(await heardByRun()).toHaveLength(1);
    expect(await at.db.write.job.count()).toBe(0);
  });

  it('is shown to whoever looks first when nobody knows who wrote it', async () => {
    await noText();
    await mails('Hello', 'stranger@elsewhere.example');
    await workUntil(wallMs + 11 * MINUTE_MS);
    expect(await at.db.write.task.findMany()).toMatchObject([
      { leadId: null, kind: 'unknownReply', sentence: expect.stringContaining('could not be fetched') },
    ]);
  });

  it('because its account is gone is no different', async () => {
    const { id } = at.sender;
    await at.db.write.sender.update({ where: { id }, data: { credentials: seal('{}', SECRET) } });
    await mails('Hello');
    await workUntil(wallMs + 11 * MINUTE_MS);
    expect(await at.db.write.task.count()).toBe(1);
  });
});
