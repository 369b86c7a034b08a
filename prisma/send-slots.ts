import type { Tx } from './client.ts';
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
  const rows = await tx.sendSlot.findMany({ where: { senderId: sender.id, channel } });
  const nextOf = (of: Lane) => rows.find((row) => row.lane === of)?.nextWallMs ?? 0;
  const used: Lane =
    lane === 'people' && nextOf('people') > wallMs && nextOf('bulk') <= wallMs ? 'bulk' : lane;
  const slotWallMs = Math.max(wallMs, nextOf(used));
  const share = used === 'bulk' ? BULK_SHARE : 1 - BULK_SHARE;
  const nextWallMs = slotWallMs + 1000 / (perSecond * share);
  const key = { senderId: sender.id, channel, lane: used };
  await tx.sendSlot.upsert({
    where: { senderId_channel_lane: key },
    create: { ...key, nextWallMs },
    update: { nextWallMs },
  });
  return slotWallMs;
}
