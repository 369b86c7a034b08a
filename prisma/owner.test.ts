import { verifyPassword } from 'better-auth/crypto';
import { expect, test } from 'vitest';
import { createOwner, ensureOwner, hasOwner, NewOwner } from './owner.ts';
import { senderCredentials } from './senders.ts';
import { testDatabase } from './testing/database.ts';
import { TEST_SECRET as secret } from './testing/workspace.ts';
import { membershipOf } from './workspaces.ts';

const owner = (email: string): NewOwner =>
  NewOwner.parse({
    name: ' Maya Ortiz ',
    email,
    password: 'correct horse',
    workspace: 'Northline Freight',
    timeZone: 'America/Chicago',
    country: 'US',
  });

test('of two who make the owner at once one does, with a workspace and a sandbox sender, and the other is told', async () => {
  const db = await testDatabase();
  expect(await hasOwner(db)).toBe(false);
  const both = await Promise.all([
    createOwner(db, owner('Maya@Northline.example'), secret),
    createOwner(db, owner('eve@northline.example'), secret),
  ]);
  expect(both.filter((made) => made.ok)).toHaveLength(1);
  expect(both.find((made) => !made.ok)).toMatchObject({
    reason: expect.stringContaining('has an owner already'),
  });
  expect(await db.read.workspace.count()).toBe(1);

  const user = await db.read.user.findFirstOrThrow({ include: { accounts: true } });
  const membership = await membershipOf(db, user.id);
  expect(membership?.caller.role).toBe('owner');
  expect(await verifyPassword({ hash: user.accounts[0]?.password ?? '', password: 'correct horse' })).toBe(
    true,
  );

  const sender = await db.read.sender.findFirstOrThrow();
  expect(sender).toMatchObject({
    environment: 'sandbox',
    smsNumber: expect.stringMatching(/^\+1\d{3}55501\d\d$/),
  });
  expect(sender.credentials).not.toContain('sandbox_');
  expect(senderCredentials(sender, secret)).toMatchObject({
    environment: 'sandbox',
    twilio: { accountSid: expect.stringMatching(/^ACsandbox[0-9a-f]{25}$/), number: sender.smsNumber },
    resend: { apiKey: expect.stringMatching(/^re_sandbox_[0-9a-f]{24}$/) },
  });
});

test('the owner named by the environment is made once, and without one nobody is', async () => {
  const db = await testDatabase();
  expect(await ensureOwner(db, { owner: null, secret })).toEqual({ made: false });
  const named = { owner: { email: 'Boss@Example.com', password: 'long enough' }, secret };
  expect(await ensureOwner(db, named)).toEqual({ made: true });
  expect(await ensureOwner(db, named)).toEqual({ made: false });
  expect(await db.read.user.findMany({ select: { email: true } })).toEqual([{ email: 'boss@example.com' }]);
});

test('each mistake of the form is named at its field', () => {
  const parsed = NewOwner.safeParse({
    name: ' ',
    email: 'x',
    password: 'short',
    workspace: '',
    timeZone: 'Mars/Olympus',
    country: '',
  });
  expect(parsed.error?.issues.map((issue) => issue.path[0])).toEqual([
    'name',
    'email',
    'password',
    'workspace',
    'timeZone',
    'country',
  ]);
});
