import { describe, expect, it } from 'vitest';
import { testDatabase } from '#prisma/testing/database.ts';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { seedWorkspace } from '#prisma/testing/seed.ts';
import { routeReply } from './inbound.ts';
import { dueJobs } from './jobs.ts';
import { isRevoked } from './revocations.ts';
import { reserveSlot } from './send-slots.ts';
import { noteWallClock } from './wall-clock.ts';

const NOW_MS = Date.parse('2026-12-03T18:00:00Z');
const TWO_HOURS_MS = 2 * 3_600_000;

async function atNow() {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db);
  const slot = (wallMs: number) =>
    db.tx((tx) => reserveSlot(tx, { ...sender, smsPerSecond: 1 }, 'sms', 'bulk', wallMs));
  const job = (runWallMs: number) =>
    db.write.job.create({
      data: { workspaceId: workspace.id, kind: 'classify', json: '{"messageId":"m"}', runWallMs, key: 'one' },
    });
  await noteWallClock(db, NOW_MS);
  return { db, slot, job };
}

describe('a clock that was set back', () => {
  it('makes nothing wait for the time it was wrong by', async () => {
    const { db, slot, job } = await atNow();
    await slot(NOW_MS);
    await job(NOW_MS);
    const setBackMs = NOW_MS - TWO_HOURS_MS;
    expect(await noteWallClock(db, setBackMs)).toBe(TWO_HOURS_MS);
    expect((await slot(setBackMs)) - setBackMs).toBeLessThan(2_000);
    expect(await dueJobs(db, setBackMs, { classify: 10 })).toHaveLength(1);
  });

  it('lets an answer to what was sent before it reach the run that sent it', async () => {
    const at = await atFirstSend();
    await noteWallClock(at.db, WALL_MS);
    await at.claim(1);
    await at.settle(1, { kind: 'accepted', providerId: 'SM1' });
    const setBackMs = WALL_MS - TWO_HOURS_MS;
    await noteWallClock(at.db, setBackMs);
    await at.hears({ body: 'Yes, tell me more', wallMs: setBackMs + 60_000 });
    const message = await at.db.write.message.findFirstOrThrow({ where: { direction: 'in' } });
    await at.db.tx((tx) => routeReply(tx, message, 'interested', setBackMs + 60_100));
    expect(await at.db.write.enrolmentEvent.count()).toBe(1);
  });

  it('lets no START from before it lift a STOP that comes after it', async () => {
    const { db, stop, hears, workspace, lead } = await atFirstSend();
    const of = { workspaceId: workspace.id, environment: 'sandbox', channel: 'sms' } as const;
    const isClosed = () => db.rows((sql) => isRevoked(sql, { ...of, address: lead.cellPhone ?? '' }));
    await stop(WALL_MS - 1_000);
    await hears({ body: 'START', keyword: 'start', wallMs: WALL_MS });
    expect(await isClosed()).toBe(false);
    await noteWallClock(db, WALL_MS - TWO_HOURS_MS);
    const again = { body: 'STOP', keyword: 'stop', providerId: 'SM-again' } as const;
    await hears({ ...again, wallMs: WALL_MS - TWO_HOURS_MS + 60_000 });
    expect(await isClosed()).toBe(true);
  });

  it('is noticed once', async () => {
    const { db } = await atNow();
    await noteWallClock(db, NOW_MS - TWO_HOURS_MS);
    expect(await noteWallClock(db, NOW_MS - TWO_HOURS_MS + 5_000)).toBe(0);
  });
});

it('a clock that goes on, or is set right by a second, moves nothing', async () => {
  const { db, job } = await atNow();
  await job(NOW_MS + 60_000);
  expect(await noteWallClock(db, NOW_MS + 5_000)).toBe(0);
  expect(await noteWallClock(db, NOW_MS + 4_000)).toBe(0);
  expect((await db.write.job.findFirstOrThrow()).runWallMs).toBe(NOW_MS + 60_000);
});
