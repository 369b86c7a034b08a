import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { database } from '#prisma/database.ts';
import { migrate } from '#prisma/migrator.ts';
import { createOwner } from '#prisma/owner.ts';

export const TEST_ORIGIN = 'http://127.0.0.1:3210';
export const TEST_OWNER = { email: 'maya@northline.example', password: 'correct horse' };

export interface TestInstallation {
  db: Db;
  owner: Caller;
  /** Folder of all state. */
  home: string;
  close: () => Promise<void>;
}

/**
 * The environment and the database of this process, as the supervisor hands them to the site: for tests that call a route
 * itself. An environment is read once, so there is one installation for all tests of a file.
 */
export async function testInstallation(): Promise<TestInstallation> {
  const home = mkdtempSync(join(tmpdir(), 'baton-home-'));
  Object.assign(process.env, {
    BATON_HOME: home,
    BATON_DB: 'baton.db',
    BATON_LOCAL_URL: TEST_ORIGIN,
    BATON_CARRIER_URL: 'http://127.0.0.1:3211',
    BATON_CARRIER_TOKEN: 'c'.repeat(64),
    BATON_SECRET: 'ab'.repeat(32),
    BETTER_AUTH_SECRET: 'x'.repeat(40),
    TEMPORAL_ADDRESS: '127.0.0.1:3212',
    TEMPORAL_NAMESPACE: 'baton',
  });
  await migrate(join(home, 'baton.db'));
  const db = database();
  const { email, password } = TEST_OWNER;
  const workspace = { workspace: 'Northline Freight', timeZone: 'America/Chicago', country: 'US' };
  const made = await createOwner(
    db,
    { name: 'Maya Ortiz', email, password, ...workspace },
    Uint8Array.from(Buffer.from('ab'.repeat(32), 'hex')),
  );
  if (!made.ok) throw new Error(made.reason);
  return {
    db,
    owner: { workspaceId: made.workspaceId, userId: made.userId, role: 'owner' },
    home,
    close: async () => {
      await db.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
