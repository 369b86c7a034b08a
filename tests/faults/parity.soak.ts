import { afterAll, beforeAll, expect, it } from 'vitest';
import { type House, openHouse } from '#temporal/testing/house.ts';
import { recorded, settledEarly, toldByReplay, toldByRows } from '#temporal/testing/parity.ts';
import { perform } from '#temporal/testing/performance.ts';
import { randomPair } from '#temporal/testing/random-pairs.ts';
import { openStage, type Stage } from '#temporal/testing/stage.ts';
import { Chance } from '#workflows/compile/testing/grow.ts';

/** How many plays grown at random are performed for real, each with a script of its own. */
const PAIRS = Number(process.env.BATON_PARITY_PAIRS ?? '2000');
/** The first seed: a failure names the seed it happened with. */
const SEED = Number(process.env.BATON_PARITY_SEED ?? '1');
const TOGETHER = 100;

let house: House;
let stage: Stage;
beforeAll(async () => {
  house = await openHouse();
  await house.carrier.setSettings({ latencyMs: [0, 0], personasOn: false });
  stage = await openStage(house);
}, 120_000);
afterAll(() => house?.close());

const lots = Array.from({ length: Math.ceil(PAIRS / TOGETHER) }, (_, i) => SEED + i * TOGETHER);

it.each(lots)(
  'from seed %i: random plays, performed with random scripts, are what a replay of their answers comes to',
  async (first) => {
    const count = Math.min(TOGETHER, SEED + PAIRS - first);
    const pairs = Array.from({ length: count }, (_, i) => randomPair(first + i, new Chance(first + i)));
    const parts = await perform(house, stage, pairs, 1_000);
    const tally = { answers: 0, stale: 0, early: 0, messages: 0, events: 0, ended: 0, rebuilt: 0 };
    for (const { pair, enrolmentId } of parts) {
      const given = await recorded(house.db, enrolmentId);
      const rows = await toldByRows(house.db, enrolmentId);
      expect(toldByReplay(given), `${pair.name}: ${JSON.stringify(given.recording)}`).toEqual(rows);
      tally.answers += given.recording.answers.length;
      tally.stale += given.recording.answers.filter(({ outcome }) => outcome.kind === 'stale').length;
      tally.messages += rows.messages.length;
      tally.events += given.recording.events.length;
      const { epoch } = await house.db.read.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } });
      tally.rebuilt += epoch - 1;
      const early = settledEarly(given);
      // Only what a run had asked for before it was lost can be settled before the next one hears of it.
      expect(early.length, `${pair.name}: ${early.join(', ')}`).toBeLessThanOrEqual(epoch - 1);
      tally.early += early.length;
      tally.ended += rows.ended === null ? 0 : 1;
    }
    console.info(`${parts.length} runs replayed: ${JSON.stringify(tally)}`);
    expect((await house.carrier.witness({ by: 'key', duplicatesOnly: true })).totals.duplicated).toBe(0);
  },
);
