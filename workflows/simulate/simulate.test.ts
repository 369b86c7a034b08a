import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compile } from '#workflows/compile/compile.ts';
import { parsePlay } from '#workflows/compile/parse.ts';
import { live, randomMind } from '#workflows/compile/testing/adversary.ts';
import { context } from '#workflows/compile/testing/context.ts';
import { draw } from '#workflows/compile/testing/draw.ts';
import { Chance, grow } from '#workflows/compile/testing/grow.ts';
import { scaled } from '#workflows/engine/testing/arbitrary.ts';
import type { Play } from '#workflows/play.ts';
import { replayRecorded } from '#workflows/simulate/replay.ts';
import { SAMPLE_LEAD, SimulationFile } from '#workflows/simulate/script.ts';
import { simulate } from '#workflows/simulate/simulate.ts';
import type { Trace } from '#workflows/simulate/trace.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const sample = (name: string): Play => {
  const parsed = parsePlay(
    JSON.parse(readFileSync(new URL(`../compile/samples/${name}.json`, import.meta.url), 'utf8')),
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.play;
};

/** Monday 23 Nov 2026, 07:00 in Tacoma: before texts may go, in time for email. */
const STARTS_AT = '2026-11-23T15:00:00Z';

function run(play: Play, file: Record<string, unknown> = {}): Trace {
  const compiled = compile(play, context);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  const { lead, script, startsAt, gate } = SimulationFile.parse({ startsAt: STARTS_AT, ...file });
  return simulate({ ...compiled, lead, script, gate, startMs: Date.parse(startsAt), play });
}

const told = (trace: Trace): string[] => trace.lines.map((line) => `${line.node ?? '-'} ${line.kind}`);
const sends = (trace: Trace): string[] =>
  trace.lines.filter((line) => line.kind === 'sent').map((line) => `${line.node} ${line.channel}`);

describe('a lead who never answers', () => {
  const trace = run(sample('no-reply'));

  test('gets everything, each when it may go, and the trace says why it waited', () => {
    expect(told(trace)).toEqual([
      'start entered',
      'text1 held',
      'text1 sent',
      'day waiting',
      'day waited',
      'mail sent',
      'days waiting',
      'days waited',
      'text2 sent',
      'end ended',
    ]);
    expect(trace.lines[1]?.sentence).toBe(
      'Held until Mon 08:00 in Los Angeles: quiet hours 20:00 to 08:00 (Washington).',
    );
    expect(trace).toMatchObject({
      ended: 'ended',
      messages: 3,
      endMs: Date.parse(STARTS_AT) + HOUR + 3 * DAY,
    });
  });

  test('reads real messages, with their own name in them', () => {
    expect(trace.lines.find((line) => line.node === 'text1' && line.kind === 'sent')?.body).toMatch(
      /^Hi Dana, Maya at Northline\./,
    );
    const mail = trace.lines.find((line) => line.node === 'mail');
    expect(mail?.subject).toBe('15 minutes this week?');
    expect(mail?.body).toContain('Hi Dana, I sent you a text yesterday.');
    expect(mail?.body).toContain('218 N Jefferson St');
  });
});

describe('a lead who answers', () => {
  const answered = (act: Record<string, unknown>, more: Record<string, unknown> = {}): Trace =>
    run(sample('every-kind'), {
      lead: { ...SAMPLE_LEAD, fields: { ...SAMPLE_LEAD.fields, score: 60 } },
      script: { acts: [{ afterMessage: 1, waitMs: 2 * HOUR, ...act }], ...more },
    });

  test('is understood by their words and takes that branch', () => {
    const trace = answered({ text: 'what does it cost?' });
    expect(trace.lines.filter((line) => line.node === 'ask').map((line) => line.sentence)).toEqual([
      'Waits for a reply until Wed 08:00 in Los Angeles (2 days)',
      'Replied by text: asks about price',
      'Goes by "Asks about price"',
    ]);
    expect(sends(trace)).toEqual(['hello sms', 'price sms']);
    expect(trace.ended).toBe('ended');
  });

  test('by a meaning that the script names', () => {
    const trace = answered({ intent: 'interested' });
    expect(trace.ended).toBe('Interested');
    expect(trace.lines.find((line) => line.kind === 'set')?.sentence).toBe(
      'Lead changed: stage is working, tag contacted added',
    );
  });

  test('STOP takes the drawn way out, and no text follows', () => {
    const trace = answered({ text: 'STOP' });
    expect(trace.lines.at(-3)).toMatchObject({ kind: 'optedOut', body: 'STOP' });
    expect(trace.ended).toBe('ended');
    expect(sends(trace)).toEqual(['hello sms']);
  });

  test('HELP is answered by the carrier, and the wait goes on', () => {
    const trace = answered({ text: 'help' });
    expect(told(trace)).toContain('ask replied');
    expect(trace.lines.some((line) => line.node === 'ask' && line.kind === 'noReply')).toBe(true);
  });

  test('nobody waits for it: the owner gets it and the play is held', () => {
    const trace = run(sample('no-reply'), {
      script: { acts: [{ afterMessage: 1, waitMs: HOUR, text: 'who is this?' }] },
    });
    expect(told(trace).slice(3, 6)).toEqual(['day waiting', 'day replied', 'day unheard']);
    // Three days of hold are not time of the play.
    expect(trace.endMs - Date.parse(STARTS_AT)).toBe(6 * DAY + HOUR);
    expect(trace.ended).toBe('ended');
  });

  test('a STOP between two messages: the texts are left out, the email goes', () => {
    const trace = run(sample('no-reply'), {
      script: { acts: [{ afterMessage: 1, waitMs: HOUR, act: 'stop', channel: 'sms' }] },
    });
    expect(sends(trace)).toEqual(['text1 sms', 'mail email']);
    expect(trace.lines.find((line) => line.node === 'text2')?.sentence).toBe(
      'Not sent: the lead opted out of texts',
    );
  });
});

describe('the gate', () => {
  test('says no without consent, and the play goes on by "not sent"', () => {
    const trace = run(sample('every-kind'), {
      lead: { ...SAMPLE_LEAD, fields: { ...SAMPLE_LEAD.fields, score: 60 }, consents: [] },
    });
    expect(trace.lines.find((line) => line.kind === 'notSent')?.sentence).toMatch(/^Not sent: no consent/);
    expect(sends(trace)[0]).toBe('mail email');
  });

  test('knows an opt-out from before', () => {
    const trace = run(sample('welcome'), { lead: { ...SAMPLE_LEAD, optedOut: ['sms'] } });
    expect(trace.lines.find((line) => line.kind === 'notSent')?.sentence).toMatch(/opted out of texts/);
  });

  test.each([
    ['a text', 'by email', 'sms', 'sendEmail', 0],
    ['a text', 'by text', 'sms', 'sendSms', 0],
    ['an email', 'by email', 'email', 'sendEmail', 0],
    ['an email', 'by text', 'email', 'sendSms', HOUR - 1],
  ])('as in life: %s is answered %s at once, but texts answer texts alone', (_, __, by, kind, laterMs) => {
    const play = draw({ a: 'sendSms', ask: 'waitForReply', b: kind, bye: 'end' }, [
      'start a',
      'a.sent ask',
      'ask.intent-interested b',
      'ask.intent-not_now b',
      'ask.otherwise b',
      'ask.optOut bye',
      'ask.noReply bye',
      'b.sent bye',
    ]);
    const trace = run(play, {
      script: { acts: [{ afterMessage: 1, waitMs: 1, channel: by, text: 'ok cool' }] },
    });
    const [first, second] = trace.lines.filter((line) => line.kind === 'sent');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBe(1 + laterMs);
  });

  test('spreads messages by the caps of the workspace', () => {
    const trace = run(
      draw({ a: 'sendEmail', b: 'sendEmail', bye: 'end' }, ['start a', 'a.sent b', 'b.sent bye']),
      {
        gate: { caps: { perDay: 1, perWeek: null, minGapMs: 0 } },
      },
    );
    const [first, second] = trace.lines.filter((line) => line.kind === 'sent');
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBe(DAY);
  });
});

describe('what a script may decide', () => {
  test.each([
    ['sent', 'sent'],
    ['notSent', 'notSent'],
    ['unconfirmed', 'unconfirmed'],
    ['inDoubt', 'inDoubt'],
  ])('the fate of a message: %s', (outcome, kind) => {
    const trace = run(sample('welcome'), { script: { sends: [{ message: 1, outcome }] } });
    expect(told(trace)[1]).toBe(`hello ${kind}`);
    expect(trace.ended).toBe('ended');
    if (outcome === 'inDoubt')
      expect(trace.lines.filter((line) => line.kind === 'unconfirmed')).toHaveLength(1);
  });

  test('a hold that nobody lifts is told, and the simulation stops', () => {
    const trace = run(sample('welcome'), { script: { sends: [{ message: 1, outcome: 'held' }] } });
    expect(trace.ended).toBeNull();
    expect(trace.lines.at(-1)).toMatchObject({
      kind: 'stopped',
      sentence: 'It stays held until a person changes something.',
    });
  });

  test('a hold that a person lifts ends there, and the message goes', () => {
    const script = {
      sends: [{ message: 1, outcome: 'held' }],
      acts: [{ waitMs: 90 * 60_000, act: 'retry' }],
    };
    const trace = run(sample('welcome'), { script });
    expect(told(trace).filter((line) => line.startsWith('hello'))).toEqual([
      'hello held',
      'hello held',
      'hello resumed',
      'hello sent',
    ]);
  });

  test('pausing, resuming, skipping and ending', () => {
    const at = (waitMs: number, act: string) => ({ waitMs, act });
    const acts = [
      at(2 * HOUR, 'pause'),
      at(50 * HOUR, 'resume'),
      at(51 * HOUR, 'skip'),
      at(52 * HOUR, 'exit'),
    ];
    const trace = run(sample('no-reply'), { script: { acts } });
    expect(told(trace)).toEqual(
      [
        'start entered',
        'text1 held',
        'text1 sent',
        'day waiting',
        'day paused',
        'day resumed',
        'day waiting',
        'day skipped',
        'day waited',
        'mail sent',
        'days waiting',
        'days replied',
        '- ended',
      ].map((line) => (line === 'days replied' ? 'days replied' : line)),
    );
    expect(trace.ended).toBe('exit');
  });

  test('a play that will not take the lead', () => {
    const trace = run(draw({ other: 'startPlay', bye: 'end' }, ['start other', 'other.started bye']), {
      script: { refusedPlays: ['nurture'] },
    });
    expect(told(trace)).toEqual(['start entered', 'other notStarted', 'bye ended']);
  });
});

test('a person who paused and never came back: the simulation says who is waited for', () => {
  const trace = run(sample('no-reply'), { script: { acts: [{ waitMs: 2 * HOUR, act: 'pause' }] } });
  expect(trace.lines.at(-1)).toMatchObject({
    kind: 'stopped',
    sentence: 'A person has to act before the play goes on.',
  });
});

test('a file may be empty, and what it may not say is refused', () => {
  expect(SimulationFile.parse({}).lead.fields.firstName).toBe('Dana');
  expect(SimulationFile.safeParse({ script: { acts: [{ waitMs: 5 }] } }).success).toBe(false);
  expect(SimulationFile.safeParse({ lead: { fields: {}, timeZone: 'Mars/Base' } }).success).toBe(false);
});

test('a recorded run replays to the same messages, waits and end, whatever the lead and the gate did', () => {
  let compared = 0;
  for (let seed = 0; seed < scaled(600); seed++) {
    const chance = new Chance(7_000_000 + seed);
    const { play } = grow(chance, 2 + chance.below(10), true);
    const compiled = compile(play, context);
    if (!compiled.ok) throw new Error(`Seed ${seed} grew a play that is refused.`);
    const life = live(compiled.plan, randomMind(compiled.plan, chance, 0.6), `lead-${seed}`);
    const replayed = replayRecorded(compiled.plan, `lead-${seed}`, life.recorded);
    expect(replayed.missing, `seed ${seed}`).toBeNull();
    expect(replayed.ended?.label).toBe(life.ended);
    expect(replayed.state).toEqual(life.state);
    const gone = replayed.messages.filter(({ state }) => state === 'sent' || state === 'unconfirmed');
    expect(gone.length).toBeLessThanOrEqual(life.messages);
    expect(replayed.leavings).toHaveLength(life.state.left);
    compared += replayed.asked.length;
  }
  console.info(`${compared} recorded answers replayed`);
}, 120_000);

test('a recording that lacks an answer says which', () => {
  const compiled = compile(sample('welcome'), context);
  if (!compiled.ok) throw new Error('refused');
  expect(replayRecorded(compiled.plan, 'x', { startMs: 0, answers: [], events: [] }).missing).toBe(
    'No answer to send 1 at "hello" was recorded.',
  );
});
