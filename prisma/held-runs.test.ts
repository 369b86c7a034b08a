import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { systemCaller } from './caller.ts';
import { wakeRunsOfSender } from './held-runs.ts';
import { JobPayload } from './jobs.ts';
import { releaseSender } from './senders.ts';

/** A sender that its provider refused, and this many runs that stand still for it. */
async function held(count: number) {
  const setting = await atFirstSend();
  const { db, sender } = setting;
  await setting.claim(1);
  await setting.settle(1, { kind: 'senderDown', code: '20003', sentence: 'The key is wrong.' });
  const row = await setting.row();
  await db.write.enrolment.createMany({
    data: Array.from({ length: count - 1 }, (_, i) => ({ ...row, id: randomUUID(), entry: i + 2 })),
  });
  const release = () =>
    releaseSender(db, systemCaller(sender.workspaceId), { senderId: sender.id, wallMs: WALL_MS });
  const woken = async () =>
    (await db.write.enrolmentEvent.findMany()).map((event) => JSON.parse(event.json).type);
  return { ...setting, release, woken };
}

describe('a sender that is released', () => {
  it('lets its runs go on by themselves, and its messages go out', async () => {
    const { db, sender, release, woken, claim } = await held(3);
    expect(await release()).toEqual({ ok: true, woken: 3 });
    expect(await woken()).toEqual(['retry', 'retry', 'retry']);
    expect((await db.write.sender.findUniqueOrThrow({ where: { id: sender.id } })).heldSinceMs).toBeNull();
    // The run hears of it before it sends.
    expect(await claim(2)).toMatchObject({ outcome: { kind: 'stale' } });
    expect(await db.write.job.count()).toBe(0);
  });

  it('wakes thousands as fast as it can send, each once', async () => {
    const { db, sender, release, woken } = await held(250);
    await db.write.sender.update({ where: { id: sender.id }, data: { smsPerSecond: 10, emailPerSecond: 5 } });
    expect(await release()).toEqual({ ok: true, woken: 250 });
    expect(await woken()).toHaveLength(100);
    let wallMs = WALL_MS;
    for (const already of [200, 250]) {
      const [job] = await db.write.job.findMany();
      // 100 runs at four in five of five a second.
      expect(job?.runWallMs).toBe(wallMs + 25_000);
      wallMs += 25_000;
      const { afterId, releasedWallMs } = JobPayload.wakeHeld.parse(JSON.parse(job?.json ?? ''));
      await db.write.job.deleteMany();
      const now = await db.write.sender.findUniqueOrThrow({ where: { id: sender.id } });
      await db.tx((tx) => wakeRunsOfSender(tx, now, { afterId, releasedWallMs, wallMs }));
      expect(await woken()).toHaveLength(already);
    }
    expect(await db.write.job.count()).toBe(0);
    const events = await db.write.enrolmentEvent.findMany();
    expect(new Set(events.map((event) => event.enrolmentId)).size).toBe(250);
  });

  it('wakes nobody more once it is held again, and none of another workspace', async () => {
    const { db, sender, woken } = await held(2);
    const again = await db.write.sender.findUniqueOrThrow({ where: { id: sender.id } });
    await db.tx((tx) =>
      wakeRunsOfSender(tx, again, { afterId: '', releasedWallMs: WALL_MS, wallMs: WALL_MS }),
    );
    expect(await woken()).toEqual([]);
    const stranger = systemCaller('another');
    expect(await releaseSender(db, stranger, { senderId: sender.id, wallMs: WALL_MS })).toMatchObject({
      ok: false,
    });
    expect(
      (await db.write.sender.findUniqueOrThrow({ where: { id: sender.id } })).heldSinceMs,
    ).not.toBeNull();
  });
});
