import { randomUUID } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import { z } from 'zod';
import { isZone } from '#workflows/time/zones.ts';
import type { Done } from './caller.ts';
import type { Db } from './client.ts';
import type { Environment } from './environment.ts';
import { insertSandboxSender } from './senders.ts';

/** The first account of an installation, and the workspace it owns, with the sentence for each mistake. */
export const NewOwner = z.object({
  name: z.string().trim().min(1, 'Say what people call you.').max(80, 'A name has at most 80 characters.'),
  email: z.string().trim().toLowerCase().pipe(z.email('This is not an email address.')),
  password: z
    .string()
    .min(8, 'A password has at least 8 characters.')
    .max(128, 'A password has at most 128 characters.'),
  workspace: z
    .string()
    .trim()
    .min(1, 'Give the workspace a name, such as your company.')
    .max(80, 'A name has at most 80 characters.'),
  timeZone: z.string().refine(isZone, 'Choose a time zone.'),
  country: z.string().regex(/^[A-Z]{2}$/, 'Choose a country.'),
});
export type NewOwner = z.infer<typeof NewOwner>;

/** Whether anybody has an account here yet. */
export async function hasOwner(db: Db): Promise<boolean> {
  return (await db.read.user.findFirst({ select: { id: true } })) !== null;
}

/**
 * Makes the owner, the workspace and a first sandbox sender, all or nothing. Of two who try at once one is refused:
 * the transaction looks first, and holds the write lock while it does.
 */
export async function createOwner(
  db: Db,
  owner: NewOwner,
  secret: Uint8Array,
): Promise<Done<{ userId: string; workspaceId: string }>> {
  const userId = randomUUID();
  const workspaceId = randomUUID();
  // Hashing takes about a tenth of a second: not while everyone waits for the lock.
  const password = await hashPassword(owner.password);
  return db.tx(async (tx) => {
    if ((await tx.user.findFirst({ select: { id: true } })) !== null) {
      return {
        ok: false,
        reason: 'This installation has an owner already. Sign in, or ask them for an invitation.',
      };
    }
    await tx.user.create({ data: { id: userId, name: owner.name, email: owner.email } });
    await tx.account.create({
      data: { id: randomUUID(), userId, accountId: userId, providerId: 'credential', password },
    });
    await tx.workspace.create({
      data: { id: workspaceId, name: owner.workspace, timeZone: owner.timeZone, country: owner.country },
    });
    await tx.member.create({ data: { id: randomUUID(), workspaceId, userId, role: 'owner' } });
    await insertSandboxSender(tx, workspaceId, {
      words: { name: owner.name, brand: owner.workspace, signature: `${owner.name}\n${owner.workspace}` },
      country: owner.country,
      secret,
      nowMs: Date.now(),
    });
    return { ok: true, userId, workspaceId };
  });
}

/**
 * At boot: makes the owner that BATON_OWNER_EMAIL and BATON_OWNER_PASSWORD name, if nobody has an account yet.
 * @returns whether an account was made; never a second one, and never one with a password nobody chose
 */
export async function ensureOwner(
  db: Db,
  env: Pick<Environment, 'owner' | 'secret'>,
): Promise<{ made: boolean }> {
  if (env.owner === null || (await hasOwner(db))) {
    return { made: false };
  }
  const [name = 'Owner'] = env.owner.email.split('@');
  const made = await createOwner(
    db,
    {
      name,
      email: env.owner.email.toLowerCase(),
      password: env.owner.password,
      workspace: 'My workspace',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC',
      country: 'US',
    },
    env.secret,
  );
  return { made: made.ok };
}
