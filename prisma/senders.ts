import { randomBytes, randomUUID } from 'node:crypto';
import { type Caller, type Done, may, mustBeAllowed, refusal } from './caller.ts';
import { note } from './changes.ts';
import type { Db, Tx } from './client.ts';
import type { Sender } from './generated/client.ts';
import { wakeRunsOfSender } from './held-runs.ts';
import { open, seal } from './secrets.ts';
import { fictionalNumber, newSandboxCredentials, SenderCredentials } from './sender-credentials.ts';

/** A sender as pages see it: without its keys. */
export type SenderView = Omit<Sender, 'credentials' | 'hookKey'> & { environment: 'sandbox' | 'real' };

const VIEW = {
  id: true,
  workspaceId: true,
  environment: true,
  name: true,
  brand: true,
  smsNumber: true,
  emailAddress: true,
  mainNumber: true,
  signature: true,
  postalAddress: true,
  country: true,
  heldSinceMs: true,
  heldWhy: true,
  smsPerSecond: true,
  emailPerSecond: true,
  createdAtMs: true,
} as const;

const view = <Row extends { environment: string }>(row: Row) => ({
  ...row,
  environment: row.environment === 'real' ? ('real' as const) : ('sandbox' as const),
});

/** The workspace's senders, oldest first. Who publishes plays chooses among them, so they may see them too. */
export async function listSenders(db: Db, caller: Caller): Promise<SenderView[]> {
  if (!may(caller, 'plays.publish')) {
    mustBeAllowed(caller, 'settings.read');
  }
  const rows = await db.read.sender.findMany({
    where: { workspaceId: caller.workspaceId },
    orderBy: [{ createdAtMs: 'asc' }, { id: 'asc' }],
    select: VIEW,
  });
  return rows.map(view);
}

export async function readSender(db: Db, caller: Caller, senderId: string): Promise<SenderView | null> {
  if (!may(caller, 'plays.publish')) {
    mustBeAllowed(caller, 'settings.read');
  }
  const row = await db.read.sender.findFirst({
    where: { id: senderId, workspaceId: caller.workspaceId },
    select: VIEW,
  });
  return row && view(row);
}

/** What the checks of a play must know of who its messages come from. */
export type CheckedSender = Pick<Sender, 'brand' | 'country' | 'postalAddress'>;

/**
 * Who plays are checked against: the sender that is asked for; else the one of the play's live version; else, for a play
 * that was never published, the workspace's first. Null: there is none.
 */
export async function sendersForChecks(
  db: Db,
  caller: Caller,
): Promise<(of: { playId?: string; senderId?: string }) => CheckedSender | null> {
  mustBeAllowed(caller, 'plays.read');
  const { workspaceId } = caller;
  const [senders, live] = await Promise.all([
    db.read.sender.findMany({
      where: { workspaceId },
      orderBy: [{ createdAtMs: 'asc' }, { id: 'asc' }],
      select: { id: true, brand: true, country: true, postalAddress: true },
    }),
    db.rows((sql) =>
      sql.all<{ playId: string; senderId: string }>(
        `SELECT p."id" AS "playId", v."senderId" FROM "Play" p JOIN "PlayVersion" v ON v."id" = p."liveVersionId"
         WHERE p."workspaceId" = ?`,
        workspaceId,
      ),
    ),
  ]);
  const senderOfPlay = new Map(live.map((row) => [row.playId, row.senderId]));
  return ({ playId, senderId }) => {
    const wanted = senderId ?? (playId === undefined ? undefined : senderOfPlay.get(playId));
    const found = senders.find((sender) => sender.id === wanted) ?? senders[0];
    if (found === undefined) return null;
    const { brand, country, postalAddress } = found;
    return { brand, country, postalAddress };
  };
}

/** The sender a webhook address belongs to. Nobody calls yet: the signature says who does. */
export function senderByHookKey(db: Db, hookKey: string): Promise<Sender | null> {
  return db.read.sender.findUnique({ where: { hookKey } });
}

/** @throws when the installation's secret is not the one the keys were sealed with */
export function senderCredentials(
  sender: Pick<Sender, 'credentials'>,
  secret: Uint8Array,
): SenderCredentials {
  return SenderCredentials.parse(JSON.parse(open(sender.credentials, secret)));
}

/** What a person says about a sender. */
export type SenderWords = {
  name: string;
  brand: string;
  signature?: string;
  postalAddress?: string;
  mainNumber?: string | null;
};

/** Makes a sender whose messages go to the sandbox carrier only: a number of nobody's, a mailbox of its own. */
export async function createSandboxSender(
  db: Db,
  caller: Caller,
  request: { words: SenderWords; country: string; secret: Uint8Array; nowMs: number },
): Promise<Done<{ senderId: string }>> {
  const refused = refusal(caller, 'settings.write');
  if (refused) {
    return refused;
  }
  return db.tx(async (tx) => ({
    ok: true,
    senderId: await insertSandboxSender(tx, caller.workspaceId, request),
  }));
}

/** As `createSandboxSender`, in a transaction that has checked who asks. */
export async function insertSandboxSender(
  tx: Tx,
  workspaceId: string,
  request: { words: SenderWords; country: string; secret: Uint8Array; nowMs: number },
): Promise<string> {
  const { words } = request;
  const number = await freeNumber(tx);
  const id = randomUUID();
  await tx.sender.create({
    data: {
      id,
      workspaceId,
      environment: 'sandbox',
      name: words.name,
      brand: words.brand,
      signature: words.signature ?? '',
      postalAddress: words.postalAddress ?? '',
      mainNumber: words.mainNumber ?? null,
      smsNumber: number,
      emailAddress: `hello@${mailDomain(words.brand)}`,
      country: request.country,
      hookKey: randomBytes(18).toString('base64url'),
      credentials: seal(JSON.stringify(newSandboxCredentials(number)), request.secret),
      createdAtMs: request.nowMs,
    },
  });
  await note(tx, workspaceId, 'sender', id);
  return id;
}

/** All senders share one carrier, so a number is given once in the installation. */
async function freeNumber(tx: Tx): Promise<string> {
  for (;;) {
    const number = fictionalNumber();
    const taken = await tx.sender.findFirst({ where: { smsNumber: number }, select: { id: true } });
    if (taken === null) {
      return number;
    }
  }
}

/** A domain under .example, which no mail ever leaves for (RFC 2606). */
function mailDomain(brand: string): string {
  const word = brand
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 30);
  return `${word || 'sender'}-${randomBytes(3).toString('hex')}.example`;
}

export type SenderEdit = Partial<SenderWords & { smsPerSecond: number; emailPerSecond: number }>;

/** Changes what messages say of their sender. Only messages from now on say it. */
export async function updateSender(
  db: Db,
  caller: Caller,
  request: { senderId: string; edit: SenderEdit },
): Promise<Done> {
  const refused = refusal(caller, 'settings.write');
  if (refused) {
    return refused;
  }
  const { name, brand, smsPerSecond, emailPerSecond } = request.edit;
  if (name?.trim() === '' || brand?.trim() === '') {
    return { ok: false, field: name?.trim() === '' ? 'name' : 'brand', reason: 'This may not be empty.' };
  }
  if (![smsPerSecond ?? 1, emailPerSecond ?? 1].every((rate) => rate > 0 && rate <= 1_000)) {
    return { ok: false, reason: 'A sender sends more than 0 and at most 1,000 messages a second.' };
  }
  return db.tx(async (tx) => {
    const { count } = await tx.sender.updateMany({
      where: { id: request.senderId, workspaceId: caller.workspaceId },
      data: request.edit,
    });
    await note(tx, caller.workspaceId, 'sender', request.senderId);
    return count === 1 ? { ok: true } : { ok: false, reason: 'There is no such sender.' };
  });
}

/**
 * Lets a held sender send again: the runs that it held go on by themselves, as fast as it can send.
 * @returns how many runs stood held
 */
export async function releaseSender(
  db: Db,
  caller: Caller,
  request: { senderId: string; wallMs: number },
): Promise<Done<{ woken: number }>> {
  const refused = refusal(caller, 'operations.act');
  if (refused) {
    return refused;
  }
  const { workspaceId } = caller;
  const { senderId, wallMs } = request;
  return db.tx(async (tx) => {
    await tx.sender.updateMany({
      where: { id: senderId, workspaceId },
      data: { heldSinceMs: null, heldWhy: null },
    });
    const sender = await tx.sender.findFirst({ where: { id: senderId, workspaceId } });
    if (sender === null) {
      return { ok: false, reason: 'There is no such sender any more.' };
    }
    const woken = await tx.enrolment.count({ where: { workspaceId, status: 'held', senderId } });
    await wakeRunsOfSender(tx, sender, { afterId: '', releasedWallMs: wallMs, wallMs });
    await note(tx, workspaceId, 'sender', senderId);
    return { ok: true, woken };
  });
}
