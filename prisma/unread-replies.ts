import { sqlOf, type Tx } from './client.ts';

/** One that cannot be read for this long (its provider does not hand the text out) holds nothing up any more. */
const GIVEN_UP_AFTER_MS = 15 * 60_000;

/** Keys of the jobs that find out what a message means, the second once a mail's text was fetched; while one stands, nobody knows. */
export const understandKey = (messageId: string): string => `understand/${messageId}`;
export const understandTextKey = (messageId: string): string => `understand-text/${messageId}`;

/**
 * Since when something stands that the lead has written and nobody has understood yet: until then no play answers.
 * @returns wall time, or null when everything was understood
 */
export async function unreadReplySince(tx: Tx, leadId: string, wallMs: number): Promise<number | null> {
  const unread = sqlOf(tx).get<{ createdWallMs: number }>(
    `SELECT m."createdWallMs" FROM "Message" m JOIN "Job" j ON j."key" IN (? || m."id", ? || m."id")
     WHERE m."leadId" = ? AND m."direction" = 'in' AND m."createdWallMs" > ?
     ORDER BY m."createdWallMs" LIMIT 1`,
    understandKey(''),
    understandTextKey(''),
    leadId,
    wallMs - GIVEN_UP_AFTER_MS,
  );
  return unread?.createdWallMs ?? null;
}
