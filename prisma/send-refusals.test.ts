import { describe, expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { email } from '#prisma/testing/seed.ts';
import { CONSEQUENCES, type SendRefusal } from '#workflows/message/send-refusal.ts';
import { takeStatus } from './inbound.ts';
import type { Refusal } from './send-refusals.ts';

const HOUR_MS = 3_600_000;

function refusal(of: SendRefusal, code = '1'): Refusal {
  return { class: of, code, sentence: `Refused as ${of}.`, liftsAtWallMs: null };
}

type Setting = Awaited<ReturnType<typeof atFirstSend>>;

/** Everything that a refusal can leave behind. */
async function leftBehind(setting: Setting) {
  const { db, sender } = setting;
  const { status, nodeId } = await setting.row();
  const message = await setting.message();
  const faults = await db.write.addressFault.findMany();
  const revoked = await db.write.consent.findMany({ where: { act: 'revoke' } });
  const told = await db.write.enrolmentEvent.findMany();
  const slots = await db.write.sendSlot.findMany({ where: { nextWallMs: { gt: WALL_MS + HOUR_MS / 2 } } });
  const { heldWhy } = await db.write.sender.findUniqueOrThrow({ where: { id: sender.id } });
  return {
    message: message.state,
    run: nodeId === 'first' ? status : 'went on',
    faults: faults.map((fault) => fault.problem),
    revoked: revoked.map((row) => row.basis),
    told: told.map((event) => JSON.parse(event.json).type),
    tasks: (await db.write.task.findMany()).map((task) => task.kind),
    held: heldWhy !== null,
    slowed: slots.length > 0,
  };
}
type Left = Awaited<ReturnType<typeof leftBehind>>;

const FAILED: Left = {
  message: 'rejected',
  run: 'went on',
  faults: [],
  revoked: [],
  told: [],
  tasks: [],
  held: false,
  slowed: false,
};
const WAITS: Left = { ...FAILED, message: 'waiting', run: 'waiting' };

/** A new kind of refusal does not compile here before somebody has said what it leaves behind. */
const AT_THE_CALL: Record<Exclude<SendRefusal, 'senderDown'>, Left> = {
  numberDead: { ...FAILED, faults: ['unreachable'] },
  landline: { ...FAILED, faults: ['landline'] },
  addressDead: { ...FAILED, faults: ['bounced'] },
  revoked: { ...FAILED, revoked: ['carrier'], told: ['stop'] },
  config: { ...WAITS, run: 'held', held: true },
  template: { ...FAILED, tasks: ['refused'] },
  filtered: { ...FAILED, tasks: ['refused'] },
  hold: { ...WAITS, slowed: true },
  replan: WAITS,
  soft: FAILED,
  bug: { ...FAILED, tasks: ['refused'] },
};

const ARRIVED: Left = { ...FAILED, message: 'accepted' };
const AFTERWARDS: Record<SendRefusal, Left> = {
  numberDead: { ...ARRIVED, faults: ['unreachable'] },
  landline: { ...ARRIVED, faults: ['landline'] },
  addressDead: { ...ARRIVED, faults: ['bounced'] },
  revoked: { ...ARRIVED, revoked: ['carrier'], told: ['stop'] },
  config: { ...ARRIVED, held: true, tasks: ['undelivered'] },
  senderDown: { ...ARRIVED, held: true, tasks: ['undelivered'] },
  template: { ...ARRIVED, tasks: ['refused'] },
  filtered: { ...ARRIVED, tasks: ['refused'] },
  hold: { ...ARRIVED, slowed: true, tasks: ['undelivered'] },
  replan: { ...ARRIVED, tasks: ['undelivered'] },
  soft: ARRIVED,
  bug: { ...ARRIVED, tasks: ['refused'] },
};

describe('what a provider refuses', () => {
  it.each(Object.entries(AT_THE_CALL))('at the call as %s leaves exactly this behind', async (of, left) => {
    const setting = await atFirstSend();
    await setting.claim(1);
    await setting.settle(1, { kind: 'rejected', ...refusal(of as SendRefusal) });
    expect(await leftBehind(setting)).toEqual(left);
  });

  it.each(Object.entries(AFTERWARDS))(
    'after it had accepted it, as %s, leaves exactly this behind',
    async (of, left) => {
      const setting = await atFirstSend();
      const fails = () =>
        takeStatus(
          setting.db,
          setting.sender,
          {
            ours: null,
            mailId: null,
            providerId: 'SM1',
            status: 'undelivered',
            refusal: refusal(of as SendRefusal),
          },
          { wallMs: WALL_MS + 1_000 },
        );
      await setting.claim(1);
      await setting.settle(1, { kind: 'accepted', providerId: 'SM1' });
      await fails();
      expect(await leftBehind(setting)).toEqual(left);
      await fails();
      expect(await leftBehind(setting)).toEqual(left);
      const lines = await setting.db.write.timelineEntry.findMany({ where: { title: 'Text not delivered' } });
      expect(lines.map((line) => line.detail)).toEqual([`Refused as ${of}.`]);
    },
  );

  it('has a consequence, whatever it is', () => {
    expect(Object.keys(CONSEQUENCES).sort()).toEqual(Object.keys(AFTERWARDS).sort());
  });

  it('as a dead number is tried at the lead’s next one, in the same step', async () => {
    const setting = await atFirstSend();
    const { db, lead } = setting;
    await db.write.lead.update({ where: { id: lead.id }, data: { workPhone: '+13125550177' } });
    await setting.claim(1);
    const { outcome } = await setting.settle(1, { kind: 'rejected', ...refusal('landline', '30006') });
    expect(outcome).toMatchObject({ kind: 'defer' });
    expect(await setting.row()).toMatchObject({ nodeId: 'first', status: 'waiting' });
    const lines = await db.write.timelineEntry.findMany({ where: { kind: 'notSent' } });
    expect(lines.map((line) => line.detail)).toEqual([
      'Refused as landline. It goes to +13125550177 instead.',
    ]);
  });

  it('as no number at all stands as invalid', async () => {
    const setting = await atFirstSend();
    await setting.claim(1);
    await setting.settle(1, { kind: 'rejected', ...refusal('numberDead', '21211') });
    expect((await leftBehind(setting)).faults).toEqual(['invalid']);
  });

  it('as a mailbox that does not exist closes nothing but that mailbox', async () => {
    const setting = await atFirstSend(email('first', 'Subject', 'Words'));
    await setting.claim(1);
    await setting.settle(1, { kind: 'accepted', providerId: 'E1' });
    const news = { ours: null, mailId: null, providerId: 'E1', status: 'bounced' as const };
    await takeStatus(
      setting.db,
      setting.sender,
      { ...news, refusal: refusal('addressDead', 'Permanent/General') },
      { wallMs: WALL_MS + 1_000 },
    );
    const faults = await setting.db.write.addressFault.findMany();
    expect(faults).toMatchObject([{ channel: 'email', address: setting.lead.email, messageId: 'message-1' }]);
    expect(await setting.db.write.consent.count({ where: { act: 'revoke' } })).toBe(0);
  });

  it('as spam by its reader is an opt-out, and the mail counts as delivered', async () => {
    const setting = await atFirstSend(email('first', 'Subject', 'Words'));
    await setting.claim(1);
    await setting.settle(1, { kind: 'accepted', providerId: 'E1' });
    await takeStatus(
      setting.db,
      setting.sender,
      {
        ours: null,
        mailId: null,
        providerId: 'E1',
        status: 'complained',
        refusal: refusal('revoked', 'complained'),
      },
      { wallMs: WALL_MS + 1_000 },
    );
    const rows = await setting.db.write.consent.findMany({ where: { act: 'revoke' } });
    expect(rows).toMatchObject([{ channel: 'email', basis: 'complained', address: setting.lead.email }]);
    const titles = (await setting.db.write.timelineEntry.findMany()).map((line) => line.title);
    expect(titles).toContain('Opted out of emails');
    expect(titles).not.toContain('Email not delivered');
  });

  it('of one step, for many leads, is one task a day', async () => {
    const setting = await atFirstSend();
    const fails = async (providerId: string) => {
      const twin = await setting.message();
      await setting.db.write.message.create({
        data: { ...twin, id: providerId, sendKey: providerId, providerId, state: 'accepted', status: null },
      });
      const news = { ours: null, mailId: null, providerId, status: 'undelivered' as const };
      const time = { wallMs: WALL_MS + 1_000 };
      await takeStatus(setting.db, setting.sender, { ...news, refusal: refusal('filtered', '30007') }, time);
    };
    await setting.claim(1);
    await setting.settle(1, { kind: 'accepted', providerId: 'SM1' });
    await fails('SM2');
    await fails('SM3');
    expect((await leftBehind(setting)).tasks).toEqual(['refused']);
  });
});
