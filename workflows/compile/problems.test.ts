import { describe, expect, test } from 'vitest';
import { compile, problemsOf } from '#workflows/compile/compile.ts';
import type { CompileContext } from '#workflows/compile/context.ts';
import { context } from '#workflows/compile/testing/context.ts';
import { draw } from '#workflows/compile/testing/draw.ts';
import { EXAMPLES } from '#workflows/nodes/testing/examples.ts';
import type { Play, PlayNode } from '#workflows/play.ts';

/** Every problem there is, each with the smallest play that has it. This table is where a code is documented. */

const straight = (): Play =>
  draw({ text: 'sendSms', day: 'wait', bye: 'end' }, ['start text', 'text.sent day', 'day bye']);

const withNode = (id: string, change: Partial<PlayNode>): Play => {
  const play = straight();
  return { ...play, nodes: play.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)) };
};

const withConfig = (kind: string, change: Record<string, unknown>): Play => {
  const config = JSON.parse(JSON.stringify({ ...EXAMPLES[kind]?.[0], ...change })) as PlayNode['config'];
  const ports: Record<string, string[]> = {
    sendSms: ['sent'],
    sendEmail: ['sent'],
    wait: ['next', ...(config.mode === 'dateField' ? ['noDate'] : [])],
    set: ['next'],
    startPlay: ['started'],
    split: ['arm-a', 'arm-b'],
    branch: [
      ...((config.cases as { id: string }[] | undefined) ?? []).map((one) => `case-${one.id}`),
      'otherwise',
    ],
  };
  const lines = [...new Set(ports[kind])].map((port) => `step.${port} bye`);
  return draw({ step: { kind, config }, bye: 'end' }, ['start step', ...lines]);
};

const cases = (...conditions: unknown[]) => ({
  cases: conditions.map((condition, i) => ({ id: `c${i}`, condition })),
});

const text = (words: string) => withConfig('sendSms', { text: words });
const STOP = 'Reply STOP to opt out.';

type Row = [
  code: string,
  play: Play,
  where: { node?: string; field?: string; port?: string; warning?: true },
  context?: Partial<CompileContext>,
];

const rows: Row[] = [
  [
    'trigger-missing',
    { ...straight(), nodes: straight().nodes.slice(1), edges: straight().edges.slice(1) },
    {},
  ],
  ['trigger-twice', draw({ second: 'trigger', bye: 'end' }, ['start bye', 'second bye']), { node: 'second' }],
  ['trigger-disabled', withNode('start', { disabled: true }), { node: 'start' }],
  ['end-disabled', withNode('bye', { disabled: true }), { node: 'bye' }],
  ['kind-unknown', withNode('day', { kind: 'teleport' }), { node: 'day' }],
  [
    'config',
    withNode('text', { config: { ...EXAMPLES.sendSms?.[0], text: '' } }),
    { node: 'text', field: 'text' },
  ],
  ['config', withNode('text', { config: {} }), { node: 'text', field: 'role' }],
  ['config', withNode('text', { config: { ...EXAMPLES.sendSms?.[0], colour: 'red' } }), { node: 'text' }],
  ['unreachable', draw({ bye: 'end', island: 'wait' }, ['start bye', 'island bye']), { node: 'island' }],
  ['port-open', draw({ day: 'wait' }, ['start day']), { node: 'day', port: 'next' }],
  [
    'port-open',
    draw({ toss: 'split', bye: 'end' }, ['start toss', 'toss.arm-a bye']),
    { node: 'toss', port: 'arm-b' },
  ],
  [
    'port-open',
    draw({ text: { kind: 'sendSms', maxVisits: 2 }, day: 'wait', bye: 'end' }, [
      'start text',
      'text.sent day',
      'day text',
    ]),
    { node: 'text', port: 'afterMax' },
  ],
  ['edge-from-nowhere', draw({ bye: 'end' }, ['start bye', 'gone bye']), {}],
  ['edge-to-nowhere', draw({ day: 'wait' }, ['start day', 'day gone']), { node: 'day', port: 'next' }],
  ['edge-into-trigger', draw({ day: 'wait' }, ['start day', 'day start']), { node: 'day', port: 'next' }],
  [
    'edge-from-missing-port',
    draw({ day: 'wait', bye: 'end' }, ['start day', 'day bye', 'day.noDate bye']),
    { node: 'day', port: 'noDate' },
  ],
  [
    'edge-twice',
    draw({ day: 'wait', a: 'end', b: 'end' }, ['start day', 'day a', 'day b']),
    { node: 'day', port: 'next' },
  ],
  [
    'loop-without-limit',
    draw({ text: 'sendSms', day: 'wait' }, ['start text', 'text.sent day', 'day text']),
    { node: 'text', field: 'maxVisits' },
  ],
  [
    'loop-without-limit',
    // Counted on one round, but the way out of the count leads back in.
    draw({ text: { kind: 'sendSms', maxVisits: 2 }, day: 'wait' }, [
      'start text',
      'text.sent day',
      'day text',
      'text.afterMax day',
    ]),
    { node: 'text' },
  ],
  [
    'loop-without-wait',
    draw({ text: { kind: 'sendSms', maxVisits: 2 }, mail: 'sendEmail', bye: 'end' }, [
      'start text',
      'text.sent mail',
      'mail.sent text',
      'text.afterMax bye',
    ]),
    { node: 'text' },
  ],
  [
    'loop-without-wait',
    // A date may be past: a wait for it is no wait that a loop can count on.
    draw(
      {
        until: { kind: 'wait', maxVisits: 2, config: EXAMPLES.wait?.[2] ?? {} },
        text: 'sendSms',
        bye: 'end',
      },
      ['start until', 'until text', 'until.noDate bye', 'text.sent until', 'until.afterMax bye'],
    ),
    { node: 'until' },
  ],
  [
    'limit-without-loop',
    withNode('day', { maxVisits: 2 }),
    { node: 'day', field: 'maxVisits', warning: true },
  ],
  ['any-reply-nowhere', { ...straight(), anyReply: 'gone' }, {}],
  [
    'any-reply-without-limit',
    draw({ day: 'wait', bye: 'end', answer: 'sendSms' }, ['start day', 'day bye', 'answer.sent bye'], {
      anyReply: 'answer',
    }),
    { node: 'answer', field: 'maxVisits' },
  ],
  [
    'limit-below-path',
    { ...straight(), limits: { messages: 0, then: 'end' } },
    { field: 'limits.messages', warning: true },
  ],
  [
    'plays-in-a-circle',
    withConfig('startPlay', { play: 'nurture' }),
    { node: 'step', field: 'play' },
    {
      playId: 'mine',
      plays: [{ id: 'nurture', name: 'Nurture', starts: ['mine'], hasReentryGap: false, isLive: true }],
    },
  ],
  [
    'plays-in-a-circle',
    withConfig('startPlay', { play: 'mine' }),
    { node: 'step', field: 'play' },
    { playId: 'mine', plays: [{ id: 'mine', name: 'Mine', starts: [], hasReentryGap: false, isLive: true }] },
  ],
  [
    'play-not-live',
    withConfig('startPlay', { play: 'nurture' }),
    { node: 'step', field: 'play', warning: true },
    { plays: [{ id: 'nurture', name: 'Nurture', starts: [], hasReentryGap: false, isLive: false }] },
  ],
  ['play-missing', withConfig('startPlay', { play: 'gone' }), { node: 'step', field: 'play' }],
  [
    'give-up-too-short',
    withConfig('sendSms', { giveUp: { value: 2, unit: 'hours' } }),
    { node: 'step', field: 'giveUp' },
  ],
  [
    'lead-field-missing',
    withConfig('wait', { ...EXAMPLES.wait?.[2], duration: undefined, field: 'birthday' }),
    { node: 'step', field: 'field' },
  ],
  [
    'lead-field-not-a-date',
    withConfig('wait', { ...EXAMPLES.wait?.[2], duration: undefined, field: 'score' }),
    { node: 'step', field: 'field' },
  ],
  [
    'lead-field-missing',
    withConfig('branch', cases({ field: 'mood', operator: 'isSet' })),
    { node: 'step', field: 'cases.0.condition', port: 'case-c0' },
  ],
  [
    'condition-does-not-fit',
    withConfig('branch', cases({ field: 'score', operator: 'contains', value: 'x' })),
    { node: 'step', port: 'case-c0' },
  ],
  [
    'condition-does-not-fit',
    withConfig('branch', cases({ field: 'score', operator: 'atLeast', value: 'many' })),
    { node: 'step' },
  ],
  [
    'condition-without-value',
    withConfig('branch', cases({ field: 'city', operator: 'is' })),
    { node: 'step' },
  ],
  [
    'case-twice',
    withConfig('branch', {
      cases: [
        { id: 'x', condition: { field: 'city', operator: 'isSet' } },
        { id: 'x', condition: { field: 'stage', operator: 'isSet' } },
      ],
    }),
    { node: 'step' },
  ],
  [
    'case-never-taken',
    withConfig('branch', cases({ field: 'city', operator: 'isSet' }, { field: 'city', operator: 'isSet' })),
    { node: 'step', port: 'case-c1', warning: true },
  ],
  [
    'split-not-whole',
    withConfig('split', {
      arms: [
        { id: 'a', label: 'A', percent: 50 },
        { id: 'b', label: 'B', percent: 49 },
      ],
    }),
    { node: 'step', field: 'arms' },
  ],
  [
    'arm-twice',
    withConfig('split', {
      arms: [
        { id: 'a', label: 'A', percent: 50 },
        { id: 'a', label: 'B', percent: 50 },
      ],
    }),
    { node: 'step', field: 'arms' },
  ],
  ['set-nothing', withConfig('set', { fields: [], addTags: [], removeTags: [] }), { node: 'step' }],
  [
    'lead-field-missing',
    withConfig('set', { fields: [{ field: 'mood', value: 'x' }] }),
    { node: 'step', field: 'fields.0.field' },
  ],
  [
    'value-does-not-fit',
    withConfig('set', { fields: [{ field: 'score', value: 'high' }] }),
    { node: 'step', field: 'fields.0.value' },
  ],
  [
    'value-does-not-fit',
    withConfig('set', { fields: [{ field: 'score', value: 1.5 }] }),
    { node: 'step', field: 'fields.0.value' },
  ],
  [
    'value-does-not-fit',
    withConfig('set', { fields: [{ field: 'decidesBy', value: '2026-02-30' }] }),
    { node: 'step', field: 'fields.0.value' },
  ],
  [
    'field-not-settable',
    withConfig('set', { fields: [{ field: 'email', value: 'dana@example.org' }] }),
    { node: 'step', field: 'fields.0.field' },
  ],
  [
    'template-field',
    text(`Hi {{ lead.firstNam | default: "there" }}. ${STOP}`),
    { node: 'step', field: 'text' },
  ],
  ['template-syntax', text(`Hi {{ lead.firstName. ${STOP}`), { node: 'step', field: 'text' }],
  ['template-tag', text(`{% if lead.firstName %}Hi{% endif %} ${STOP}`), { node: 'step', field: 'text' }],
  [
    'merge-field-without-fallback',
    text(`{{ sender.brand }}: hi {{ lead.firstName }}. ${STOP}`),
    { node: 'step', field: 'text', warning: true },
  ],
  [
    'sms-invites-keyword',
    text(`{{ sender.brand }}: reply CANCEL to move it. ${STOP}`),
    { node: 'step', field: 'text' },
  ],
  [
    'sms-public-shortener',
    text(`{{ sender.brand }}: see bit.ly/x. ${STOP}`),
    { node: 'step', field: 'text' },
  ],
  ['sms-no-opt-out', text('{{ sender.brand }}: still keen?'), { node: 'step', field: 'text' }],
  ['sms-no-brand', text(`Still keen? ${STOP}`), { node: 'step', field: 'text' }],
  [
    'email-empty',
    withConfig('sendEmail', { body: { type: 'doc', content: [{ type: 'paragraph' }] } }),
    { node: 'step', field: 'body' },
  ],
  ['email-body', withConfig('sendEmail', { body: { type: 'page' } }), { node: 'step', field: 'body' }],
  [
    'email-field',
    withConfig('sendEmail', {
      body: {
        type: 'doc',
        content: [
          {
            type: 'paragraph',
            content: [{ type: 'mergeField', attrs: { field: 'lead.mood', fallback: 'x' } }],
          },
        ],
      },
    }),
    { node: 'step', field: 'body' },
  ],
  [
    'email-no-postal-address',
    withConfig('sendEmail', {}),
    { node: 'step', field: 'body' },
    { sender: { brand: 'Northline', country: 'US', postalAddress: '' } },
  ],
];

test.each(rows.map((row, i) => [row[0], i, row] as const))('%s (%i)', (_, __, [code, play, where, more]) => {
  const problems = problemsOf(play, { ...context, ...more });
  const found = problems.filter((problem) => problem.code === code);
  expect(found.length, JSON.stringify(problems)).toBeGreaterThan(0);
  const problem = found.find((one) => where.field === undefined || one.field === where.field) ?? found[0];
  const { warning, ...place } = where;
  expect(problem).toMatchObject({ ...place, severity: warning === true ? 'warning' : 'error' });
  expect(problem?.sentence).toMatch(/[.!]$/);
  expect(problem?.sentence.length).toBeGreaterThan(14);
  // Only errors keep a play from being compiled.
  expect(compile(play, { ...context, ...more }).ok).toBe(problems.every((one) => one.severity === 'warning'));
});

test('a lead field that there is not comes from an imported file, and from nowhere else', () => {
  const missing = rows
    .filter(([code]) => code === 'lead-field-missing')
    .flatMap(([code, play, , more]) =>
      problemsOf(play, { ...context, ...more }).filter((problem) => problem.code === code),
    );
  expect(missing).toHaveLength(3);
  for (const { sentence } of missing) expect(sentence).toMatch(/import a file of leads that has this/);
});

describe('ways that lead nowhere', () => {
  const told = (play: Play) =>
    problemsOf(play, context)
      .filter((problem) => problem.code === 'port-open')
      .map(({ node, port, sentence }) => ({ node, port, sentence }));

  test('are one problem where one line mends them all, and it names them', () => {
    expect(told(draw({ text: 'sendSms', bye: 'end' }, ['start text']))).toEqual([
      {
        node: 'text',
        port: 'sent',
        sentence:
          'Leads who leave by "Sent", "Not sent" or "Unconfirmed" have nowhere to go. A line from "Sent" to a step, or to an end, is enough: the others follow it.',
      },
    ]);
    expect(told(draw({ text: 'sendSms', bye: 'end' }, ['start text', 'text.notSent bye']))).toMatchObject([
      { port: 'sent', sentence: expect.stringMatching(/by "Sent" or "Unconfirmed" have/) },
    ]);
    expect(told(draw({ text: 'sendSms', bye: 'end' }, ['start text', 'text.sent bye']))).toEqual([]);
  });

  test('are one problem a step also where each wants a line of its own', () => {
    expect(told(draw({ toss: 'split', bye: 'end' }, ['start toss']))).toMatchObject([
      { node: 'toss', port: 'arm-a', sentence: expect.stringMatching(/Draw a line from each to a step/) },
    ]);
  });
});

describe('what is no problem', () => {
  test('a play without anything wrong has none', () => {
    expect(problemsOf(straight(), context)).toEqual([]);
  });

  test('a circle of plays in which one keeps a gap', () => {
    const plays = [{ id: 'nurture', name: 'Nurture', starts: ['mine'], hasReentryGap: true, isLive: true }];
    expect(problemsOf(withConfig('startPlay', {}), { ...context, playId: 'mine', plays })).toEqual([]);
    const own: Play = { ...withConfig('startPlay', {}), reentry: { after: { value: 30, unit: 'days' } } };
    const closed = [{ id: 'nurture', name: 'Nurture', starts: ['mine'], hasReentryGap: false, isLive: true }];
    expect(problemsOf(own, { ...context, playId: 'mine', plays: closed })).toEqual([]);
  });

  test('a play that starts itself, with a gap, before it is live', () => {
    const own: Play = {
      ...withConfig('startPlay', { play: 'mine' }),
      reentry: { after: { value: 30, unit: 'days' } },
    };
    const plays = [{ id: 'mine', name: 'Mine', starts: [], hasReentryGap: false, isLive: false }];
    expect(problemsOf(own, { ...context, playId: 'mine', plays })).toEqual([]);
  });

  test('an unfinished step that is switched off, and what stands behind its other ports', () => {
    const play = draw({ ask: { kind: 'waitForReply', config: {}, disabled: true }, a: 'end', b: 'end' }, [
      'start ask',
      'ask.noReply a',
      'ask.otherwise b',
    ]);
    expect(problemsOf(play, context)).toEqual([]);
  });

  test('an any-reply rule that only ends', () => {
    const play = draw({ day: 'wait', bye: 'end', toOwner: 'outcome' }, ['start day', 'day bye'], {
      anyReply: 'toOwner',
    });
    expect(problemsOf(play, context)).toEqual([]);
  });

  test('only the first text of a play must say how to stop', () => {
    const later = { kind: 'sendSms', config: { ...EXAMPLES.sendSms?.[0], text: 'Still keen?' } };
    const play = draw({ text: 'sendSms', day: 'wait', later, bye: 'end' }, [
      'start text',
      'text.sent day',
      'day later',
      'later.sent bye',
    ]);
    expect(problemsOf(play, context)).toEqual([]);
  });
});

test('steps are named in drawing order, the play first', () => {
  const play = draw({ a: 'wait', b: 'wait' }, ['start a', 'a b'], { anyReply: 'gone' });
  const broken = {
    ...play,
    nodes: play.nodes.map((node) => (node.id === 'a' ? { ...node, config: {} } : node)),
  };
  expect(problemsOf(broken, context).map((problem) => problem.node ?? 'play')).toEqual(['play', 'a', 'b']);
});

describe('what fits', () => {
  const long = (count: number): Play => {
    const steps: Record<string, string> = {};
    const lines = ['start s0'];
    for (let i = 0; i < count; i++) {
      steps[`s${i}`] = i % 2 === 0 ? 'sendSms' : 'wait';
      lines.push(`s${i}.${i % 2 === 0 ? 'sent' : 'next'} ${i + 1 < count ? `s${i + 1}` : 'bye'}`);
    }
    return draw({ ...steps, bye: 'end' }, lines);
  };

  test('a plan of more than 64 KB is refused, and its heaviest steps are named', () => {
    const problems = problemsOf(long(700), context);
    expect(problems.map((problem) => problem.code)).toEqual(['plan-too-large']);
    expect(problems[0]?.sentence).toMatch(/heaviest steps are "s\d+"/);
    expect(compile(long(200), context).ok).toBe(true);
  });

  test('too many facts, in a play or in one go, and too many counted steps', () => {
    const many = (from: number, to: number) => ({
      kind: 'branch',
      config: {
        cases: Array.from({ length: to - from }, (_, i) => ({
          id: `c${i}`,
          condition: { field: 'score', operator: 'atLeast', value: from + i },
        })),
      },
    });
    const lines = (id: string, count: number, next: string) => [
      ...Array.from({ length: count }, (_, i) => `${id}.case-c${i} ${next}`),
      `${id}.otherwise ${next}`,
    ];
    const inOneGo = draw({ a: many(0, 12), b: many(12, 24), c: many(24, 26), bye: 'end' }, [
      'start a',
      ...lines('a', 12, 'b'),
      ...lines('b', 12, 'c'),
      ...lines('c', 2, 'bye'),
    ]);
    expect(problemsOf(inOneGo, context).map((problem) => problem.code)).toEqual(['too-many-reads']);

    const steps: Record<string, string | Partial<PlayNode>> = {};
    const all = ['start f0'];
    for (let i = 0; i < 9; i++) {
      Object.assign(steps, { [`f${i}`]: many(i * 12, i * 12 + 12), [`w${i}`]: 'wait' });
      all.push(...lines(`f${i}`, 12, `w${i}`), `w${i} ${i < 8 ? `f${i + 1}` : 'bye'}`);
    }
    expect(problemsOf(draw({ ...steps, bye: 'end' }, all), context).map((problem) => problem.code)).toEqual([
      'too-many-facts',
    ]);

    const loops: Record<string, Partial<PlayNode>> = {};
    const ways = ['start l0'];
    for (let i = 0; i < 31; i++) {
      loops[`l${i}`] = { kind: 'wait', maxVisits: 2 };
      ways.push(`l${i} l${i}`, `l${i}.afterMax ${i < 30 ? `l${i + 1}` : 'bye'}`);
    }
    expect(
      problemsOf(draw({ ...loops, bye: { kind: 'end' } }, ways), context).map((problem) => problem.code),
    ).toEqual(['too-many-loops']);
  });
});
