import { afterAll, beforeAll, expect } from 'vitest';
import { openFlight } from '#tests/faults/kill.ts';
import { accountFor, type Crowd, everythingRests } from '#tests/testing/crowd.ts';
import { openWholeSystem, type WholeSystem } from '#tests/testing/whole-system.ts';

/** The whole system with leads in flight, for the tests of one file. */
export type Flight = {
  readonly whole: WholeSystem;
  readonly crowd: Crowd;
  /** Waits until everything rests, and asks the carrier and the database. */
  nothingTwiceNothingLost: (limitMs?: number) => Promise<void>;
};

/** Opens it before the file's first test and closes it after the last. */
export function flightOfTests(): Flight {
  let whole: WholeSystem;
  let crowd: Crowd;
  beforeAll(async () => {
    whole = await openWholeSystem();
    crowd = await openFlight(whole);
  }, 300_000);
  afterAll(() => whole?.close());
  return {
    get whole() {
      return whole;
    },
    get crowd() {
      return crowd;
    },
    async nothingTwiceNothingLost(limitMs) {
      await everythingRests(whole, crowd, limitMs);
      const account = await accountFor(whole, crowd);
      console.log(JSON.stringify({ ...account, twice: account.twice.length, lost: account.lost.length }));
      expect(account.twice).toEqual([]);
      expect(account.lost).toEqual([]);
    },
  };
}
