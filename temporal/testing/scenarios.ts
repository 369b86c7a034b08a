import { readFileSync } from 'node:fs';
import { parsePlay } from '#workflows/compile/parse.ts';
import { draw } from '#workflows/compile/testing/draw.ts';
import { EXAMPLES } from '#workflows/nodes/testing/examples.ts';
import type { Play, PlayNode } from '#workflows/play.ts';
import type { SimAct } from '#workflows/simulate/script.ts';
import { HOUR_MS } from '#workflows/time/duration.ts';
import { type Pair, pairOf, type Weather } from './pairs.ts';

/** Whole plays, and everything that people and providers do in the middle of them. */

const SAMPLES = new URL('../../workflows/compile/samples/', import.meta.url);

function sample(name: string): Play {
  const parsed = parsePlay(JSON.parse(readFileSync(new URL(`${name}.json`, SAMPLES), 'utf8')));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const byHand = { by: 'hand' as const };
  return {
    ...parsed.play,
    nodes: parsed.play.nodes.map((node) => (node.kind === 'trigger' ? { ...node, config: byHand } : node)),
  };
}

const hours = (value: number): Partial<PlayNode> => ({
  kind: 'wait',
  config: { mode: 'duration', duration: { value, unit: 'hours' } },
});
const patient = (kind: string): Partial<PlayNode> => ({
  kind,
  config: { ...EXAMPLES[kind]?.[0], giveUp: { value: 3, unit: 'days' } },
});

const PLAYS: Record<string, Play> = {
  welcome: sample('welcome'),
  'no reply': sample('no-reply'),
  'every kind': sample('every-kind'),
  'any reply': draw(
    {
      hi: 'sendSms',
      day: 'wait',
      mail: 'sendEmail',
      days: 'wait',
      bye: 'end',
      back: { ...patient('sendSms'), maxVisits: 1 },
      over: 'outcome',
    },
    [
      'start hi',
      'hi.sent day',
      'day mail',
      'mail.sent days',
      'days bye',
      'back.sent mail',
      'back.afterMax over',
    ],
    { anyReply: 'back', name: 'Any reply' },
  ),
  night: draw(
    {
      hi: 'sendSms',
      till: hours(10),
      late: patient('sendSms'),
      more: hours(3),
      mail: 'sendEmail',
      bye: 'end',
    },
    ['start hi', 'hi.sent till', 'till late', 'late.sent more', 'more mail', 'mail.sent bye'],
    { name: 'Night' },
  ),
  'few messages': draw(
    { hi: 'sendSms', day: 'wait', two: 'sendSms', days: 'wait', three: 'sendSms', bye: 'end' },
    ['start hi', 'hi.sent day', 'day two', 'two.sent days', 'days three', 'three.sent bye'],
    { limits: { messages: 1, then: 'owner' }, name: 'Few messages' },
  ),
  'short stay': draw(
    { hi: 'sendSms', ask: 'waitForReply', a: 'outcome', days: 'wait', bye: 'end' },
    [
      'start hi',
      'hi.sent ask',
      'ask.intent-interested a',
      'ask.intent-not_now a',
      'ask.otherwise days',
      'ask.noReply days',
      'days bye',
    ],
    { limits: { stay: { value: 30, unit: 'hours' }, then: 'end' }, name: 'Short stay' },
  ),
  // What is set is read again at once: a city with spaces round it goes another way.
  'sets and asks': draw(
    {
      hi: 'sendSms',
      day: 'wait',
      mark: {
        kind: 'set',
        config: {
          fields: [
            { field: 'city', value: ' Olympia ' },
            { field: 'score', value: 42 },
            { field: 'decidesBy', value: null },
          ],
          addTags: ['marked'],
          removeTags: ['new'],
        },
      },
      fork: {
        kind: 'branch',
        config: {
          cases: [
            { id: 'lost', condition: { field: 'decidesBy', operator: 'isSet' } },
            { id: 'moved', condition: { field: 'city', operator: 'is', value: 'Olympia' } },
          ],
        },
      },
      lost: 'outcome',
      more: 'sendSms',
      bye: 'end',
    },
    [
      'start hi',
      'hi.sent day',
      'day mark',
      'mark fork',
      'fork.case-lost lost',
      'fork.case-moved more',
      'fork.otherwise lost',
      'more.sent bye',
    ],
    { name: 'Sets and asks' },
  ),
};

const act = (waitMs: number, what: Partial<SimAct>, afterMessage = 1): SimAct => ({
  afterMessage,
  waitMs,
  act: 'reply',
  ...what,
});

type Happens = { acts?: SimAct[]; weather?: Weather[]; isRacing?: boolean; isLost?: boolean };

/** What a run ends with that a person has ended. */
const TAKEN_OUT = 'Taken out by a person';

const YES = 'This is great, can we get going?';
const PRICE = 'What are your fees like';

const HAPPENINGS: Record<string, Happens> = {
  silence: {},
  'says yes': { acts: [act(2 * HOUR_MS, { text: YES })] },
  'asks the price': { acts: [act(2 * HOUR_MS, { text: PRICE })] },
  'says yes, and asks at once': {
    isRacing: true,
    acts: [act(2 * HOUR_MS, { text: YES }), act(2 * HOUR_MS, { text: PRICE })],
  },
  'answers again and again': {
    acts: [1, 2, 3, 4].map((n) => act(n * HOUR_MS, { text: 'What time do you close?' })),
  },
  'says STOP midway': { acts: [act(HOUR_MS, { text: 'STOP' })] },
  'says STOP, then START': { acts: [act(HOUR_MS, { text: 'STOP' }), act(3 * HOUR_MS, { text: 'START' })] },
  'asks in words to be left alone': {
    acts: [act(HOUR_MS, { text: "I'd appreciate it if you stopped texting" })],
  },
  'is taken out': { acts: [act(HOUR_MS, { act: 'exit', label: TAKEN_OUT })] },
  'is paused and resumed': { acts: [act(HOUR_MS, { act: 'pause' }), act(60 * HOUR_MS, { act: 'resume' })] },
  'answers while paused': {
    acts: [
      act(HOUR_MS, { act: 'pause' }),
      act(2 * HOUR_MS, { text: YES }),
      act(9 * HOUR_MS, { act: 'resume' }),
    ],
  },
  'is paused and taken out': {
    acts: [act(HOUR_MS, { act: 'pause' }), act(9 * HOUR_MS, { act: 'exit', label: TAKEN_OUT })],
  },
  'is hurried': { acts: [act(HOUR_MS, { act: 'skip' }), act(2 * HOUR_MS, { act: 'retry' })] },
  'first message refused': { weather: [{ message: 1, is: 'refused' }] },
  'carrier knows of a STOP': { weather: [{ message: 1, is: 'optedOut' }] },
  'provider busy': { weather: [{ message: 1, is: 'busy' }] },
  'connection lost': { weather: [{ message: 1, is: 'lost' }] },
  'taken and not listed': { weather: [{ message: 1, is: 'unlisted' }] },
  'taken and listed': { weather: [{ message: 1, is: 'found' }] },
  'answers while in doubt': {
    acts: [{ waitMs: 20_000, act: 'reply', channel: 'sms', text: YES }],
    weather: [{ message: 1, is: 'unlisted' }],
  },
  'second message refused': { weather: [{ message: 2, is: 'refused' }] },
  'sender suspended, and mended': {
    acts: [{ waitMs: 3 * HOUR_MS, act: 'retry' }],
    weather: [{ message: 1, is: 'suspended' }],
  },
  'run lost and built again': { isLost: true },
  'everybody at once': {
    isRacing: true,
    acts: [
      act(23 * HOUR_MS, { text: YES }),
      act(23 * HOUR_MS, { act: 'pause' }),
      act(24 * HOUR_MS, { act: 'resume' }),
      act(24 * HOUR_MS, { text: 'STOP' }),
    ],
  },
};

/** Every happening in every third play, and silence in all of them. */
export function scenarioPairs(from: number): Pair[] {
  const pairs: Pair[] = [];
  for (const [h, happening] of Object.keys(HAPPENINGS).entries()) {
    for (const [p, play] of Object.keys(PLAYS).entries()) {
      if ((h + p) % 3 !== 0 && happening !== 'silence') continue;
      pairs.push(scenario(from + pairs.length, `${play}: ${happening}`));
    }
  }
  return pairs;
}

/** One of them by its name, "play: happening". */
export function scenario(n: number, name: string): Pair {
  const [play = '', happening = ''] = name.split(': ');
  const drawn = PLAYS[play];
  const happens = HAPPENINGS[happening];
  if (drawn === undefined || happens === undefined) throw new Error(`There is no scenario "${name}".`);
  return { ...pairOf(n, drawn, null, happens), name };
}
