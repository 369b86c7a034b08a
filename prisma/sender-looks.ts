import type { Db } from './client.ts';

/** A look that is asked for again and again need not be written down each time: what was heard is asked for twice. */
const NOTED_EVERY_MS = 60_000;

/** Until when a sender's provider was asked for everything that came in, in wall time; null before the first look. */
export async function heardUntil(db: Db, senderId: string, what: 'texts' | 'emails'): Promise<number | null> {
  const look = await db.read.senderLook.findUnique({ where: { senderId_what: { senderId, what } } });
  return look?.untilWallMs ?? null;
}

/**
 * Keeps that everything up to here was heard, to within a minute.
 * @param untilWallMs when the provider was asked
 */
export async function noteHeardUntil(
  db: Db,
  senderId: string,
  what: 'texts' | 'emails',
  untilWallMs: number,
): Promise<void> {
  const before = await heardUntil(db, senderId, what);
  // One that lies ahead is of a clock that was set back since.
  if (before !== null && before <= untilWallMs && untilWallMs - before < NOTED_EVERY_MS) return;
  await db.tx((tx) =>
    tx.senderLook.upsert({
      where: { senderId_what: { senderId, what } },
      create: { senderId, what, untilWallMs },
      update: { untilWallMs },
    }),
  );
}
