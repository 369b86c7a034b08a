import { lockForSend } from './address-guard.ts';
import type { Db } from './client.ts';
import { closeAddress, isRevoked } from './revocations.ts';

/**
 * Unsubscribe links (RFC 8058). Nobody is signed in: the link's token, which only this installation can make, names the
 * message, and the message names the address. There is no Caller, and nothing else can be reached from here.
 */

export type Subscription = {
  brand: string;
  /** The address that the mail went to. */
  address: string;
  isOptedOut: boolean;
};

/** What the page behind a link shows; null when the message is no email that went out. */
export async function subscriptionOfMessage(db: Db, messageId: string): Promise<Subscription | null> {
  const message = await db.read.message.findUnique({ where: { id: messageId } });
  if (message === null || message.direction !== 'out' || message.channel !== 'email') return null;
  const sender = await db.read.sender.findUniqueOrThrow({
    where: { id: message.senderId },
    select: { brand: true },
  });
  return {
    brand: sender.brand,
    address: message.toAddress,
    isOptedOut: await db.rows((sql) => isRevoked(sql, emailOf(message))),
  };
}

/**
 * Closes email to the address a message went to. Pressed twice, or by the mail program and then by the person, it is
 * recorded once.
 * @returns false when there is no such email
 */
export async function unsubscribe(db: Db, messageId: string, clock: { wallMs: number }): Promise<boolean> {
  const isKnown = await db.tx(async (tx, sql) => {
    const message = await tx.message.findUnique({ where: { id: messageId } });
    if (message === null || message.direction !== 'out' || message.channel !== 'email') return false;
    const of = emailOf(message);
    await lockForSend(tx, of.workspaceId, 'email', of.address);
    if (isRevoked(sql, of)) return true;
    const workspace = await tx.workspace.findUniqueOrThrow({ where: { id: of.workspaceId } });
    await closeAddress(
      tx,
      {
        ...of,
        leadId: message.leadId,
        basis: 'link',
        medium: 'email',
        evidence: message.id,
        messageId: message.id,
        atMs: clock.wallMs + workspace.clockOffsetMs,
      },
      clock.wallMs,
    );
    return true;
  });
  await db.flush();
  return isKnown;
}

function emailOf(message: { workspaceId: string; environment: string; toAddress: string }) {
  return {
    workspaceId: message.workspaceId,
    environment: message.environment === 'real' ? ('real' as const) : ('sandbox' as const),
    channel: 'email' as const,
    address: message.toAddress.toLowerCase(),
  };
}
