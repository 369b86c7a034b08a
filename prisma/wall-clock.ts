import type { Db } from './client.ts';

/** Clocks are corrected by less than this all the time. */
const TOLERATED_MS = 2_000;

/** Instants of the wall clock that something is waited for or counted from, a millisecond column each. */
const INSTANTS = [
  ['SendSlot', 'nextWallMs'],
  ['Message', 'slotWallMs'],
  // A reply is an answer to what was called for before it.
  ['Message', 'callingWallMs'],
  ['Outbox', 'nextWallMs'],
  ['Job', 'runWallMs'],
] as const;

/**
 * Looks at the clock. Had it been ahead and was set back, then what waits for an instant (a sender's next slot, the
 * next try) would wait for that much longer, and what was done would seem to come after what follows: it is brought back
 * by as much. What leads wait for is left as it was
 * promised.
 * @returns by how many milliseconds the clock went back; 0 when it did not
 */
export function noteWallClock(db: Db, wallMs: number): Promise<number> {
  return db.sync((sql) => {
    const before = sql.get<{ wallMs: number }>('SELECT "wallMs" FROM "WallClock" WHERE "id" = 1');
    const backMs = (before?.wallMs ?? 0) - wallMs;
    if (backMs > TOLERATED_MS) {
      for (const [table, column] of INSTANTS) {
        sql.run(`UPDATE "${table}" SET "${column}" = "${column}" - ? WHERE "${column}" > ?`, backMs, wallMs);
      }
    }
    sql.run(
      'INSERT INTO "WallClock" ("id", "wallMs") VALUES (1, ?) ON CONFLICT ("id") DO UPDATE SET "wallMs" = excluded."wallMs"',
      wallMs,
    );
    return backMs > TOLERATED_MS ? backMs : 0;
  });
}
