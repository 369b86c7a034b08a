import { describe, expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { email, seedLeads } from '#prisma/testing/seed.ts';
import { adoptReply, mailedTo, takeInbound, takeStatus } from './inbound.ts';

const clock = { wallMs: WALL_MS + 60_000 };

/** One lead was mailed; an answer comes from wherever. */
async function mailed() {
  const setting = await atFirstSend(email('first', 'Subject', 'Words'));
  await setting.claim(1);
  await setting.settle(1, { kind: 'accepted', providerId: 'E1' });
  const { db, sender } = setting;
  const answer = async (fromAddress: string, answers: string | null) => {
    await takeInbound(
      db,
      sender,
      {
        channel: 'email',
        providerId: `in/${fromAddress}`,
        fromAddress,
        toAddress: 'reply+1@brand.example',
        subject: 'Re: Subject',
        body: '',
        mailId: '<theirs@example.org>',
        answers,
        keyword: null,
        bodyIsMissing: true,
      },
      clock,
    );
    return db.write.message.findFirstOrThrow({ where: { direction: 'in' } });
  };
  return { ...setting, answer };
}

describe('an email that answers ours', () => {
  it('belongs to the lead whom we wrote to, from whatever address it comes', async () => {
    const { answer, lead, db, workspace } = await mailed();
    const [colleague] = await seedLeads(db, workspace.id, 1);
    expect((await answer(colleague?.email ?? '', 'message-1')).leadId).toBe(lead.id);
  });

  it('belongs to whoever has the address, where it names no message of this sender', async () => {
    const { answer, db, workspace } = await mailed();
    const [other] = await seedLeads(db, workspace.id, 1);
    expect((await answer(other?.email ?? '', 'message-of-others')).leadId).toBe(other?.id);
  });

  it('from an address nobody has is found by the mails that its headers name', async () => {
    const { answer, lead, db, sender } = await mailed();
    const news = { ours: null, providerId: 'E1', status: 'delivered' as const, refusal: null };
    await takeStatus(db, sender, { ...news, mailId: '<ours@brand.example>' }, clock);
    const reply = await answer('private@elsewhere.example', null);
    expect(reply.leadId).toBeNull();
    await db.tx((tx) => adoptReply(tx, reply, ['<older@x.example>', '<ours@brand.example>']));
    expect((await db.write.message.findUniqueOrThrow({ where: { id: reply.id } })).leadId).toBe(lead.id);
    const replies = await db.write.timelineEntry.findMany({ where: { kind: 'reply' } });
    expect(replies.map((line) => line.leadId)).toEqual([lead.id]);
  });

  it('and names only mails of others stays with nobody', async () => {
    const { answer, db } = await mailed();
    const reply = await answer('private@elsewhere.example', null);
    await db.tx((tx) => adoptReply(tx, reply, ['<spam@x.example>']));
    expect((await db.write.message.findUniqueOrThrow({ where: { id: reply.id } })).leadId).toBeNull();
  });

  it('is found by an index over the names of mails, however many went out', async () => {
    const { db } = await mailed();
    const plan = await db.rows((sql) =>
      sql.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${mailedTo(2)}`, 'sender', '<a>', '<b>'),
    );
    expect(plan[0]?.detail).toContain('Message_senderId_mailId_idx (senderId=? AND mailId=?)');
  });
});
