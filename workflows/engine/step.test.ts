import { describe, expect, test } from 'vitest';
import type { Event } from './event.ts';
import type { Instruction } from './plan.ts';
import { initialState } from './state.ts';
import { step } from './step.ts';
import {
  DAY,
  email,
  end,
  HOUR,
  Lead,
  MINUTE,
  planOf,
  START_MS,
  text,
  to,
  wait,
} from './testing/hand-made.ts';

const awaitReply = (node: number, over: Partial<Instruction & { op: 'awaitReply' }> = {}): Instruction => ({
  op: 'awaitReply',
  node,
  ms: 2 * DAY,
  channels: ['sms', 'email'],
  replies: { interested: to(2, 'interested') },
  otherwise: to(3, 'otherwise'),
  silence: to(4, 'noReply'),
  ...over,
});

/** text, wait for a reply, then an end per answer */
const conversation = (over: Partial<Instruction & { op: 'awaitReply' }> = {}) =>
  planOf([
    text(0, 1),
    awaitReply(1, over),
    end(2, 'interested'),
    end(3, 'other'),
    end(4, 'silent'),
    end(5, 'out'),
  ]);

describe('a straight play', () => {
  test('sends, waits and ends, with one activity a send and nothing to record between', () => {
    const lead = new Lead(
      planOf([text(0, 1), wait(1, DAY, 2), email(2, 3), wait(3, 2 * DAY, 4), text(4, 5), end(5, 'ended')]),
    );
    expect(lead.effect).toEqual({ type: 'activity', id: 1, kind: 'send', pc: 0 });
    expect(lead.answer({ kind: 'sent' })).toEqual({ type: 'deadline', atMs: START_MS + DAY });
    expect(lead.passes(DAY)).toMatchObject({ kind: 'send', pc: 2 });
    expect(lead.answer({ kind: 'sent' })).toEqual({ type: 'deadline', atMs: START_MS + 3 * DAY });
    expect(lead.passes(2 * DAY)).toMatchObject({ kind: 'send', pc: 4 });
    expect(lead.answer({ kind: 'sent' })).toEqual({ type: 'finish', label: 'ended' });
    expect(lead.asked).toEqual(['send 0', 'send 2', 'send 4']);
    expect(lead.state).toMatchObject({ done: 'ended', messages: 3, stayMs: 3 * DAY, left: 5 });
  });

  test('an early look changes nothing and asks for the same deadline', () => {
    const lead = new Lead(planOf([wait(0, DAY, 1), end(1, 'ended')]));
    lead.recorded();
    const before = lead.state;
    expect(lead.passes(HOUR)).toEqual({ type: 'deadline', atMs: START_MS + DAY });
    expect({ ...lead.state, nowMs: 0 }).toEqual({ ...before, nowMs: 0 });
  });

  test('a boot asks again for what was in flight, under the same id', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    expect(lead.tell({ type: 'boot', atMs: lead.nowMs, skewMs: 5 })).toEqual({
      type: 'activity',
      id: 1,
      kind: 'send',
      pc: 0,
    });
    expect(lead.state.skewMs).toBe(5);
  });

  test('a wake that was read before the clock moved on, and is heard after, does not set it back', () => {
    const lead = new Lead(planOf([wait(0, DAY, 1), end(1, 'ended')]));
    lead.tell({ ...lead.result({ kind: 'done' }), skewMs: HOUR });
    expect(lead.tell({ type: 'timer', atMs: START_MS, skewMs: HOUR - 41 })).toEqual({
      type: 'deadline',
      atMs: START_MS + DAY,
    });
    expect(lead.state.skewMs).toBe(HOUR);
  });

  test('a late answer to an older question is dropped, but its events are not', () => {
    const lead = new Lead(conversation());
    lead.answer({ kind: 'sent' });
    const late = {
      ...lead.result({ kind: 'notSent', why: 'late' }),
      id: 1,
      events: [lead.made({ type: 'reply', intent: 'interested', channel: 'sms' })],
    };
    lead.tell(late);
    expect(lead.here).toBe('n2');
  });

  test('after the end every batch gets the finish again and nothing changes', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    lead.answer({ kind: 'sent' });
    const before = lead.state;
    expect(lead.reply()).toEqual({ type: 'finish', label: 'ended' });
    expect(lead.state).toBe(before);
  });

  test('a run that was taken over finishes without a record', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    expect(lead.answer({ kind: 'superseded' })).toEqual({ type: 'finish', label: 'superseded' });
  });

  test('a long history is continued as new only when the run is idle', () => {
    const lead = new Lead(planOf([text(0, 1), wait(1, DAY, 2), end(2, 'ended')]));
    expect(lead.tell({ type: 'historyLong' })).toBeNull();
    expect(lead.answer({ kind: 'sent' })).toEqual({ type: 'continueAsNew' });
    expect(lead.tell({ type: 'boot', atMs: lead.nowMs, skewMs: 0 })).toEqual({
      type: 'deadline',
      atMs: START_MS + DAY,
    });
  });
});

describe('waiting for a reply', () => {
  test.each([
    ['interested', 'interested'],
    ['price', 'other'],
    ['constructor', 'other'],
  ])('a reply that means %s leaves to %s', (intent, label) => {
    const lead = new Lead(conversation());
    lead.answer({ kind: 'sent' });
    lead.reply(intent);
    expect(lead.recorded()).toEqual({ type: 'finish', label });
  });

  test('silence leaves at the deadline', () => {
    const lead = new Lead(conversation());
    lead.answer({ kind: 'sent' });
    lead.passes(2 * DAY);
    expect(lead.recorded()).toEqual({ type: 'finish', label: 'silent' });
    expect(lead.state.stayMs).toBe(2 * DAY);
  });

  test('a reply and the timer in one batch: the reply wins', () => {
    const lead = new Lead(conversation());
    lead.answer({ kind: 'sent' });
    lead.nowMs += 2 * DAY;
    lead.tell(
      { type: 'timer', atMs: lead.nowMs },
      lead.made({ type: 'reply', intent: 'interested', channel: 'email' }),
    );
    expect(lead.recorded()).toEqual({ type: 'finish', label: 'interested' });
  });

  test('a reply while the text is still being sent counts for the wait after it', () => {
    const lead = new Lead(conversation());
    const reply = lead.made({ type: 'reply', intent: 'interested', channel: 'sms' });
    expect(lead.tell(reply)).toBeNull();
    expect(lead.state.queue).toEqual([reply]);
    lead.answer({ kind: 'sent' });
    expect(lead.here).toBe('n2');
  });

  test('a reply on a channel nobody listens to goes to the owner and holds the run', () => {
    const lead = new Lead(conversation({ channels: ['sms'] }));
    lead.answer({ kind: 'sent' });
    expect(lead.reply('interested', 'email')).toMatchObject({ kind: 'unheard' });
    expect(lead.state.unheard).toEqual([1]);
    expect(lead.answer({ kind: 'done' })).toEqual({ type: 'deadline', atMs: START_MS + 3 * DAY });
    expect(lead.state.unheard).toEqual([]);
    lead.passes(3 * DAY);
    expect(lead.recorded()).toEqual({ type: 'deadline', atMs: START_MS + 5 * DAY });
    expect(lead.state.stayMs).toBe(0);
  });

  test('a STOP takes its drawn way, and closes the channel either way', () => {
    const drawn = new Lead(conversation({ optOut: to(5, 'optOut') }));
    drawn.answer({ kind: 'sent' });
    drawn.happens({ type: 'stop', channel: 'sms' });
    expect(drawn.recorded()).toEqual({ type: 'finish', label: 'out' });

    const undrawn = new Lead(conversation());
    undrawn.answer({ kind: 'sent' });
    undrawn.happens({ type: 'stop', channel: 'sms' });
    expect(undrawn.here).toBe('n1');
    expect(undrawn.state.closed).toEqual(['sms']);
  });
});

describe('precedence in one batch', () => {
  test('stop before reply: the drawn opt-out is taken, and the reply still reaches the owner', () => {
    const lead = new Lead(conversation({ optOut: to(5, 'optOut') }));
    lead.answer({ kind: 'sent' });
    lead.happens({ type: 'reply', intent: 'interested', channel: 'sms' }, { type: 'stop', channel: 'sms' });
    expect(lead.here).toBe('n5');
    expect(lead.effect).toMatchObject({ kind: 'unheard' });
  });

  test('exit before reply: the play ends, and the reply still reaches the owner', () => {
    const lead = new Lead(conversation());
    lead.answer({ kind: 'sent' });
    lead.happens({ type: 'reply', intent: 'interested', channel: 'sms' }, { type: 'exit', label: 'won' });
    expect(lead.effect).toMatchObject({ kind: 'unheard' });
    expect(lead.recorded()).toEqual({ type: 'finish', label: 'won' });
  });

  test('pause before reply: the reply is taken, and nothing is sent until somebody resumes', () => {
    const lead = new Lead(
      planOf([
        awaitReply(0, {
          replies: { interested: to(1, 'interested') },
          otherwise: to(1, 'otherwise'),
          silence: to(1, 'noReply'),
        }),
        text(1, 2),
        end(2, 'ended'),
      ]),
    );
    lead.happens({ type: 'reply', intent: 'interested', channel: 'sms' }, { type: 'pause' });
    expect(lead.recorded()).toEqual({ type: 'deadline', atMs: null });
    expect(lead.here).toBe('n1');
    lead.happens({ type: 'resume' });
    expect(lead.effect).toMatchObject({ kind: 'send', pc: 1 });
  });

  test('events are consumed in their order however they arrive, and each once', () => {
    const lead = new Lead(conversation());
    lead.answer({ kind: 'sent' });
    const pause = lead.made({ type: 'pause' });
    const resume = lead.made({ type: 'resume' });
    lead.tell(resume, pause, pause);
    expect(lead.state).toMatchObject({ paused: null, seq: 2 });
    lead.tell(pause);
    expect(lead.state.paused).toBeNull();
  });

  test('after a gap nothing is consumed; the next record brings what is missing', () => {
    const lead = new Lead(conversation());
    lead.answer({ kind: 'sent' });
    const first = lead.made({ type: 'pause' });
    const second = lead.made({ type: 'reply', intent: 'interested', channel: 'sms' });
    expect(lead.tell(second)).toMatchObject({ kind: 'record' });
    expect(lead.state.seq).toBe(0);
    lead.answer({ kind: 'done' }, { events: [first, second] });
    expect(lead.state.seq).toBe(2);
    expect(lead.here).toBe('n2');
  });
});

describe('a send', () => {
  test('stale: nothing was sent, the newer events come first', () => {
    const lead = new Lead(planOf([wait(0, DAY, 1), text(1, 2), end(2, 'ended')]));
    lead.recorded();
    lead.passes(DAY);
    expect(lead.effect).toMatchObject({ id: 2, kind: 'send' });
    lead.answer({ kind: 'stale' }, { events: [lead.made({ type: 'pause' })] });
    expect(lead.effect).toMatchObject({ kind: 'record' });
    expect(lead.recorded()).toEqual({ type: 'deadline', atMs: null });
    expect(lead.state.messages).toBe(0);
  });

  test('deferred until the window opens, and skipped once it is later than it may be', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    expect(lead.answer({ kind: 'defer', untilMs: START_MS + 10 * HOUR, why: 'quiet hours' })).toEqual({
      type: 'deadline',
      atMs: START_MS + 10 * HOUR,
    });
    expect(lead.passes(10 * HOUR)).toMatchObject({ kind: 'send' });
    expect(lead.answer({ kind: 'defer', untilMs: START_MS + 30 * HOUR, why: 'cap' })).toEqual({
      type: 'deadline',
      atMs: START_MS + 12 * HOUR,
    });
    expect(lead.passes(2 * HOUR)).toMatchObject({ kind: 'send' });
    lead.answer({ kind: 'defer', untilMs: START_MS + 30 * HOUR, why: 'cap' });
    expect(lead.trail).toBe('n0 notSent (late)');
    expect(lead.state.stayMs).toBe(12 * HOUR);
  });

  test('a gate that defers by nothing cannot spin', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    expect(lead.answer({ kind: 'defer', untilMs: 0, why: '' })).toEqual({
      type: 'deadline',
      atMs: START_MS + 1_000,
    });
  });

  test('a wake-up much too late skips the message that was due, without asking anybody', () => {
    const lead = new Lead(
      planOf([text(0, 1), wait(1, DAY, 2), text(2, 3), wait(3, DAY, 4), text(4, 5), end(5, 'ended')]),
    );
    lead.answer({ kind: 'sent' });
    lead.passes(DAY + 20 * HOUR);
    expect(lead.trail).toContain('n2 notSent (late)');
    expect(lead.state.messages).toBe(1);
    // The next one is owed a day after that, and is in time.
    lead.recorded();
    expect(lead.passes(DAY)).toMatchObject({ kind: 'send', pc: 4 });
  });

  test('a deferral is not lateness of the message after it', () => {
    const lead = new Lead(planOf([text(0, 1), email(1, 2), end(2, 'ended')]));
    lead.answer({ kind: 'defer', untilMs: START_MS + 12 * HOUR, why: 'quiet hours' });
    lead.passes(12 * HOUR);
    lead.nowMs += MINUTE;
    expect(lead.answer({ kind: 'sent' })).toMatchObject({ kind: 'send', pc: 1 });
    expect(lead.state.due?.atMs).toBe(START_MS + 12 * HOUR);
  });

  test('held until a person lifts it; that time does not count, and does not make the message late', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    expect(lead.answer({ kind: 'hold', reviewAtMs: START_MS + DAY, why: 'sender is suspended' })).toEqual({
      type: 'deadline',
      atMs: START_MS + DAY,
    });
    lead.nowMs += HOUR;
    expect(lead.happens({ type: 'retry' })).toMatchObject({ kind: 'send' });
    lead.answer({ kind: 'hold', reviewAtMs: START_MS + 2 * DAY, why: 'sender is suspended' });
    expect(lead.passes(2 * DAY)).toMatchObject({ kind: 'send' });
    expect(lead.state).toMatchObject({ stayMs: 0, due: { atMs: lead.nowMs } });
  });

  test('of unknown fate is looked for three times, then counts as sent and is never asked to be sent again', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    lead.answer({ kind: 'inDoubt' });
    expect(lead.effect).toEqual({ type: 'deadline', atMs: START_MS + 15_000 });
    expect(lead.passes(15_000)).toMatchObject({ kind: 'check' });
    lead.answer({ kind: 'inDoubt' });
    expect(lead.passes(60_000)).toMatchObject({ kind: 'check' });
    // A confused gate may not put off what may have been sent.
    lead.answer({ kind: 'defer', untilMs: START_MS + DAY, why: '' });
    expect(lead.passes(300_000)).toMatchObject({ kind: 'check', final: true });
    lead.answer({ kind: 'inDoubt' });
    expect(lead.trail).toBe('n0 unconfirmed');
    expect(lead.state).toMatchObject({ messages: 1, stayMs: 375_000 });
    expect(lead.asked.filter((asked) => asked.startsWith('send'))).toHaveLength(1);
  });

  test('while a text is in doubt events wait, and are taken when its fate is known', () => {
    const lead = new Lead(conversation());
    lead.answer({ kind: 'inDoubt' });
    expect(lead.reply()).toEqual({ type: 'deadline', atMs: START_MS + 15_000 });
    lead.passes(15_000);
    lead.answer({ kind: 'sent' });
    expect(lead.here).toBe('n2');
  });

  test('on a closed channel is never asked for; email goes on', () => {
    const lead = new Lead(planOf([wait(0, DAY, 1), text(1, 2), email(2, 3), end(3, 'ended')]));
    lead.recorded();
    lead.happens({ type: 'stop', channel: 'sms' });
    lead.recorded();
    lead.passes(DAY);
    expect(lead.trail).toBe('n0 next, n1 notSent (closed)');
    expect(lead.effect).toMatchObject({ kind: 'send', pc: 2 });
  });

  test('START opens the channel again', () => {
    const lead = new Lead(planOf([wait(0, DAY, 1), text(1, 2), end(2, 'ended')]));
    lead.happens({ type: 'stop', channel: 'sms' }, { type: 'reopen', channel: 'sms' });
    lead.recorded();
    expect(lead.passes(DAY)).toMatchObject({ kind: 'send', pc: 1 });
  });

  test('a STOP while it waits for its window lets it go at once', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    lead.answer({ kind: 'defer', untilMs: START_MS + HOUR, why: 'quiet hours' });
    lead.happens({ type: 'stop', channel: 'sms' });
    expect(lead.trail).toBe('n0 notSent (closed)');
  });

  test('blocked: a person must act; a retry asks again', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    expect(lead.answer({ kind: 'blocked', why: 'no sender' })).toMatchObject({ kind: 'record' });
    expect(lead.answer({ kind: 'done' })).toEqual({ type: 'deadline', atMs: null });
    expect(lead.state.rest).toMatchObject({ why: 'blocked', note: 'no sender' });
    expect(lead.happens({ type: 'retry' })).toMatchObject({ kind: 'send' });
  });

  test('a run whose row is gone ends: nothing of it can be written, and asking again would never end', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    expect(lead.answer({ kind: 'blocked', why: 'no such run' })).toMatchObject({ kind: 'record' });
    expect(lead.answer({ kind: 'blocked', why: 'no such run' })).toEqual({ type: 'finish', label: 'lost' });
  });

  test('an answer that it cannot give blocks instead of throwing', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    lead.answer({ kind: 'done' });
    expect(lead.state.rest?.why).toBe('blocked');
  });
});

describe('facts', () => {
  const branch: Instruction = {
    op: 'branch',
    node: 1,
    cases: [
      { fact: 0, exit: to(2, 'a') },
      { fact: 1, exit: to(3, 'b') },
    ],
    otherwise: to(4, 'otherwise'),
  };
  const branching = () =>
    planOf([text(0, 1, { reads: [0, 1] }), branch, end(2, 'a'), end(3, 'b'), end(4, 'none')]);

  test.each([
    [true, true, 'a'],
    [false, true, 'b'],
    [false, null, 'none'],
  ])('the first that is true wins: %s, %s -> %s', (a, b, label) => {
    const lead = new Lead(branching());
    const facts: [number, boolean | null][] = [
      [0, a],
      [1, b],
    ];
    expect(lead.answer({ kind: 'sent' }, { facts })).toEqual({ type: 'finish', label });
  });

  test('a message that is skipped without asking still reads what the next decision needs', () => {
    const lead = new Lead(
      planOf([
        wait(0, DAY, 1),
        { ...branching().code[0], node: 1, sent: to(2), notSent: to(2, 'notSent') } as Instruction,
        { ...branch, node: 2, cases: [{ fact: 0, exit: to(3, 'a') }], otherwise: to(4) },
        end(3, 'a'),
        end(4, 'b'),
      ]),
    );
    lead.recorded();
    lead.happens({ type: 'stop', channel: 'sms' });
    lead.recorded();
    expect(lead.passes(DAY)).toMatchObject({ kind: 'read', pc: 1 });
    lead.answer({ kind: 'done' }, { facts: [[0, true]] });
    expect(lead.trail).toBe('n1 notSent (closed), n2 a');
  });

  test('are forgotten at a rest, so that no later step decides by them', () => {
    const lead = new Lead(
      planOf([
        text(0, 1, { reads: [0] }),
        wait(1, DAY, 2),
        { ...branch, node: 2, cases: [{ fact: 0, exit: to(3) }], otherwise: to(3) },
        end(3, 'x'),
      ]),
    );
    lead.answer({ kind: 'sent' }, { facts: [[0, true]] });
    lead.passes(DAY);
    expect(lead.state.rest?.why).toBe('blocked');
  });

  test.each([
    ['ahead', START_MS + HOUR, 'wait'],
    ['past', START_MS - HOUR, 'n1 next'],
    ['too far', START_MS + 9 * DAY, 'n1 never'],
    ['missing', null, 'n1 never'],
  ])('an instant to wait for that is %s', (_, atMs, found) => {
    const lead = new Lead(
      planOf([
        { op: 'read', node: 0, reads: [0], next: to(1) },
        { op: 'waitUntil', node: 1, fact: 0, maxMs: DAY, next: to(2, 'next'), never: to(2, 'never') },
        end(2, 'ended'),
      ]),
    );
    lead.answer({ kind: 'done' }, { facts: [[0, atMs]] });
    if (found === 'wait') expect(lead.effect).toEqual({ type: 'deadline', atMs });
    else expect(lead.trail).toBe(found);
  });
});

describe('pauses', () => {
  test('a duration keeps the time it had left', () => {
    const lead = new Lead(planOf([wait(0, DAY, 1), end(1, 'ended')]));
    lead.recorded();
    lead.passes(6 * HOUR);
    lead.happens({ type: 'pause' });
    lead.recorded();
    lead.nowMs += 10 * DAY;
    lead.happens({ type: 'resume' });
    expect(lead.recorded()).toEqual({ type: 'deadline', atMs: START_MS + 11 * DAY });
    lead.passes(18 * HOUR);
    lead.recorded();
    expect(lead.state).toMatchObject({ done: 'ended', stayMs: DAY });
  });

  test('a fixed instant stays, and acts at once where it has passed', () => {
    const lead = new Lead(
      planOf([
        { op: 'read', node: 0, reads: [0], next: to(1) },
        { op: 'waitUntil', node: 1, fact: 0, maxMs: DAY, next: to(2, 'next'), never: to(2, 'never') },
        text(2, 3),
        end(3, 'ended'),
      ]),
    );
    lead.answer({ kind: 'done' }, { facts: [[0, START_MS + HOUR]] });
    lead.happens({ type: 'pause' });
    lead.recorded();
    lead.nowMs += 2 * HOUR;
    lead.happens({ type: 'resume' });
    expect(lead.recorded()).toEqual({ type: 'deadline', atMs: START_MS + HOUR });
    expect(lead.passes(0)).toMatchObject({ kind: 'send' });
  });

  test('a message that was due is not the later for a pause', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    lead.answer({ kind: 'defer', untilMs: START_MS + HOUR, why: 'quiet hours' });
    lead.happens({ type: 'pause' });
    lead.recorded();
    lead.nowMs += 10 * DAY;
    lead.happens({ type: 'resume' });
    lead.recorded();
    expect(lead.passes(0)).toMatchObject({ kind: 'send' });
  });

  test('a timer during a pause does nothing', () => {
    const lead = new Lead(planOf([wait(0, DAY, 1), end(1, 'ended')]));
    lead.happens({ type: 'pause' });
    lead.recorded();
    expect(lead.passes(5 * DAY)).toEqual({ type: 'deadline', atMs: null });
    expect(lead.here).toBe('n0');
  });

  test('a person may skip a wait, but not a pause', () => {
    const lead = new Lead(conversation());
    lead.answer({ kind: 'sent' });
    lead.happens({ type: 'skip' });
    expect(lead.recorded()).toEqual({ type: 'finish', label: 'silent' });

    const paused = new Lead(planOf([wait(0, DAY, 1), end(1, 'ended')]));
    paused.happens({ type: 'pause' });
    paused.happens({ type: 'skip' });
    expect(paused.here).toBe('n0');
  });

  test('a hold that ends during a pause is made good once, not twice', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended')]));
    lead.answer({ kind: 'hold', reviewAtMs: START_MS + 9 * DAY, why: 'sender is suspended' });
    lead.nowMs += DAY;
    lead.happens({ type: 'pause' });
    lead.recorded();
    lead.nowMs += DAY;
    lead.happens({ type: 'retry' });
    lead.recorded();
    lead.nowMs += DAY;
    lead.happens({ type: 'resume' });
    expect(lead.effect).toMatchObject({ kind: 'send' });
    expect(lead.state.due?.atMs).toBe(START_MS + 3 * DAY);
  });

  test("a person's pause outlasts the hold for a reply", () => {
    const lead = new Lead(planOf([wait(0, DAY, 1), end(1, 'ended')]));
    lead.reply();
    lead.recorded();
    lead.happens({ type: 'pause' });
    expect(lead.recorded()).toEqual({ type: 'deadline', atMs: null });
    lead.reply();
    expect(lead.recorded()).toEqual({ type: 'deadline', atMs: null });
  });
});

describe('the any-reply rule', () => {
  const plan = () =>
    planOf(
      [
        wait(0, 5 * DAY, 1),
        end(1, 'ended'),
        { op: 'count', node: 2, max: 2, next: to(3), after: to(1, 'afterMax') },
        text(2, 4),
        wait(4, DAY, 1),
      ],
      { anyReply: 2 },
    );

  test('takes a reply that nobody waits for, as often as its step may be visited; then the owner gets it', () => {
    const lead = new Lead(plan());
    lead.recorded();
    expect(lead.reply()).toMatchObject({ kind: 'send', pc: 3 });
    lead.answer({ kind: 'sent' });
    expect(lead.reply()).toMatchObject({ kind: 'send', pc: 3 });
    lead.answer({ kind: 'sent' });
    expect(lead.reply()).toMatchObject({ kind: 'unheard' });
    expect(lead.recorded()).toEqual({ type: 'deadline', atMs: START_MS + 3 * DAY });
    expect(lead.here).toBe('n4');
  });

  test('also ends the waiting for a window: what was to be sent is let go', () => {
    const lead = new Lead(planOf([text(0, 1), end(1, 'ended'), end(2, 'answered')], { anyReply: 2 }));
    lead.answer({ kind: 'defer', untilMs: START_MS + HOUR, why: 'quiet hours' });
    lead.reply();
    expect(lead.trail).toBe('n0 anyReply');
    expect(lead.recorded()).toEqual({ type: 'finish', label: 'answered' });
  });
});

describe('loops and limits', () => {
  test('a count lets in so often, then sends the other way', () => {
    const lead = new Lead(
      planOf([
        { op: 'count', node: 0, max: 2, next: to(1), after: to(2, 'afterMax') },
        wait(1, DAY, 0),
        end(2, 'ended'),
      ]),
    );
    lead.recorded();
    lead.passes(DAY);
    lead.recorded();
    lead.passes(DAY);
    expect(lead.recorded()).toEqual({ type: 'finish', label: 'ended' });
    expect(lead.state.stayMs).toBe(2 * DAY);
  });

  test('a plan that goes round without a wait is blocked, not run for ever', () => {
    const lead = new Lead(
      planOf([{ op: 'split', node: 0, salt: 's', arms: [{ upTo: 10_000, exit: to(0) }] }, end(1, 'ended')]),
    );
    expect(lead.state.rest?.why).toBe('blocked');
  });

  test('at the longest stay the run leaves whatever it waits for', () => {
    const lead = new Lead(
      planOf(
        [
          wait(0, 5 * DAY, 1),
          end(1, 'ended'),
          { op: 'act', node: 2, verb: 'task', arg: 't', next: to(3), refused: to(3) },
          end(3, 'limit'),
        ],
        {
          limit: { stayMs: 2 * DAY, messages: 9, then: 2 },
        },
      ),
    );
    expect(lead.recorded()).toEqual({ type: 'deadline', atMs: START_MS + 2 * DAY });
    expect(lead.passes(2 * DAY)).toMatchObject({ kind: 'act', pc: 2 });
    expect(lead.trail).toBe('n0 limit (limit)');
    expect(lead.answer({ kind: 'done' })).toEqual({ type: 'finish', label: 'limit' });
  });

  test('the last message is the last', () => {
    const lead = new Lead(
      planOf([text(0, 1), email(1, 2), end(2, 'ended'), end(3, 'limit')], {
        limit: { stayMs: DAY, messages: 1, then: 3 },
      }),
    );
    lead.answer({ kind: 'sent' });
    expect(lead.recorded()).toEqual({ type: 'finish', label: 'limit' });
    expect(lead.asked).not.toContain('send 1');
  });

  test('more leavings than fit are written down before the run goes on', () => {
    const many: Instruction[] = Array.from({ length: 30 }, (_, i) => ({
      op: 'split',
      node: i,
      salt: `s${i}`,
      arms: [{ upTo: 10_000, exit: to(i + 1, 'arm-a') }],
    }));
    const lead = new Lead(planOf([...many, end(30, 'ended')]));
    expect(lead.effect).toMatchObject({ kind: 'record' });
    expect(lead.recorded()).toEqual({ type: 'finish', label: 'ended' });
    expect(lead.state.left).toBe(30);
    // The last few are written by the second record itself, which steps to the end.
    expect(lead.asked).toEqual(['record 12', 'record 24']);
  });
});

test('a split gives the same lead the same arm, and leads the shares that were drawn', () => {
  const plan = planOf([
    {
      op: 'split',
      node: 0,
      salt: 'n0',
      arms: [
        { upTo: 3_000, exit: to(1, 'arm-a') },
        { upTo: 10_000, exit: to(2, 'arm-b') },
      ],
    },
    end(1, 'a'),
    end(2, 'b'),
  ]);
  const armOf = (seed: string): string => {
    const lead = new Lead(plan, seed);
    lead.recorded();
    return lead.state.done ?? '';
  };
  const arms = Array.from({ length: 2_000 }, (_, i) => armOf(`lead-${i}`));
  expect(arms).toEqual(Array.from({ length: 2_000 }, (_, i) => armOf(`lead-${i}`)));
  const share = arms.filter((arm) => arm === 'a').length / arms.length;
  expect(share).toBeGreaterThan(0.27);
  expect(share).toBeLessThan(0.33);
});

test('the longest stay does not leave a text of unknown fate behind: the last look comes at once', () => {
  const lead = new Lead(
    planOf([text(0, 1), end(1, 'ended')], { limit: { stayMs: 20_000, messages: 9, then: 1 } }),
  );
  lead.answer({ kind: 'inDoubt' });
  lead.passes(15_000);
  expect(lead.answer({ kind: 'inDoubt' })).toEqual({ type: 'deadline', atMs: START_MS + 20_000 });
  expect(lead.passes(5_000)).toMatchObject({ kind: 'check', final: true });
  lead.answer({ kind: 'inDoubt' });
  expect(lead.trail).toBe('n0 unconfirmed');
});

test('a look at the clock that comes with an event waits until the event is written down, and loses nothing', () => {
  const plan = planOf([wait(0, DAY, 1), end(1, 'ended')]);
  const boot: Event = { type: 'boot', atMs: START_MS, skewMs: 0 };
  const answered = (id: number, atMs: number): Event => ({
    type: 'result',
    id,
    atMs,
    outcome: { kind: 'done' },
    events: [],
    skewMs: 0,
  });
  const rests = step(plan, step(plan, initialState(plan, 'lead', START_MS), [boot]).state, [
    answered(1, START_MS),
  ]);
  expect(rests.effect).toEqual({ type: 'deadline', atMs: START_MS + DAY });
  const lateMs = START_MS + DAY + HOUR;
  const both = step(plan, rests.state, [
    { type: 'retry', seq: 1, atMs: lateMs },
    { type: 'timer', atMs: lateMs - 1 },
  ]);
  expect(both.effect).toMatchObject({ type: 'activity', kind: 'record' });
  expect(both.state).toMatchObject({ seq: 1, left: 0, rest: { why: 'wait' } });
  // The deadline is past: the shell's timer fires at once.
  const written = step(plan, both.state, [answered(2, lateMs + 5)]);
  expect(written.effect).toEqual({ type: 'deadline', atMs: START_MS + DAY });
  const looked = step(plan, written.state, [{ type: 'timer', atMs: lateMs + 6 }]);
  expect(looked.state).toMatchObject({ left: 1, owedMs: START_MS + DAY });
});
