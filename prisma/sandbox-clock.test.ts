import { expect, it } from 'vitest';
import type { Caller } from '#prisma/caller.ts';
import { advanceSandboxClock, readSandboxClock } from '#prisma/sandbox-clock.ts';
import { leadsOfAddresses, sandboxLines } from '#prisma/sandbox-people.ts';
import { seal } from '#prisma/secrets.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import { NOON_MS, seedLeads, seedWorkspace } from '#prisma/testing/seed.ts';

const DAY_MS = 86_400_000;
const secret = new Uint8Array(32).fill(7);

async function house() {
  const db = await testDatabase();
  const { workspace, sender } = await seedWorkspace(db, (text) => seal(text, secret));
  const caller: Caller = { workspaceId: workspace.id, userId: 'u1', role: 'owner' };
  return { db, caller, workspace, sender };
}

it('the clock goes forward only, one way at a time, and never beside a real sender', async () => {
  const { db, caller, sender } = await house();
  const to = (toMs: number, role: Caller['role'] = 'owner') =>
    advanceSandboxClock(db, { ...caller, role }, { toMs, wallMs: NOON_MS });
  expect(await to(NOON_MS + DAY_MS, 'viewer')).toMatchObject({ ok: false });
  expect(await to(NOON_MS - 1)).toMatchObject({ reason: expect.stringContaining('only goes forward') });
  expect(await to(Number.NaN)).toMatchObject({ ok: false });
  expect(await to(NOON_MS + 400 * DAY_MS)).toMatchObject({
    reason: expect.stringContaining('At most a year'),
  });
  expect(await readSandboxClock(db, caller, NOON_MS)).toMatchObject({
    nowMs: NOON_MS,
    moving: null,
    fixedBecause: null,
  });

  expect(await to(NOON_MS + DAY_MS)).toEqual({ ok: true });
  expect(await to(NOON_MS + 2 * DAY_MS)).toMatchObject({ reason: expect.stringContaining('moving already') });
  expect(await readSandboxClock(db, caller, NOON_MS)).toMatchObject({
    moving: { toMs: NOON_MS + DAY_MS, trouble: null },
  });

  await db.write.job.deleteMany();
  await db.write.sender.update({ where: { id: sender.id }, data: { environment: 'real' } });
  expect(await to(NOON_MS + DAY_MS)).toMatchObject({ reason: expect.stringContaining('real people') });
  expect((await readSandboxClock(db, caller, NOON_MS)).fixedBecause).not.toBeNull();
});

it('a workspace knows its own lines into the carrier, and no others', async () => {
  const { db, caller, sender } = await house();
  const other = await seedWorkspace(db, (text) => seal(text, secret));
  const lines = await sandboxLines(db, caller, secret);
  expect(lines).toMatchObject([
    { senderId: sender.id, smsNumber: sender.smsNumber, emailAccount: sender.hookKey },
  ]);
  expect(lines[0]?.smsAccount).toMatch(/^ACsandbox/);
  expect(lines.map((line) => line.senderId)).not.toContain(other.sender.id);
});

it('numbers and addresses are led back to the leads who have them, of this workspace alone', async () => {
  const { db, caller, workspace } = await house();
  const [dana] = await seedLeads(db, workspace.id, 1);
  const elsewhere = await seedWorkspace(db);
  const [stranger] = await seedLeads(db, elsewhere.workspace.id, 1);
  if (!dana?.cellPhone || !dana.email || !stranger?.cellPhone) throw new Error('leads are seeded');
  await db.write.lead.update({ where: { id: dana.id }, data: { workPhone: '+13125550199' } });
  const found = await leadsOfAddresses(db, caller, [
    dana.cellPhone,
    dana.email,
    '+13125550199',
    stranger.cellPhone,
    '+15005550006',
  ]);
  expect([...found].map(([address, lead]) => [address, lead.id]).sort()).toEqual(
    [
      [dana.cellPhone, dana.id],
      [dana.email, dana.id],
      ['+13125550199', dana.id],
    ].sort(),
  );
});
