import { describe, expect, test } from 'vitest';
import { canonicalJson, sha256Hex } from '#workflows/compile/canonical.ts';
import { type Compiled, compile } from '#workflows/compile/compile.ts';
import { Content } from '#workflows/compile/content.ts';
import { exitsOf } from '#workflows/compile/exits.ts';
import { context } from '#workflows/compile/testing/context.ts';
import { draw } from '#workflows/compile/testing/draw.ts';
import type { Instruction } from '#workflows/engine/plan.ts';
import type { Play } from '#workflows/play.ts';
import { DAY_MS, HOUR_MS } from '#workflows/time/duration.ts';

const DOUBT_MS = 375_000;

function compiled(play: Play): Compiled & { ok: true } {
  const result = compile(play, context);
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 1));
  return result;
}

const noReply = () =>
  draw({ text1: 'sendSms', day: 'wait', mail: 'sendEmail', days: 'wait', text2: 'sendSms', bye: 'end' }, [
    'start text1',
    'text1.sent day',
    'day mail',
    'mail.sent days',
    'days text2',
    'text2.sent bye',
  ]);

describe('the plan', () => {
  test('of the no-reply play is three sends, two waits and an end, with what happens at the bound behind them', () => {
    const { plan, bounds, triggers, problems } = compiled(noReply());
    expect(plan.code.map((instruction) => instruction.op)).toEqual([
      'send',
      'wait',
      'send',
      'wait',
      'send',
      'end',
      'act',
      'end',
    ]);
    expect(plan.nodes).toEqual(['start', 'text1', 'day', 'mail', 'days', 'text2', 'bye']);
    expect(plan.limit).toEqual({ stayMs: bounds.stayMs, messages: 3, then: 6 });
    expect(triggers).toEqual([{ by: 'hand' }]);
    expect(problems).toEqual([]);
  });

  test('an undrawn "not sent" and "unconfirmed" go the way of "sent", under their own names', () => {
    const send = compiled(noReply()).plan.code[0];
    expect(send).toMatchObject({
      sent: { to: 1, port: 'sent' },
      notSent: { to: 1, port: 'notSent' },
      unconfirmed: { to: 1, port: 'unconfirmed' },
    });
  });

  test('a port that may end without an edge ends there, at its own step', () => {
    const { plan } = compiled(
      draw({ ask: 'waitForReply', bye: 'end' }, [
        'start ask',
        'ask.intent-interested bye',
        'ask.intent-not_now bye',
        'ask.otherwise bye',
        'ask.noReply bye',
      ]),
    );
    const ask = plan.code[0];
    expect(ask?.op === 'awaitReply' && plan.code[ask.optOut?.to ?? -1]).toEqual({
      op: 'end',
      node: 1,
      label: 'ended',
    });
  });

  test('a step with a limit of visits gets a count before it, and its own way out of the loop', () => {
    const { plan } = compiled(
      draw({ text: { kind: 'sendSms', maxVisits: 3 }, day: 'wait', bye: 'end' }, [
        'start text',
        'text.sent day',
        'day text',
        'text.afterMax bye',
      ]),
    );
    expect(plan.code[0]).toEqual({
      op: 'count',
      node: 1,
      max: 3,
      next: { to: 1 },
      after: { to: 3, port: 'afterMax' },
    });
    expect(plan.code[2]).toMatchObject({ op: 'wait', next: { to: 0 } });
  });

  test('a step that is switched off is not in it', () => {
    const play = noReply();
    const off = {
      ...play,
      nodes: play.nodes.map((node) => (node.id === 'mail' ? { ...node, disabled: true as const } : node)),
    };
    const { plan, bounds } = compiled(off);
    expect(plan.code.filter((instruction) => instruction.op === 'send')).toHaveLength(2);
    expect(bounds.messages).toBe(2);
  });

  test('holds no text and no field of a lead; those are contents under their hashes', () => {
    const { plan, contents } = compiled(noReply());
    const text = JSON.stringify(plan);
    expect(text).not.toContain('Hi ');
    expect(text).not.toContain('lead.');
    const named = new Set(contents.map(({ hash }) => hash));
    for (const instruction of plan.code) {
      if ('arg' in instruction) expect(named).toContain(instruction.arg);
    }
    for (const { hash, content } of contents) {
      expect(sha256Hex(canonicalJson(content))).toBe(hash);
      expect(Content.parse(content)).toEqual(content);
    }
    expect(contents.map(({ content }) => content.kind).sort()).toEqual(['email', 'sms', 'task']);
  });
});

describe('facts', () => {
  const reads = (instruction: Instruction | undefined): number[] | undefined =>
    instruction !== undefined && 'reads' in instruction ? instruction.reads : undefined;

  test('ride on the send right before a branch, so that branching asks nobody', () => {
    const { plan } = compiled(
      draw({ text: 'sendSms', fork: 'branch', a: 'end', b: 'end' }, [
        'start text',
        'text.sent fork',
        'fork.case-hot a',
        'fork.case-docks a',
        'fork.case-tag b',
        'fork.otherwise b',
      ]),
    );
    expect(plan.facts).toHaveLength(3);
    expect(reads(plan.code[0])).toEqual([0, 1, 2]);
    expect(plan.code.some((instruction) => instruction.op === 'read')).toBe(false);
  });

  test('through steps that take no time, for every branch on the way', () => {
    const { plan } = compiled(
      draw({ tag: 'set', toss: 'split', fork: 'branch', a: 'end', b: 'end' }, [
        'start tag',
        'tag toss',
        'toss.arm-a fork',
        'toss.arm-b b',
        'fork.case-hot a',
        'fork.case-docks a',
        'fork.case-tag b',
        'fork.otherwise b',
      ]),
    );
    expect(reads(plan.code[0])).toEqual([0, 1, 2]);
  });

  test('after a wait, a reply, or at the start a read is put in, shown at the step that asks', () => {
    const { plan } = compiled(
      draw({ day: 'wait', fork: 'branch', again: 'branch', a: 'end' }, [
        'start fork',
        'fork.case-hot day',
        'fork.case-docks a',
        'fork.case-tag a',
        'fork.otherwise a',
        'day again',
        'again.case-hot a',
        'again.case-docks a',
        'again.case-tag a',
        'again.otherwise a',
      ]),
    );
    const readers = plan.code.filter((instruction) => instruction.op === 'read');
    expect(readers.map((reader) => plan.nodes[reader.node]).sort()).toEqual(['again', 'fork']);
    expect(plan.code[plan.start]?.op).toBe('read');
    // The same question asked twice is one fact.
    expect(plan.facts).toHaveLength(3);
  });

  test('a calendar instant is worked out by the activity before the wait', () => {
    const morning = { kind: 'wait', config: { mode: 'localTime', time: '09:30', weekdays: [1, 2, 3, 4, 5] } };
    const { plan } = compiled(
      draw({ text: 'sendSms', morning, mail: 'sendEmail', bye: 'end' }, [
        'start text',
        'text.sent morning',
        'morning mail',
        'mail.sent bye',
      ]),
    );
    expect(plan.code.map((instruction) => instruction.op).slice(0, 4)).toEqual([
      'send',
      'waitUntil',
      'send',
      'end',
    ]);
    expect(reads(plan.code[0])).toEqual([0]);
  });

  test('every fact is read by the activity before it, on every way there', () => {
    const { plan } = compiled(
      draw({ ask: 'waitForReply', text: 'sendSms', fork: 'branch', a: 'end' }, [
        'start text',
        'text.sent ask',
        'text.notSent fork',
        'ask.intent-interested fork',
        'ask.intent-not_now a',
        'ask.otherwise fork',
        'ask.optOut a',
        'ask.noReply a',
        'fork.case-hot a',
        'fork.case-docks a',
        'fork.case-tag a',
        'fork.otherwise a',
      ]),
    );
    const branch = plan.code.findIndex((instruction) => instruction.op === 'branch');
    const into = plan.code.filter((instruction) => exitsOf(instruction).some((exit) => exit.to === branch));
    expect(into.map((instruction) => [instruction.op, reads(instruction)])).toEqual([
      ['send', [0, 1, 2]],
      ['read', [0, 1, 2]],
    ]);
  });

  test('the any-reply rule reads first too, and its count still holds', () => {
    const { plan } = compiled(
      draw(
        {
          text: 'sendSms',
          days: 'wait',
          bye: 'end',
          fork: { kind: 'branch', maxVisits: 2 },
          mail: 'sendEmail',
        },
        [
          'start text',
          'text.sent days',
          'days bye',
          'fork.case-hot mail',
          'fork.case-docks mail',
          'fork.case-tag bye',
          'fork.otherwise bye',
          'fork.afterMax bye',
          'mail.sent bye',
        ],
        { anyReply: 'fork' },
      ),
    );
    const reader = plan.code[plan.anyReply ?? -1];
    expect(reader?.op).toBe('read');
    expect(reader?.op === 'read' && plan.code[reader.next.to]?.op).toBe('count');
  });
});

describe('the hash', () => {
  const hash = (play: Play): string => compiled(play).hash;
  const original = noReply();

  test('is of the plan and nothing else', () => {
    const { plan, hash: address } = compiled(original);
    expect(sha256Hex(canonicalJson(plan))).toBe(address);
    expect(JSON.stringify(plan)).toBe(canonicalJson(plan));
  });

  test('does not see the order of steps and lines, positions, titles or the name', () => {
    const shuffled: Play = {
      ...original,
      name: 'Another name',
      nodes: [...original.nodes]
        .reverse()
        .map((node, i) => ({ ...node, title: `Step ${i}`, at: { x: i * 40, y: 4 } })),
      edges: [...original.edges].reverse(),
    };
    expect(hash(shuffled)).toBe(hash(original));
  });

  test('sees every word, every wait, every line and every limit', () => {
    const change = (id: string, config: Record<string, unknown>): Play => ({
      ...original,
      nodes: original.nodes.map((node) =>
        node.id === id ? { ...node, config: { ...node.config, ...config } as typeof node.config } : node,
      ),
    });
    const others = [
      change('text1', { text: '{{ sender.brand }}: hello. Reply STOP to opt out.' }),
      change('day', { duration: { value: 25, unit: 'hours' } }),
      change('text1', { giveUp: { value: 3, unit: 'days' } }),
      { ...original, limits: { then: 'end' as const } },
      { ...original, limits: { stay: { value: 2, unit: 'days' as const }, then: 'owner' as const } },
      { ...original, edges: [...original.edges, { from: 'text1', port: 'notSent', to: 'bye' }] },
    ];
    const hashes = [hash(original), ...others.map(hash)];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('of a known play does not change by accident', () => {
    // A change here means that every published play gets another plan: it must be meant.
    expect(hash(original)).toMatchInlineSnapshot(
      `"f0cefb6b7f9f390f9d41cc622f147fb247a621ec18af0522792c053ce05de947"`,
    );
  });
});

describe('canonical JSON', () => {
  test('sorts keys, normalises text, has no -0 and leaves out what is undefined', () => {
    expect(canonicalJson({ b: 1, a: [-0, null, 'e\u0301'], c: undefined })).toBe('{"a":[0,null,"é"],"b":1}');
    expect(canonicalJson('"\\\n')).toBe(JSON.stringify('"\\\n'));
  });

  test('refuses what JSON cannot hold', () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow();
    expect(() => canonicalJson(() => 1)).toThrow();
  });
});

describe('bounds', () => {
  const sendMs = (giveUpMs: number): number => giveUpMs + DOUBT_MS;

  test('of a straight play: its waits, the lateness of its messages, and the looks after them', () => {
    expect(compiled(noReply()).bounds).toEqual({
      stayMs: 2 * DAY_MS + 2 * sendMs(DAY_MS) + sendMs(2 * DAY_MS),
      messages: 3,
      ownGraph: true,
    });
  });

  test('of a fork: the longer way', () => {
    const { bounds } = compiled(
      draw({ toss: 'split', day: 'wait', text: 'sendSms', bye: 'end' }, [
        'start toss',
        'toss.arm-a day',
        'toss.arm-b text',
        'day bye',
        'text.sent bye',
      ]),
    );
    expect(bounds).toEqual({ stayMs: sendMs(DAY_MS), messages: 1, ownGraph: true });
  });

  test('of a loop: every visit and the way out, exactly', () => {
    const { bounds } = compiled(
      draw({ text: { kind: 'sendSms', maxVisits: 3 }, day: 'wait', mail: 'sendEmail', bye: 'end' }, [
        'start text',
        'text.sent day',
        'day text',
        'text.afterMax mail',
        'mail.sent bye',
      ]),
    );
    expect(bounds).toEqual({
      stayMs: 3 * (sendMs(DAY_MS) + DAY_MS) + sendMs(2 * DAY_MS),
      messages: 4,
      ownGraph: true,
    });
  });

  test('of the any-reply rule: as often as its step may be visited', () => {
    const { bounds } = compiled(
      draw(
        { days: 'wait', bye: 'end', answer: { kind: 'sendSms', maxVisits: 2 } },
        ['start days', 'days bye', 'answer.sent bye', 'answer.afterMax bye'],
        {
          anyReply: 'answer',
        },
      ),
    );
    expect(bounds).toEqual({ stayMs: DAY_MS + 2 * sendMs(DAY_MS), messages: 2, ownGraph: true });
  });

  test("are the play's own limits where those are smaller", () => {
    const play: Play = {
      ...noReply(),
      limits: { stay: { value: 3, unit: 'days' }, messages: 2, then: 'end' },
    };
    const { bounds, plan, problems } = compiled(play);
    expect(bounds).toEqual({ stayMs: 3 * DAY_MS, messages: 2, ownGraph: false });
    expect(plan.limit).toMatchObject({ stayMs: 3 * DAY_MS, messages: 2 });
    expect(problems.map((problem) => problem.field)).toEqual(['limits.stay', 'limits.messages']);
    const wide: Play = {
      ...noReply(),
      limits: { stay: { value: 50, unit: 'weeks' }, messages: 20, then: 'end' },
    };
    expect(compiled(wide).bounds).toEqual(compiled(noReply()).bounds);
  });

  test('a wait until a time of day is as long as the longest gap between its days', () => {
    const weekdays = (days: number[]) =>
      compiled(
        draw(
          {
            until: { kind: 'wait', config: { mode: 'localTime', time: '09:00', weekdays: days } },
            bye: 'end',
          },
          ['start until', 'until bye'],
        ),
      ).bounds.stayMs;
    expect(weekdays([1, 2, 3, 4, 5, 6, 7])).toBe(DAY_MS + 2 * HOUR_MS);
    expect(weekdays([1, 2, 3, 4, 5])).toBe(3 * DAY_MS + 2 * HOUR_MS);
    expect(weekdays([3])).toBe(7 * DAY_MS + 2 * HOUR_MS);
  });
});
