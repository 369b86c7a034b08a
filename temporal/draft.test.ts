import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPlan } from '#prisma/enrolments.ts';
import { open, seal } from '#prisma/secrets.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import {
  byHand,
  email,
  end,
  seedLeads,
  seedPlay,
  seedWorkspace,
  straightPlay,
  text,
} from '#prisma/testing/seed.ts';
import { draftOfStep } from './draft.ts';
import { replyToOf } from './sender-providers.ts';

const SECRET = randomBytes(32);
const MESSAGE_ID = 'Ab-9_xYz0123456789abcd';

/** The only send of a play, drafted for a lead of a sender whose account is as given. */
async function drafted(
  first: Parameters<typeof straightPlay>[1][number],
  account: (credentials: Record<string, Record<string, string>>) => unknown = (credentials) => credentials,
) {
  const db = await testDatabase();
  const seeded = await seedWorkspace(db, (words) => seal(words, SECRET));
  const { workspace } = seeded;
  const credentials = JSON.parse(open(seeded.sender.credentials, SECRET));
  const sender = await db.write.sender.update({
    where: { id: seeded.sender.id },
    data: { name: 'Lindqvist, Maya', credentials: seal(JSON.stringify(account(credentials)), SECRET) },
  });
  const [lead] = await seedLeads(db, workspace.id, 1);
  const { planHash } = await seedPlay(db, sender, straightPlay('Play', [byHand, first, end]));
  const plan = await db.rows((sql) => readPlan(sql, workspace.id, planHash));
  const send = plan.code.find((instruction) => instruction.op === 'send');
  if (send?.op !== 'send' || lead === undefined) throw new Error('Nothing is sent.');
  const deps = { db, secret: SECRET, linkBase: () => 'https://baton.example' };
  const of = { workspaceId: workspace.id, leadId: lead.id, senderId: sender.id, send, messageId: MESSAGE_ID };
  const { draft } = await draftOfStep(deps, of);
  return { db, sender, lead, draft, again: () => draftOfStep(deps, of) };
}

const words = text('first', 'Hello. STOP to end.');

describe('a text', () => {
  it('leaves from the sender’s number, or from its Messaging Service where it has one', async () => {
    const own = await drafted(words);
    expect(own.draft).toMatchObject({ draft: { fromAddress: own.sender.smsNumber } });
    const service = `MG${'0'.repeat(32)}`;
    const shared = await drafted(words, ({ twilio, ...rest }) => ({
      ...rest,
      twilio: { ...twilio, messagingServiceSid: service },
    }));
    expect(shared.draft).toMatchObject({ draft: { fromAddress: service } });
  });

  it('is not drafted for a sender without an account to text from', async () => {
    const { draft } = await drafted(words, ({ resend, environment }) => ({ resend, environment }));
    expect(draft).toEqual({ ok: false, channel: 'sms', why: 'The sender has no number to text from.' });
  });

  it('goes to the first number that nothing stands against', async () => {
    const { db, lead, again } = await drafted(words);
    await db.write.lead.update({ where: { id: lead.id }, data: { workPhone: '+13125550188' } });
    await db.write.addressFault.create({
      data: {
        workspaceId: lead.workspaceId,
        environment: 'sandbox',
        channel: 'sms',
        address: lead.cellPhone ?? '',
        problem: 'landline',
        code: '30006',
        why: 'This is a landline.',
        atMs: 0,
      },
    });
    expect((await again()).draft).toMatchObject({ draft: { toAddress: '+13125550188' } });
  });
});

describe('an email', () => {
  const mail = email('first', 'Subject', 'Words');

  it('names its sender as mail programs can read it', async () => {
    const { draft, sender } = await drafted(mail);
    expect(draft).toMatchObject({ draft: { fromAddress: `"Lindqvist, Maya" <${sender.emailAddress}>` } });
  });

  it('is answered where Baton receives mail, and otherwise where it came from', async () => {
    const { sender } = await drafted(mail);
    const domain = sender.emailAddress?.split('@')[1];
    expect(replyToOf(sender, { id: MESSAGE_ID }, SECRET)).toMatch(
      new RegExp(`^reply\\+[0-9a-f]{44}@${domain}$`),
    );
    const real = (inboundDomain?: string) => {
      const resend = { apiKey: 're_realkey123', webhookSecret: 'whsec_c2VjcmV0', inboundDomain };
      return { ...sender, credentials: seal(JSON.stringify({ environment: 'real', resend }), SECRET) };
    };
    expect(replyToOf(real(), { id: MESSAGE_ID }, SECRET)).toBeNull();
    expect(replyToOf(real('replies.brand.example'), { id: MESSAGE_ID }, SECRET)).toMatch(
      /@replies\.brand\.example$/,
    );
  });
});
