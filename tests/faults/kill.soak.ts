import { it } from 'vitest';
import { FAILPOINTS } from '#prisma/failpoint.ts';
import { flightOfTests } from '#tests/faults/flight.ts';
import { KILLED, keepFlying, kill, strikeAt } from '#tests/faults/kill.ts';
import { Chance } from '#workflows/compile/testing/grow.ts';

/** Points at which something dies. */
const POINTS = Number(process.env.BATON_KILLS ?? '50');
/** Now and then everything comes to rest and is counted, so that a failure is found near its cause. */
const COUNTED_EVERY = 25;
/** The same number chooses the same points; how far each process has come then is up to the machine. */
const SEED = Number(process.env.BATON_SEED ?? String(Date.now() % 1_000_000));

const flight = flightOfTests();

it(
  `nothing is sent twice and nothing is lost at ${POINTS} random points (seed ${SEED})`,
  async () => {
    const { whole, crowd } = flight;
    const chance = new Chance(SEED);
    const struck = new Map<string, number>();
    for (let done = 0; done < POINTS; ) {
      // A third of them at no named point at all, but wherever the process happens to be.
      const isAnywhere = chance.next() < 1 / 3;
      const what = isAnywhere ? chance.pick(KILLED) : chance.pick(FAILPOINTS);
      if (isAnywhere) {
        await keepFlying(whole, crowd);
        const atMs = Date.now() + chance.next() * 1_500;
        await whole.until('its moment', async () => Date.now() >= atMs);
        await kill(whole, what as (typeof KILLED)[number]);
      } else await strikeAt(whole, crowd, what as (typeof FAILPOINTS)[number], chance.next());
      struck.set(what, (struck.get(what) ?? 0) + 1);
      done += 1;
      if (done % COUNTED_EVERY !== 0 && done !== POINTS) continue;
      console.log(JSON.stringify({ done, struck: [...struck] }));
      await flight.nothingTwiceNothingLost(600_000);
    }
  },
  12 * 3_600_000,
);
