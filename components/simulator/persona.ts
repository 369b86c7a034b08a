import type { Script, SimAct } from '#workflows/simulate/script.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#workflows/time/duration.ts';

type Act = SimAct;

/** Ready-made ways to answer, to start from: each is a short script that can then be changed line by line. */
export type Persona = { id: string; label: string; help: string; acts: Act[] };

const reply = (afterMessage: number, waitMs: number, text: string): Act => ({
  act: 'reply',
  afterMessage,
  waitMs,
  text,
});

export const PERSONAS: readonly Persona[] = [
  { id: 'silent', label: 'Never answers', help: 'Reads everything, says nothing.', acts: [] },
  {
    id: 'yes',
    label: 'Yes please',
    help: 'Answers the first message within the hour.',
    acts: [reply(1, 40 * MINUTE_MS, 'Yes please, tell me more')],
  },
  {
    id: 'price',
    label: 'How much?',
    help: 'Asks for the price, then says yes.',
    acts: [
      reply(1, 2 * HOUR_MS, 'How much does it cost?'),
      reply(2, 30 * MINUTE_MS, 'Sounds good, let us talk'),
    ],
  },
  {
    id: 'later',
    label: 'Not now',
    help: 'Puts it off.',
    acts: [reply(1, 5 * HOUR_MS, 'Not right now, maybe after the summer')],
  },
  {
    id: 'slow',
    label: 'Answers late',
    help: 'Silent for days, answers the second message.',
    acts: [reply(2, 20 * HOUR_MS, 'Sorry for the wait, yes, still interested')],
  },
  {
    id: 'no',
    label: 'Not interested',
    help: 'A clear no.',
    acts: [reply(1, 1 * HOUR_MS, 'Not interested, thanks')],
  },
  {
    id: 'stop',
    label: 'STOP',
    help: 'Opts out of texts after the first message.',
    acts: [reply(1, 10 * MINUTE_MS, 'STOP')],
  },
  {
    id: 'wrong',
    label: 'Wrong number',
    help: 'Is somebody else.',
    acts: [reply(1, 15 * MINUTE_MS, 'You have the wrong number')],
  },
  {
    id: 'away',
    label: 'Out of office',
    help: 'An automatic answer by email, then one by hand.',
    acts: [
      { ...reply(1, 1 * MINUTE_MS, 'I am out of the office until Monday.'), channel: 'email' },
      { ...reply(1, 4 * DAY_MS, 'Back now. Yes, please send details.'), channel: 'email' },
    ],
  },
];

export function scriptOf(acts: readonly Act[]): Script {
  return { acts: [...acts], sends: [], refusedPlays: [] };
}
