import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compile } from '#workflows/compile/compile.ts';
import { context } from '#workflows/compile/testing/context.ts';
import { explore } from '#workflows/engine/testing/explore.ts';
import { AFTER_MAX, NODE_KINDS, nodeKind, portsOf } from '#workflows/nodes/registry.ts';
import { EXAMPLES } from '#workflows/nodes/testing/examples.ts';
import { Play, type PlayNode } from '#workflows/play.ts';

const at = { x: 0, y: 0 };

/** Start -> the step under test -> an outcome for every port, named like the port. */
function playOf(kind: string, config: PlayNode['config'], more: Partial<PlayNode> = {}): Play {
  const step: PlayNode = { id: 'step', kind, config, at, ...more };
  const ports = portsOf(step);
  return Play.parse({
    format: 'baton.play',
    version: 1,
    name: 'One step',
    nodes: [
      { id: 'start', kind: 'trigger', config: { by: 'hand' }, at },
      step,
      ...ports.map((port, i) => ({ id: `o${i}`, kind: 'outcome', config: { label: port.id }, at })),
    ],
    edges: [
      { from: 'start', port: 'next', to: 'step' },
      ...ports.map((port, i) => ({ from: 'step', port: port.id, to: `o${i}` })),
    ],
  });
}

/** Whether the dotted path leads to something in the kind's schema, in any arm of a union. */
function schemaHas(schema: z.core.$ZodType, path: readonly string[]): boolean {
  const [head, ...rest] = path;
  if (head === undefined) return true;
  if (schema instanceof z.ZodObject) {
    const inner = schema.shape[head];
    return inner !== undefined && schemaHas(inner, rest);
  }
  if (schema instanceof z.ZodDiscriminatedUnion || schema instanceof z.ZodUnion) {
    return schema.options.some((option) => schemaHas(option, path));
  }
  if (schema instanceof z.ZodOptional) return schemaHas(schema.unwrap(), path);
  return false;
}

const anyConfig = fc.oneof(
  fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 3 })),
  fc.record(
    Object.fromEntries(
      [
        'cases',
        'arms',
        'intents',
        'fields',
        'addTags',
        'duration',
        'weekdays',
        'text',
        'body',
        'mode',
        'by',
        'label',
        'play',
      ].map((key) => [key, fc.jsonValue({ maxDepth: 3 })]),
    ),
    { requiredKeys: [] },
  ),
);

describe.each(NODE_KINDS.map((kind) => [kind.kind, kind] as const))('%s', (name, kind) => {
  const examples = EXAMPLES[name] ?? [];

  test('is declared in full: words, an icon, one to three lines, fields that its schema has', () => {
    expect(kind.label).toMatch(/^[A-Z]/);
    expect(kind.help).toMatch(/\.$/);
    expect(kind.icon).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
    expect([1, 2, 3]).toContain(kind.lines);
    for (const field of kind.fields) {
      expect(field.label.length, field.path).toBeGreaterThan(0);
      expect(schemaHas(kind.config, field.path.split('.')), `${name} has no "${field.path}"`).toBe(true);
    }
    expect(new Set(kind.fields.map((field) => field.path)).size).toBe(kind.fields.length);
  });

  test('its draft has ports and a sentence, and what is missing is a gap at a field of its own', () => {
    const draft = kind.draft();
    expect(JSON.parse(JSON.stringify(draft))).toEqual(draft);
    expect(kind.ports(draft).length > 0).toBe(kind.shape !== 'terminal');
    const sentence = kind.sentence(draft);
    expect(
      sentence
        .map((part) => part.text)
        .join('')
        .trim(),
    ).not.toBe('');
    const gaps = sentence.filter((part) => part.kind === 'gap').map((part) => part.field);
    for (const field of gaps)
      expect(
        kind.fields.some((one) => one.path === field),
        field,
      ).toBe(true);
    // Either the draft is finished, or the card shows what it waits for.
    if (!kind.config.safeParse(draft).success) expect(gaps.length).toBeGreaterThan(0);
  });

  test('ports and sentence are total: any stored config is drawn, with ports of distinct names', () => {
    fc.assert(
      fc.property(anyConfig, (config) => {
        const ports = kind.ports(config).map((port) => port.id);
        expect(new Set(ports).size).toBe(ports.length);
        expect(kind.sentence(config).every((part) => typeof part.text === 'string')).toBe(true);
        const over = kind.passOver?.(config);
        if (over !== undefined) expect(ports).toContain(over);
        for (const field of kind.fields) field.visible?.(config);
        kind.config.safeParse(config);
      }),
      { numRuns: 150, seed: 31 },
    );
  });

  test('has finished examples that parse, survive JSON and read as a sentence without gaps', () => {
    expect(examples.length).toBeGreaterThan(0);
    for (const config of examples) {
      const parsed = kind.config.parse(config);
      expect(kind.config.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
      expect(kind.sentence(config).filter((part) => part.kind === 'gap')).toEqual([]);
      const visible = kind.fields.filter((field) => field.visible?.(config) ?? true);
      for (const path of Object.keys(config)) {
        // A value that no visible field shows could not be mended.
        if (path !== 'name' || name !== 'startPlay') {
          expect(
            visible.some((field) => field.path.split('.')[0] === path || field.path === path),
            `${name}.${path}`,
          ).toBe(true);
        }
      }
    }
  });

  test('every port that follows another follows one it has', () => {
    for (const config of examples) {
      const ports = kind.ports(config);
      for (const port of ports) {
        if (port.follows !== undefined) expect(ports.some((other) => other.id === port.follows)).toBe(true);
      }
    }
  });

  if (kind.shape === 'card') {
    test.each(examples.map((config) => [JSON.stringify(config).slice(0, 60), config] as const))(
      'every port is left by some lead, and none but those: %s',
      (_, config) => {
        const compiled = compile(playOf(name, config), context);
        expect(compiled.problems.filter((problem) => problem.severity === 'error')).toEqual([]);
        if (!compiled.ok) return;
        const { labels } = explore(compiled.plan, 60);
        expect([...labels].sort()).toEqual(
          kind
            .ports(config)
            .map((port) => port.id)
            .sort(),
        );
      },
    );

    test('passed over, it is left at once by its port for that', () => {
      for (const config of examples) {
        const compiled = compile(playOf(name, config, { disabled: true }), context);
        // What stands behind its other ports is out of reach for now, which is no problem.
        expect(compiled.problems).toEqual([]);
        const by = kind.passOver?.(config) ?? kind.ports(config)[0]?.id;
        if (compiled.ok) expect([...explore(compiled.plan).labels]).toEqual([by]);
      }
    });
  }

  if (kind.shape === 'trigger') {
    test('says how leads come in', () => {
      for (const config of examples) {
        expect(kind.triggers?.(kind.config.parse(config) as never).by).toBe(config.by);
      }
    });
  }
});

test('a config survives being drawn, whatever its kind: parsing changes nothing that was written', () => {
  for (const kind of NODE_KINDS) {
    for (const config of EXAMPLES[kind.kind] ?? []) expect(kind.config.parse(config)).toEqual(config);
  }
});

test('kinds have names of their own, and a name nobody knows is nobody', () => {
  expect(new Set(NODE_KINDS.map((kind) => kind.kind)).size).toBe(NODE_KINDS.length);
  expect(nodeKind('constructor')).toBeUndefined();
  expect(Object.keys(EXAMPLES).sort()).toEqual(NODE_KINDS.map((kind) => kind.kind).sort());
});

test('a reply goes by meanings that reach a play: not by refusals, automatic answers, or what nobody understood', () => {
  const wait = (intent: string) => ({ ...EXAMPLES.waitForReply?.[0], intents: [intent] });
  for (const intent of ['opt_out', 'out_of_office', 'unclear'])
    expect(nodeKind('waitForReply')?.config.safeParse(wait(intent)).success, intent).toBe(false);
});

test('a step that closes a loop has a port for the time after the last', () => {
  const [config] = EXAMPLES.wait ?? [];
  const step = { id: 'w', kind: 'wait', config: config ?? {}, at };
  expect(portsOf({ ...step, maxVisits: 3 }).at(-1)).toEqual({ id: AFTER_MAX, label: 'After 3 times' });
  expect(portsOf({ ...step, maxVisits: 1 }).at(-1)?.label).toBe('After once');
});

test('cards read as the drawings do', () => {
  const words = (kind: string, config: Record<string, unknown>): string =>
    nodeKind(kind)
      ?.sentence(config)
      .map((part) =>
        part.kind === 'merge' ? `[${part.text}]` : part.kind === 'gap' ? `(${part.text})` : part.text,
      )
      .join('') ?? '';
  expect(
    words('sendSms', { text: 'Hi {{ lead.firstName | default: "there" }}, still keen on a call?' }),
  ).toBe('Text: Hi [first name], still keen on a call?');
  expect(words('sendSms', { text: '  ' })).toBe('Text: (write the text)');
  expect(
    words('sendEmail', {
      subject: '',
      body: {
        type: 'doc',
        content: [{ type: 'paragraph', content: [{ type: 'text', text: 'the gate plan' }] }],
      },
    }),
  ).toBe('Email (add a subject): the gate plan');
  expect(
    words('waitForReply', {
      duration: { value: 2, unit: 'days' },
      channels: ['sms', 'email'],
      intents: ['interested'],
    }),
  ).toBe('Wait 2 days, or until they reply. A reply goes by what it means:');
  expect(
    words('waitForReply', { duration: { value: 3, unit: 'days' }, channels: ['sms'], intents: [] }),
  ).toBe('Wait 3 days, or until they reply by text');
  expect(words('wait', { mode: 'localTime', time: '09:30', weekdays: [1, 2, 3, 4, 5] })).toBe(
    'Wait until 09:30 on a weekday where they are',
  );
  expect(
    words('wait', { mode: 'dateField', field: 'decidesBy', offsetDays: -2, time: '09:00', maxDays: 90 }),
  ).toBe('Wait until 2 days before decides by at 09:00');
  expect(words('branch', EXAMPLES.branch?.[0] ?? {})).toBe('Branch on score, docks, tags');
  expect(words('split', EXAMPLES.split?.[0] ?? {})).toBe('Split A 33.33 %, B 66.67 %');
  expect(words('set', EXAMPLES.set?.[0] ?? {})).toBe(
    'Lead: set stage to working, add tag contacted, remove tag new',
  );
  expect(words('trigger', { by: 'form', form: 'request-a-demo' })).toBe('Form submitted request-a-demo');
});

test('ports are named in words', () => {
  const labels = (kind: string, index = 0): string[] =>
    nodeKind(kind)
      ?.ports(EXAMPLES[kind]?.[index] ?? {})
      .map((port) => port.label) ?? [];
  expect(labels('sendSms')).toEqual(['Sent', 'Not sent', 'Unconfirmed']);
  expect(labels('waitForReply')).toEqual(['Interested', 'Not now', 'Anything else', 'Opt-out', 'No reply']);
  expect(labels('waitForReply', 1)).toEqual(['Any reply', 'No reply']);
  expect(labels('branch')).toEqual(['Score at least 50', 'Has docks', 'Has the tag vip', 'Otherwise']);
  expect(labels('wait', 2)).toEqual(['On that date', 'No such date']);
});
