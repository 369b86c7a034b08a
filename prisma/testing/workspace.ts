import { randomBytes } from 'node:crypto';
import type { Caller } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { createOwner } from '#prisma/owner.ts';
import { testDatabase } from '#prisma/testing/database.ts';

export const TEST_SECRET = randomBytes(32);

/** A new installation with its owner, as the first visit makes it. */
export async function testWorkspace(): Promise<{ db: Db; owner: Caller; senderId: string }> {
  const db = await testDatabase();
  const made = await createOwner(
    db,
    {
      name: 'Maya Ortiz',
      email: 'maya@northline.example',
      password: 'correct horse',
      workspace: 'Northline Freight',
      timeZone: 'America/Chicago',
      country: 'US',
    },
    TEST_SECRET,
  );
  if (!made.ok) {
    throw new Error(made.reason);
  }
  const sender = await db.read.sender.findFirstOrThrow();
  return {
    db,
    owner: { workspaceId: made.workspaceId, userId: made.userId, role: 'owner' },
    senderId: sender.id,
  };
}
