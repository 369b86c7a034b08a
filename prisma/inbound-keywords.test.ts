import { describe, expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { seedLeads } from '#prisma/testing/seed.ts';
import { systemCaller } from './caller.ts';
import type { Db } from './client.ts';
import { enrolByHand } from './enrolments.ts';

describe('YES', () => {
  const says = (
    setting: Awaited<ReturnType<typeof atFirstSend>>,
    providerId: string,
    keyword: 'start' | 'stop',
  ) => setting.hears({ body: keyword === 'start' ? 'Yes' : 'STOP', keyword, providerId });

  it('of a lead who may be texted is an answer, to be understood like any other', async () => {
    const setting = await atFirstSend();
    await says(setting, 'SM-yes', 'start');
    expect((await setting.db.write.job.findMany()).map((job) => job.kind)).toEqual(['classify']);
    expect(await setting.db.write.consent.count({ where: { act: 'restore' } })).toBe(0);
  });

  it('of a lead who opted out lifts the opt-out', async () => {
    const setting = await atFirstSend();
    await says(setting, 'SM-stop', 'stop');
    await says(setting, 'SM-yes', 'start');
    expect(await setting.db.write.consent.count({ where: { act: 'restore' } })).toBe(1);
    expect(await setting.db.write.job.count()).toBe(0);
  });
});

describe('a STOP', () => {
  it('that comes twice is one opt-out', async () => {
    const { db, stop } = await atFirstSend();
    expect([await stop(), await stop()]).toEqual([true, false]);
    expect(await countRevocations(db)).toBe(1);
  });

  it('closes the number for every lead who has it', async () => {
    const { db, stop, lead, workspace, enrolment } = await atFirstSend();
    const [twin] = await seedLeads(db, workspace.id, 1, { consent: false });
    await db.write.lead.update({ where: { id: twin?.id ?? '' }, data: { cellPhone: lead.cellPhone } });
    await enrolByHand(db, systemCaller(workspace.id), {
      playId: enrolment.playId,
      leadIds: [twin?.id ?? ''],
      wallMs: WALL_MS,
    });
    await stop();
    const told = await db.write.enrolmentEvent.findMany();
    expect(told.map((event) => JSON.parse(event.json).type)).toEqual(['stop', 'stop']);
  });
});

function countRevocations(db: Db): Promise<number> {
  return db.write.consent.count({ where: { act: 'revoke' } });
}
