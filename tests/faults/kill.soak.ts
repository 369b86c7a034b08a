import { afterAll, beforeAll, expect, it } from 'vitest';
import { FAILPOINTS } from '#prisma/failpoint.ts';
import { KILLED, keepFlying, kill, openFlight, strikeAt } from '#tests/faults/kill.ts';
import { accountFor, type Crowd, everythingRests } from '#tests/testing/crowd.ts';
import { openWholeSystem, type WholeSystem } from '#tests/testing/whole-system.ts';

/** Points at which something dies. */
const POINTS = Number(process.env.BATON_KILLS ?? '50');
/** Now and then everything comes to rest and is counted, so that a failure is found near its cause. */
const COUNTED_EVERY = 25;
/** The same number chooses the same points; how far each process has come then is up to the machine. */
const SEED = Number(process.env.BATON_SEED ?? String(Date.now() % 1_000_000));

let whole: WholeSystem;
let crowd: Crowd;
beforeAll(async () => {
  whole = await openWholeSystem();
  crowd = await openFlight(whole);
}, 300_000);
afterAll(() => whole?.close());

/** mulberry32: small, and good enough to choose where to strike. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

it(
  `nothing is sent twice and nothing is lost at ${POINTS} random points (seed ${SEED})`,
  async () => {
    const chance = chances(SEED);
    const pick = <T>(from: readonly T[]) => from[Math.floor(chance() * from.length)] as T;
    const struck = new Map<string, number>();
    for (let done = 0; done < POINTS; ) {
      // A third of them at no named point at all, but wherever the process happens to be.
      const isAnywhere = chance() < 1 / 3;
      const what = isAnywhere ? pick(KILLED) : pick(FAILPOINTS);
      if (isAnywhere) {
        await keepFlying(whole, crowd);
        const atMs = Date.now() + chance() * 1_500;
        await whole.until('its moment', async () => Date.now() >= atMs);
        await kill(whole, what as (typeof KILLED)[number]);
      } else await strikeAt(whole, crowd, what as (typeof FAILPOINTS)[number], chance());
      struck.set(what, (struck.get(what) ?? 0) + 1);
      done += 1;
      if (done % COUNTED_EVERY !== 0 && done !== POINTS) continue;
      await everythingRests(whole, crowd, 600_000);
      const account = await accountFor(whole, crowd);
      console.log(
        JSON.stringify({
          done,
          ...account,
          twice: account.twice.length,
          lost: account.lost.length,
          struck: [...struck],
        }),
      );
      expect(account.twice).toEqual([]);
      expect(account.lost).toEqual([]);
    }
  },
  12 * 3_600_000,
);
