import { describe, expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { routeReply } from './inbound.ts';
import { settleJob } from './jobs.ts';

const MINUTE_MS = 60_000;

async function withRawReply() {
  const at = await atFirstSend();
  await at.hears({ body: 'What would that cost?' });
  const understood = async () => {
    const { db, lead, enrolment } = at;
    const message = await db.write.message.findFirstOrThrow({ where: { leadId: lead.id, direction: 'in' } });
    const job = await db.write.job.findFirstOrThrow();
    await db.tx(async (tx) => {
      await tx.message.update({ where: { id: message.id }, data: { enrolmentId: enrolment.id } });
      await routeReply(tx, message, 'question', WALL_MS + 100);
      await settleJob(tx, job.id);
    });
  };
  return { ...at, understood };
}

it('an answer that comes before the provider said that it took the message reaches the run that sent it', async () => {
  const at = await atFirstSend();
  await at.claim(1);
  await at.hears({ body: 'Yes, tell me more', wallMs: WALL_MS + 20 });
  await at.settle(1, { kind: 'accepted', providerId: 'SM1' });
  const { db, lead } = at;
  const message = await db.write.message.findFirstOrThrow({ where: { leadId: lead.id, direction: 'in' } });
  expect((await at.message()).atMs).toBeGreaterThan(message.atMs);
  await db.tx((tx) => routeReply(tx, message, 'interested', WALL_MS + 100));
  expect(await db.write.enrolmentEvent.count({ where: { enrolmentId: at.enrolment.id } })).toBe(1);
  expect(await db.write.task.count()).toBe(0);
});

describe('from the commit of what a lead wrote', () => {
  it('no play sends to them until it is understood', async () => {
    const { claim, db } = await withRawReply();
    expect(await claim(1, WALL_MS + 50)).toEqual({
      kind: 'later',
      atWallMs: WALL_MS + 450,
      why: 'A reply of the lead is being read.',
    });
    expect(await db.write.message.count({ where: { direction: 'out' } })).toBe(0);
  });

  it('it is looked at more seldom the longer it cannot be read, and holds nothing up after a quarter of an hour', async () => {
    const { claim } = await withRawReply();
    expect(await claim(1, WALL_MS + 5 * MINUTE_MS)).toMatchObject({ atWallMs: WALL_MS + 10 * MINUTE_MS });
    expect((await claim(1, WALL_MS + 15 * MINUTE_MS)).kind).toBe('call');
  });

  it('a send goes on once it is understood', async () => {
    const { claim, understood } = await withRawReply();
    await understood();
    expect((await claim(1, WALL_MS + 200)).kind).toBe('call');
  });
});
