import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const hexKey = z.string().regex(/^[0-9a-f]{64}$/);

/** What each secret is for; all are 32 random bytes in hexadecimal. */
const secretsSchema = z.object({
  /** Signs sessions. */
  BETTER_AUTH_SECRET: hexKey,
  /** Seals senders' keys in the database and signs unsubscribe links. */
  BATON_SECRET: hexKey,
  /** Lets the site and the worker steer the sandbox carrier, and nobody else on this machine. */
  BATON_CARRIER_TOKEN: hexKey,
});

export type Secrets = z.infer<typeof secretsSchema>;

/**
 * The secrets of this state folder, made at the first start; one that a newer Baton added is made then. They are never
 * made anew over a file that cannot be read: everything sealed with the old ones would be lost.
 */
export function readSecrets(home: string): { ok: true; secrets: Secrets } | { ok: false; reason: string } {
  const file = join(home, 'secrets.json');
  const kept = existsSync(file) ? parseKept(readFileSync(file, 'utf8')) : {};
  if (kept === null) {
    return {
      ok: false,
      reason: [
        `${file} cannot be read as this installation's secrets. It was left as it is.`,
        'Restore it from a backup. Without it everyone has to sign in again and the keys of senders must be entered again;',
        'only if you accept that, delete the file and start again.',
      ].join('\n'),
    };
  }
  const secrets = Object.fromEntries(
    secretsSchema.keyof().options.map((name) => [name, kept[name] ?? randomBytes(32).toString('hex')]),
  ) as Secrets;
  if (secretsSchema.keyof().options.some((name) => kept[name] === undefined)) {
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, file);
  }
  return { ok: true, secrets };
}

function parseKept(text: string): Partial<Secrets> | null {
  try {
    const parsed = secretsSchema.partial().safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
