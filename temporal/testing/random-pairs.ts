import { type Chance, grow } from '#workflows/compile/testing/grow.ts';
import type { SimAct } from '#workflows/simulate/script.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#workflows/time/duration.ts';
import { leadOf, type Pair, pairOf, predict, type Weather, WORDS } from './pairs.ts';

const WEATHER: readonly Weather['is'][] = [
  'refused',
  'optedOut',
  'busy',
  'busy',
  'lost',
  'unlisted',
  'found',
  'leftCalling',
];

/** Most plays that grow at random are over soon: of so many, the one in which the most would happen is performed. */
const GROWN = 8;

export function randomPair(n: number, chance: Chance): Pair {
  const pairs = Array.from({ length: GROWN }, () => anyPair(n, chance));
  const told = pairs.map((pair) => ({ pair, lines: predict(pair).lines.length }));
  return told.reduce((most, one) => (one.lines > most.lines ? one : most)).pair;
}

/** A play that grew at random, a lead who says anything, people who meddle, and a provider on a bad day. */
function anyPair(n: number, chance: Chance): Pair {
  const { play } = grow(chance, 4 + chance.below(14), true);
  const acts = Array.from({ length: 1 + chance.below(7) }, () => randomAct(chance)).flatMap(
    (act): SimAct[] =>
      // Nobody who paused a play forgets it for ever.
      act.act === 'pause'
        ? [act, { ...act, act: 'resume', waitMs: act.waitMs + chance.below(4) * DAY_MS }]
        : [act],
  );
  const weather = [1, 2, 3, 4].flatMap((message): Weather[] =>
    chance.happens(0.25) ? [{ message, is: chance.pick(WEATHER) }] : [],
  );
  const decidesBy = chance.happens(0.5) ? `2027-0${1 + chance.below(9)}-15` : null;
  const lead = leadOf(n, {
    fields: { score: chance.below(200), decidesBy },
    tags: chance.happens(0.3) ? ['vip'] : [],
  });
  return {
    ...pairOf(n, play, null),
    name: `random ${n}`,
    lead,
    acts,
    weather,
    isInNurture: chance.happens(0.2),
    isRacing: chance.happens(0.6),
    isLost: chance.happens(0.25),
  };
}

function randomAct(chance: Chance): SimAct {
  // Waits are some minutes, hours or days: most of what happens should come during one, or at its end.
  const waitMs = chance.below(9) * chance.pick([MINUTE_MS, HOUR_MS, HOUR_MS, DAY_MS]);
  const when = chance.happens(0.7) ? { afterMessage: 1 + chance.below(2), waitMs } : { waitMs };
  const says = (text: string): SimAct => ({ ...when, act: 'reply', text, ...by });
  const by = chance.happens(0.3) ? { channel: chance.pick(['sms', 'email'] as const) } : {};
  const kind = chance.below(20);
  if (kind < 11) return says(chance.pick(WORDS).text);
  if (kind < 12) return says('STOP');
  if (kind < 13) return says('START');
  if (kind < 19) return { ...when, act: chance.pick(['pause', 'pause', 'skip', 'skip', 'retry', 'resume']) };
  return { ...when, act: 'exit' };
}
