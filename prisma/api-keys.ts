import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Caller, type Done, mustBeAllowed, refusal } from './caller.ts';
import { note } from './changes.ts';
import type { Db } from './client.ts';

/** What a key may be used for. Each door of the API names the one it wants; a new door brings its own line. */
export const SCOPES = {
  'signals:write': 'Report signals',
} as const;
export type Scope = keyof typeof SCOPES;

const Scopes = z.array(z.enum(Object.keys(SCOPES) as [Scope, ...Scope[]]));

/** Says whose key it is wherever one turns up: in a log, in a repository that is searched for secrets. */
const MARK = 'baton_';
const SHOWN = MARK.length + 6;
const MOST_KEYS = 50;
/** A key that is used all the time is not written all the time. */
const USED_EVERY_MS = 60_000;

const NewKey = z.object({
  name: z.string().trim().min(1, 'Say which program it is for.').max(60, 'A name has at most 60 characters.'),
  scopes: Scopes.min(1, 'Choose what the key may be used for.'),
});
export type NewKey = z.input<typeof NewKey>;

/**
 * Makes a key. What is returned is the only time that it can be read: the database holds its hash. 256 bits of chance
 * need no slow hash.
 */
export async function createApiKey(
  db: Db,
  caller: Caller,
  request: NewKey & { nowMs: number },
): Promise<Done<{ keyId: string; key: string }>> {
  const refused = refusal(caller, 'settings.write');
  if (refused) return refused;
  const parsed = NewKey.safeParse(request);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { ok: false, reason: issue?.message ?? 'This cannot be used.', field: issue?.path.join('.') };
  }
  const { workspaceId } = caller;
  const key = `${MARK}${randomBytes(32).toString('base64url')}`;
  const keyId = randomUUID();
  return db.tx(async (tx) => {
    if ((await tx.apiKey.count({ where: { workspaceId, revokedAtMs: null } })) >= MOST_KEYS) {
      return {
        ok: false,
        reason: `There are ${MOST_KEYS} keys already. Revoke one that is not used any more.`,
      };
    }
    await tx.apiKey.create({
      data: {
        id: keyId,
        workspaceId,
        name: parsed.data.name,
        prefix: key.slice(0, SHOWN),
        hash: hashOf(key),
        scopes: JSON.stringify(parsed.data.scopes),
        createdById: caller.role === 'system' ? null : caller.userId,
        createdAtMs: request.nowMs,
      },
    });
    await note(tx, workspaceId, 'workspace', workspaceId);
    return { ok: true, keyId, key };
  });
}

export type ApiKeyView = {
  id: string;
  name: string;
  prefix: string;
  scopes: Scope[];
  createdBy: string | null;
  createdAtMs: number;
  lastUsedAtMs: number | null;
};

/** Keys that work, the newest first. */
export async function listApiKeys(db: Db, caller: Caller): Promise<ApiKeyView[]> {
  mustBeAllowed(caller, 'settings.read');
  const rows = await db.read.apiKey.findMany({
    where: { workspaceId: caller.workspaceId, revokedAtMs: null },
    orderBy: [{ createdAtMs: 'desc' }, { id: 'asc' }],
  });
  const makers = await db.read.user.findMany({
    where: { id: { in: rows.flatMap((row) => row.createdById ?? []) } },
    select: { id: true, name: true },
  });
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: Scopes.parse(JSON.parse(row.scopes)),
    createdBy: makers.find((maker) => maker.id === row.createdById)?.name ?? null,
    createdAtMs: row.createdAtMs,
    lastUsedAtMs: row.lastUsedAtMs,
  }));
}

/** Ends a key: from the commit on it is refused. Its row stays, for what was done with it. */
export async function revokeApiKey(
  db: Db,
  caller: Caller,
  request: { keyId: string; nowMs: number },
): Promise<Done> {
  const refused = refusal(caller, 'settings.write');
  if (refused) return refused;
  const { workspaceId } = caller;
  return db.tx(async (tx) => {
    const known = await tx.apiKey.count({ where: { id: request.keyId, workspaceId } });
    if (known === 0) return { ok: false, reason: 'There is no such key. Nothing was changed.' };
    await tx.apiKey.updateMany({
      where: { id: request.keyId, workspaceId, revokedAtMs: null },
      data: { revokedAtMs: request.nowMs },
    });
    await note(tx, workspaceId, 'workspace', workspaceId);
    return { ok: true };
  });
}

/** Who holds a key: another program, in one workspace, with what it may do there. */
export type KeyHolder = { workspaceId: string; keyId: string; name: string; scopes: readonly Scope[] };

/** Why a request has no holder. `foreign`: not a key of ours, or of none any more. */
export type NoHolder = 'missing' | 'foreign' | 'revoked';

/**
 * The holder of the key in an `Authorization` header, and that it was used.
 * @param header as it came; null when missing
 */
export async function holderOf(
  db: Db,
  header: string | null,
  wallMs: number,
): Promise<{ ok: true; holder: KeyHolder } | { ok: false; why: NoHolder }> {
  const key = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  if (key === undefined) return { ok: false, why: 'missing' };
  if (!key.startsWith(MARK) || key.length > 200) return { ok: false, why: 'foreign' };
  const row = await db.read.apiKey.findUnique({ where: { hash: hashOf(key) } });
  if (row === null) return { ok: false, why: 'foreign' };
  if (row.revokedAtMs !== null) return { ok: false, why: 'revoked' };
  const { clockOffsetMs } = await db.read.workspace.findUniqueOrThrow({
    where: { id: row.workspaceId },
    select: { clockOffsetMs: true },
  });
  const nowMs = wallMs + clockOffsetMs;
  if (row.lastUsedAtMs === null || nowMs - row.lastUsedAtMs > USED_EVERY_MS) {
    await db.write.apiKey.updateMany({ where: { id: row.id }, data: { lastUsedAtMs: nowMs } });
  }
  const { id: keyId, workspaceId, name } = row;
  return { ok: true, holder: { workspaceId, keyId, name, scopes: Scopes.parse(JSON.parse(row.scopes)) } };
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
