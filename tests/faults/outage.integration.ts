import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import type { Lead } from '#prisma/generated/client.ts';
import { ROOT } from '#scripts/system/system.ts';
import { flightOfTests } from '#tests/faults/flight.ts';
import { keepFlying } from '#tests/faults/kill.ts';
import { enrolMore } from '#tests/testing/crowd.ts';

const HOUR_MS = 3_600_000;
/** From then on an attempt leaves its message to others (temporal/perform-send.ts). */
const STALE_CLAIM_MS = 20_000;

const flight = flightOfTests();

/** Ends a part and sits on its port, so that it cannot come back before the work is done. */
async function withDown(part: 'temporal' | 'web', work: () => Promise<void>): Promise<void> {
  const { whole } = flight;
  const run = whole.system.run();
  const port = Number((part === 'web' ? run?.url : run?.temporalAddress)?.split(':').at(-1));
  whole.system.signal(part, 'SIGKILL');
  const squatter = createServer((socket) => socket.destroy());
  await whole.until('its port', async () => {
    const listening = once(squatter, 'listening').then(
      () => true,
      () => false,
    );
    squatter.listen(port, '127.0.0.1');
    return listening;
  });
  try {
    await work();
  } finally {
    squatter.close();
    await whole.system.up();
  }
}

/** What we sent there; the carrier itself confirms a STOP. */
const textsTo = async (phone: string) =>
  (await flight.whole.carrier.phone(phone)).messages.filter((message) => message.author === 'api');

it('with Temporal down for an hour STOPs, replies and imports are taken, the app says so, and everything catches up', async () => {
  const { whole, crowd } = flight;
  const { db, carrier, system } = whole;
  const [stops, replies] = await enrolMore(whole, crowd, 40);
  const phone = { stops: stops?.cellPhone ?? '', replies: replies?.cellPhone ?? '' };
  await whole.until('their first texts', async () => {
    const both = await Promise.all([textsTo(phone.stops), textsTo(phone.replies)]);
    return both.every((texts) => texts.length > 0);
  });
  const textedBefore = (await textsTo(phone.stops)).length;
  let late: Lead[] = [];
  await withDown('temporal', async () => {
    const to = crowd.sender.smsNumber ?? '';
    await carrier.textAsLead({ from: phone.stops, to, body: 'STOP' });
    await carrier.textAsLead({ from: phone.replies, to, body: 'Sounds good, tell me more' });
    await whole.until('the STOP to be in force', () =>
      db.read.consent.findFirst({ where: { address: phone.stops, act: 'revoke' } }),
    );
    await whole.until('the reply to be understood', () =>
      db.read.message.findFirst({
        where: { leadId: replies?.id ?? '', direction: 'in', intent: { not: null } },
      }),
    );

    const file = join(system.home, 'three.csv');
    writeFileSync(
      file,
      'First Name,Last Name,Email,Mobile Phone\nAda,Ng,ada.ng@example.org,312-555-0171\nBo,Ito,bo.ito@example.org,312-555-0172\n',
    );
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['scripts/baton.ts', 'import', file, '--workspace', crowd.workspace.id],
      { cwd: ROOT, env: { ...process.env, BATON_HOME: system.home } },
    );
    expect(stdout).toMatch(/\b2\b/);
    late = await enrolMore(whole, crowd, 10);

    await whole.until('the app to say what is down', async () => {
      const health = await (await fetch(`${system.url}/api/health`)).text();
      return /temporal/i.test(health) && /restarting|down/.test(health);
    });
    // What an hour does to what waits for Temporal: it is old, and was tried many times.
    await db.sync((sql) =>
      sql.run('UPDATE "Outbox" SET "createdWallMs" = "createdWallMs" - ?, "attempts" = 240', HOUR_MS),
    );
    expect(await db.read.outbox.count()).toBeGreaterThan(0);
  });
  await flight.nothingTwiceNothingLost();
  expect((await textsTo(phone.stops)).length).toBe(textedBefore);
  expect(await textsTo(late[0]?.cellPhone ?? '')).not.toEqual([]);
  expect(await db.read.outbox.count()).toBe(0);
}, 300_000);

it('what leads write while the site is down, and their providers do not say again, is heard by asking', async () => {
  const { whole, crowd } = flight;
  const { db, carrier, system } = whole;
  const [stops, replies] = await enrolMore(whole, crowd, 2);
  const [stopping, replying] = [stops?.cellPhone ?? '', replies?.cellPhone ?? ''];
  await whole.until('their first texts', async () => {
    const both = await Promise.all([textsTo(stopping), textsTo(replying)]);
    return both.every((texts) => texts.length > 0);
  });
  const to = crowd.sender.smsNumber ?? '';
  const written: string[] = [];
  await withDown('web', async () => {
    written.push(
      await carrier.textAsLead({ from: stopping, to, body: 'STOP' }),
      await carrier.textAsLead({ from: replying, to, body: 'Sounds good, tell me more' }),
    );
    await whole.until('the carrier to give up telling', async () => {
      const { results } = await carrier.webhooks({ failedOnly: true, limit: 1_000 });
      return written.every((id) => results.some((hook) => hook.messageId === id));
    });
  });
  // Providers are asked every minute, and by a worker that begins at once.
  system.signal('worker', 'SIGKILL');
  await system.up();
  const heard = (id: string | undefined) =>
    whole.until('what was missed to be heard and given to its run', () =>
      db.read.message.findFirst({
        where: { providerId: id, direction: 'in', intent: { not: null } },
      }),
    );
  const [stop, reply] = [await heard(written[0]), await heard(written[1])];
  expect(await db.read.consent.count({ where: { address: stopping, act: 'revoke' } })).toBeGreaterThan(0);
  expect(stop).toMatchObject({ leadId: stops?.id, intent: 'opt_out' });
  expect(reply.leadId).toBe(replies?.id);
  expect(reply.enrolmentId).not.toBeNull();
  await flight.nothingTwiceNothingLost();
}, 300_000);

it('a laptop that slept for longer than any call may last sends nothing twice when it wakes up', async () => {
  const { whole, crowd } = flight;
  await keepFlying(whole, crowd);
  const parts = ['supervisor', 'worker', 'web', 'temporal', 'carrier'] as const;
  await whole.until('a call under way', async () => {
    const where = { workspaceId: crowd.workspace.id, state: 'calling' };
    return (await whole.db.write.message.count({ where })) > 0;
  });
  for (const part of parts) whole.system.signal(part, 'SIGSTOP');
  const wakesAtMs = Date.now() + 12_000;
  await whole.until('the morning', async () => Date.now() >= wakesAtMs);
  for (const part of parts) whole.system.signal(part, 'SIGCONT');
  await flight.nothingTwiceNothingLost();
}, 300_000);

it('a worker that slept through its claim does not post, when it wakes up, what another has taken over', async () => {
  const { whole, crowd } = flight;
  const { db, system } = whole;
  whole.arm('send-after-claim', 1, 'SIGSTOP');
  const [lead] = await enrolMore(whole, crowd, 1);
  const phone = lead?.cellPhone ?? '';
  await whole.until('the worker to fall asleep', async () => !whole.isArmed('send-after-claim'));
  const other = await whole.secondWorker();
  const taken = await whole.until('the other to take over', () =>
    db.read.message.findFirst({
      where: { leadId: lead?.id ?? '', state: { in: ['inDoubt', 'unconfirmed'] } },
    }),
  );
  const wakesAtMs = (taken.callingWallMs ?? 0) + STALE_CLAIM_MS + 1_000;
  await whole.until('the morning', async () => Date.now() >= wakesAtMs);
  const gone = once(other, 'exit');
  other.kill('SIGKILL');
  await gone;
  system.signal('worker', 'SIGCONT');
  // What comes next is texted by the one that slept: it is awake, and has done what it meant to do.
  const [next] = await enrolMore(whole, crowd, 1);
  await whole.until('the next text', async () => (await textsTo(next?.cellPhone ?? '')).length > 0);
  await flight.nothingTwiceNothingLost();
  expect((await textsTo(phone)).filter((text) => text.channel === 'sms' && text.body === taken.body)).toEqual(
    [],
  );
  expect((await db.read.message.findUniqueOrThrow({ where: { id: taken.id } })).state).toBe('unconfirmed');
}, 300_000);
