import { sqlOf, type Tx } from './client.ts';

/**
 * Takes the write lock of one address. STOPs and sends both do this as the first statement of their transaction, so
 * that one of them is first: a send after the STOP's commit sees the revocation.
 */
export async function lockForSend(
  tx: Tx,
  workspaceId: string,
  channel: string,
  address: string,
): Promise<void> {
  sqlOf(tx).run(
    `INSERT INTO "AddressGuard" ("workspaceId", "channel", "address", "rev") VALUES (?, ?, ?, 1)
     ON CONFLICT ("workspaceId", "channel", "address") DO UPDATE SET "rev" = "AddressGuard"."rev" + 1`,
    workspaceId,
    channel,
    address,
  );
}
