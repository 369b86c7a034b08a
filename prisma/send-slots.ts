import { sqlOf, type Tx } from './client.ts';
import type { Sender } from './generated/client.ts';

export type Lane = 'people' | 'bulk';

/** Bulk leaves this share of a sender's rate to people, forms and replies. */
export const BULK_SHARE = 0.8;

/**
 * Reserves the sender's next free moment for one message: slots are given out in order, so waiting sends go in the
 * order in which they became due, and each knows its instant instead of trying again and again.
 * People may also use the bulk lane while it is idle.
 * @returns wall-clock instant of the slot; now or earlier means at once
 */
export async function reserveSlot(
  tx: Tx,
  sender: Sender,
  channel: 'sms' | 'email',
  lane: Lane,
  wallMs: number,
): Promise<number> {
  const perSecond = channel === 'sms' ? sender.smsPerSecond : sender.emailPerSecond;
  const sql = sqlOf(tx);
  const rows = sql.all<{ lane: string; nextWallMs: number }>(
    'SELECT "lane", "nextWallMs" FROM "SendSlot" WHERE "senderId" = ? AND "channel" = ?',
    sender.id,
    channel,
  );
  const nextOf = (of: Lane) => rows.find((row) => row.lane === of)?.nextWallMs ?? 0;
  const used: Lane =
    lane === 'people' && nextOf('people') > wallMs && nextOf('bulk') <= wallMs ? 'bulk' : lane;
  const slotWallMs = Math.max(wallMs, nextOf(used));
  const share = used === 'bulk' ? BULK_SHARE : 1 - BULK_SHARE;
  const nextWallMs = slotWallMs + 1000 / (perSecond * share);
  sql.run(
    `INSERT INTO "SendSlot" ("senderId", "channel", "lane", "nextWallMs") VALUES (?, ?, ?, ?)
     ON CONFLICT ("senderId", "channel", "lane") DO UPDATE SET "nextWallMs" = excluded."nextWallMs"`,
    sender.id,
    channel,
    used,
    nextWallMs,
  );
  return slotWallMs;
}
