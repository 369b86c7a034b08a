import { expect, it } from 'vitest';
import { createApiKey, holderOf, listApiKeys, revokeApiKey } from '#prisma/api-keys.ts';
import { NotAllowed } from '#prisma/caller.ts';
import { testWorkspace } from '#prisma/testing/workspace.ts';

const nowMs = Date.parse('2026-12-03T18:00:00Z');
const wanted = { name: ' HubSpot ', scopes: ['signals:write' as const], nowMs };

it('a key is shown once, known by its hash, and says when it was used last', async () => {
  const { db, owner } = await testWorkspace();
  const made = await createApiKey(db, owner, wanted);
  if (!made.ok) throw new Error(made.reason);
  expect(made.key).toMatch(/^baton_[\w-]{43}$/);
  const row = await db.read.apiKey.findFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain(made.key);
  expect(await listApiKeys(db, owner)).toMatchObject([
    {
      name: 'HubSpot',
      prefix: made.key.slice(0, 12),
      scopes: ['signals:write'],
      createdBy: 'Maya Ortiz',
      lastUsedAtMs: null,
    },
  ]);

  const found = await holderOf(db, `Bearer ${made.key}`, nowMs + 1_000);
  expect(found).toMatchObject({ ok: true, holder: { workspaceId: owner.workspaceId, name: 'HubSpot' } });
  await holderOf(db, `bearer  ${made.key} `, nowMs + 2_000);
  expect((await listApiKeys(db, owner))[0]?.lastUsedAtMs).toBe(nowMs + 1_000);
  await holderOf(db, `Bearer ${made.key}`, nowMs + 120_000);
  expect((await listApiKeys(db, owner))[0]?.lastUsedAtMs).toBe(nowMs + 120_000);
});

it('no key, junk, another key and a revoked key hold nothing', async () => {
  const { db, owner } = await testWorkspace();
  const made = await createApiKey(db, owner, wanted);
  if (!made.ok) throw new Error(made.reason);
  for (const header of [null, '', 'Basic dTpw', 'Bearer', made.key]) {
    expect(await holderOf(db, header, nowMs), String(header)).toEqual({ ok: false, why: 'missing' });
  }
  for (const key of ['x', 'baton_', `${made.key}x`, made.key.slice(0, -1), `baton_${'a'.repeat(5_000)}`]) {
    expect(await holderOf(db, `Bearer ${key}`, nowMs)).toEqual({ ok: false, why: 'foreign' });
  }
  expect(await revokeApiKey(db, owner, { keyId: made.keyId, nowMs })).toEqual({ ok: true });
  expect(await revokeApiKey(db, owner, { keyId: made.keyId, nowMs: nowMs + 1 })).toEqual({ ok: true });
  expect(await holderOf(db, `Bearer ${made.key}`, nowMs)).toEqual({ ok: false, why: 'revoked' });
  expect(await listApiKeys(db, owner)).toEqual([]);
});

it('only who may change the settings makes and revokes keys, and only their own workspace’s', async () => {
  const { db, owner } = await testWorkspace();
  const made = await createApiKey(db, owner, wanted);
  if (!made.ok) throw new Error(made.reason);
  const manager = { ...owner, role: 'manager' } as const;
  expect(await createApiKey(db, manager, wanted)).toMatchObject({ ok: false });
  expect(await revokeApiKey(db, manager, { keyId: made.keyId, nowMs })).toMatchObject({ ok: false });
  expect(await listApiKeys(db, manager)).toHaveLength(1);
  await expect(listApiKeys(db, { ...owner, role: 'rep' })).rejects.toThrow(NotAllowed);
  const stranger = { ...owner, workspaceId: 'elsewhere' };
  expect(await revokeApiKey(db, stranger, { keyId: made.keyId, nowMs })).toMatchObject({ ok: false });
  expect(await listApiKeys(db, stranger)).toEqual([]);
  expect(await holderOf(db, `Bearer ${made.key}`, nowMs)).toMatchObject({ ok: true });
});

it('a key without a name, or for nothing, is not made', async () => {
  const { db, owner } = await testWorkspace();
  expect(await createApiKey(db, owner, { ...wanted, name: ' ' })).toMatchObject({ ok: false, field: 'name' });
  expect(await createApiKey(db, owner, { ...wanted, scopes: [] })).toMatchObject({
    ok: false,
    field: 'scopes',
  });
});
