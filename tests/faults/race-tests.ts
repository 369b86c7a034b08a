import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INTERFERENCES, isRaced, openTrack, type RaceTrack, race } from '#tests/faults/race.ts';
import { openWholeSystem, type WholeSystem } from '#tests/testing/whole-system.ts';

/** Races every interference against a send, `runs` times each. */
export function describeRaces(runs: number, limitMs: number): void {
  let whole: WholeSystem;
  let track: RaceTrack;
  beforeAll(async () => {
    whole = await openWholeSystem();
    track = await openTrack(whole);
  }, 300_000);
  afterAll(() => whole?.close());

  describe('no text is called for after the commit of', () => {
    it.each(INTERFERENCES)(
      '%s',
      async (what, interfere) => {
        const raced = await race(track, interfere, runs);
        console.log(
          `${what}: event first ${raced.eventFirst}, send first ${raced.sendFirst}, wrong ${raced.wrong.length}`,
        );
        expect(raced.wrong).toEqual([]);
        expect(isRaced(raced), 'each came first often enough').toBe(true);
      },
      limitMs,
    );
  });
}
