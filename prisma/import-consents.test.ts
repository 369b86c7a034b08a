import { expect, it } from 'vitest';
import type { Caller } from '#prisma/caller.ts';
import { importLeads } from '#prisma/imports.ts';
import { testDatabase } from '#prisma/testing/database.ts';
import { seedWorkspace } from '#prisma/testing/seed.ts';

const consent = {
  wording: 'Everyone in this file agreed in writing.',
  medium: 'form',
  evidence: 'Form “Request a demo”, disclosure v3',
  by: 'Dana',
};
const rows = [
  {
    rowNumber: 2,
    entry: {
      change: { firstName: 'Ada', cellPhone: '+13125550148', workPhone: '+13125550149' },
      externalIds: [],
    },
  },
  { rowNumber: 3, entry: { change: { firstName: 'Bo', email: 'bo@example.org' }, externalIds: [] } },
];

async function imported(times: number, vouched: boolean) {
  const db = await testDatabase();
  const { workspace } = await seedWorkspace(db);
  const caller: Caller = { workspaceId: workspace.id, userId: 'u1', role: 'owner' };
  const begun: string[] = [];
  for (let i = 0; i < times; i += 1) {
    const done = await importLeads(db, caller, {
      fileName: 'trade-show.csv',
      rows,
      consent: vouched ? consent : null,
      onBegun: (id) => begun.push(id),
    });
    expect(done.ok).toBe(true);
  }
  expect(begun).toHaveLength(times);
  return db.read.consent.findMany({ orderBy: { address: 'asc' } });
}

it('a list that brings consent writes it into the ledger of each of its numbers, once however often it is imported', async () => {
  const grants = await imported(2, true);
  expect(
    grants.map(({ address, act, basis, purpose, environment }) => [
      address,
      act,
      basis,
      purpose,
      environment,
    ]),
  ).toEqual([
    ['+13125550148', 'grant', 'written', 'marketing', 'sandbox'],
    ['+13125550149', 'grant', 'written', 'marketing', 'sandbox'],
  ]);
  expect(grants[0]).toMatchObject({
    wording: consent.wording,
    evidence: 'Form “Request a demo”, disclosure v3 (trade-show.csv, Dana)',
  });
});

it('a list without it writes nothing', async () => {
  expect(await imported(1, false)).toEqual([]);
});
