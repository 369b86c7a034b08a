import { describe, expect, it } from 'vitest';
import { atFirstSend, WALL_MS } from '#prisma/testing/first-send.ts';
import { seedLeads } from '#prisma/testing/seed.ts';
import { clearAddressFault, faultsOfLead, recordAddressFault, usableNumber } from './address-faults.ts';
import { type Caller, systemCaller } from './caller.ts';
import { keepWrongPerson } from './inbound.ts';

type Setting = Awaited<ReturnType<typeof atFirstSend>>;

async function landline(setting: Setting) {
  const { workspace, lead } = setting;
  await setting.db.write.addressFault.create({
    data: {
      workspaceId: workspace.id,
      environment: 'sandbox',
      channel: 'sms',
      address: lead.cellPhone ?? '',
      problem: 'landline',
      code: '30006',
      why: 'This is a landline.',
      messageId: null,
      atMs: WALL_MS,
    },
  });
}

function clear(setting: Setting, changes: { caller?: Caller; address?: string } = {}) {
  const { db, workspace, lead } = setting;
  return clearAddressFault(db, changes.caller ?? systemCaller(workspace.id), {
    leadId: lead.id,
    environment: 'sandbox',
    channel: 'sms',
    address: changes.address ?? lead.cellPhone ?? '',
    by: 'Maya',
    wallMs: WALL_MS,
  });
}

async function wrongPerson(setting: Setting) {
  const { db } = setting;
  await setting.hears({ body: 'This is not Dana.' });
  const reply = await db.write.message.findFirstOrThrow({ where: { direction: 'in' } });
  await db.tx((tx) => keepWrongPerson(tx, reply, WALL_MS));
}

describe('what stands against an address', () => {
  it('keeps messages from it at the gate, which says why', async () => {
    const setting = await atFirstSend();
    await landline(setting);
    const claim = await setting.claim(1);
    expect(claim).toMatchObject({
      kind: 'settled',
      outcome: { kind: 'notSent', why: 'Not sent: the number is a landline.' },
    });
  });

  it('is nothing to a lead with another number, nor in the other environment', async () => {
    const setting = await atFirstSend();
    const { db, lead } = setting;
    await landline(setting);
    const work = '+13125550188';
    expect(await db.rows((sql) => usableNumber(sql, lead, 'sandbox'))).toBeNull();
    expect(await db.rows((sql) => usableNumber(sql, lead, 'real'))).toBe(lead.cellPhone);
    expect(await db.rows((sql) => usableNumber(sql, { ...lead, workPhone: work }, 'sandbox'))).toBe(work);
    await db.write.lead.update({ where: { id: lead.id }, data: { cellPhone: work } });
    expect(await faultsOfLead(db, systemCaller(setting.workspace.id), lead.id)).toEqual([]);
  });

  it('stands until a person clears it; then messages go there again', async () => {
    const setting = await atFirstSend();
    const { db, lead, workspace } = setting;
    await landline(setting);
    expect(await faultsOfLead(db, systemCaller(workspace.id), lead.id)).toMatchObject([
      { problem: 'landline', code: '30006', why: 'This is a landline.' },
    ]);
    expect(await clear(setting)).toEqual({ ok: true });
    expect(await clear(setting)).toEqual({ ok: true });
    expect((await setting.claim(1)).kind).toBe('call');
    const lines = await db.write.timelineEntry.findMany({ where: { kind: 'consent' } });
    expect(lines.map((line) => line.title)).toEqual(['Number usable again']);
  });

  it('is cleared by nobody who may not write leads, and not for an address the lead has lost', async () => {
    const setting = await atFirstSend();
    await landline(setting);
    const viewer = { ...systemCaller(setting.workspace.id), role: 'viewer' as const };
    expect(await clear(setting, { caller: viewer })).toMatchObject({ ok: false });
    expect(await clear(setting, { address: '+13125550000' })).toMatchObject({ ok: false });
    expect(await setting.db.write.addressFault.count()).toBe(1);
  });

  it('that somebody else has it is told to every run that could write there', async () => {
    const setting = await atFirstSend();
    const { db, lead, workspace } = setting;
    const [twin] = await seedLeads(db, workspace.id, 1);
    await db.write.lead.update({ where: { id: twin?.id ?? '' }, data: { cellPhone: lead.cellPhone } });
    await wrongPerson(setting);
    const told = async () =>
      (await db.write.enrolmentEvent.findMany({ orderBy: { seq: 'asc' } })).map(
        (e) => JSON.parse(e.json).type,
      );
    expect(await told()).toEqual(['stop']);
    const lines = await db.write.timelineEntry.findMany({ where: { kind: 'consent' } });
    expect(lines.map((line) => line.leadId).sort()).toEqual([lead.id, twin?.id].sort());
    // Nobody said no: the number is closed, and the ledger of its owner is not written in their name.
    expect(await db.write.consent.count({ where: { act: 'revoke' } })).toBe(0);
    // What a carrier finds out about the same number later does not hide whose it is.
    const finding = { problem: 'landline' as const, code: '30006', why: 'A landline.', messageId: null };
    const of = {
      workspaceId: workspace.id,
      environment: 'sandbox' as const,
      channel: 'sms' as const,
      address: lead.cellPhone ?? '',
    };
    const late = { ...of, ...finding, leadId: lead.id, atMs: WALL_MS };
    await db.tx((tx) => recordAddressFault(tx, late, WALL_MS));
    await clear(setting);
    expect(await told()).toEqual(['stop', 'reopen']);
  });
});
