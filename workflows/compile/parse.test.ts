import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from '#workflows/compile/compile.ts';
import { parsePlay, printPlay } from '#workflows/compile/parse.ts';
import { context } from '#workflows/compile/testing/context.ts';
import { PLAY_VERSION } from '#workflows/play.ts';

const samples = new URL('./samples/', import.meta.url);
const names = readdirSync(samples).filter((name) => !name.endsWith('.lead.json'));
const read = (name: string): string => readFileSync(new URL(name, samples), 'utf8');

const welcome = (): Record<string, unknown> => JSON.parse(read('welcome.json'));

const refusal = (json: unknown): string => {
  const parsed = parsePlay(json);
  return parsed.ok ? 'accepted' : (parsed.problems[0]?.sentence ?? 'no sentence');
};

describe('the sample plays', () => {
  test.each(names)('%s parses, compiles without a word, and comes back from a file to the byte', (name) => {
    const parsed = parsePlay(JSON.parse(read(name)));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    expect(compile(parsed.play, context)).toMatchObject({ ok: true, problems: [] });
    const text = printPlay(parsed.play);
    const again = parsePlay(JSON.parse(text));
    expect(again).toEqual(parsed);
    expect(again.ok && printPlay(again.play)).toBe(text);
    // Whatever order its keys were written in.
    const shuffled = Object.fromEntries(Object.entries(parsed.play).reverse()) as typeof parsed.play;
    expect(printPlay(shuffled)).toBe(text);
  });
});

describe('what is no play', () => {
  test.each([
    ['null', null, 'This is not a play. A play is a JSON object with "format": "baton.play".'],
    ['a list', [], 'This is not a play. A play is a JSON object with "format": "baton.play".'],
    [
      'another format',
      { format: 'n8n', version: 1 },
      'This is not a play. A play says "format": "baton.play".',
    ],
    [
      'no version',
      { format: 'baton.play' },
      'A play says which version of the format it is in; this one says nothing.',
    ],
    [
      'half a version',
      { format: 'baton.play', version: 1.5 },
      'A play says which version of the format it is in; this one says 1.5.',
    ],
    [
      'a newer version',
      { ...welcome(), version: PLAY_VERSION + 1 },
      `This play was made by a newer Baton (format ${PLAY_VERSION + 1}, this one reads up to ${PLAY_VERSION}). Update Baton, then import it again.`,
    ],
    ['a key too many', { ...welcome(), colour: 'red' }, '"colour" does not belong here.'],
    ['no name', { ...welcome(), name: undefined }, 'This is missing.'],
    ['nodes that are none', { ...welcome(), nodes: 'none' }, 'This should be an array.'],
  ])('%s', (_, json, sentence) => {
    expect(refusal(json)).toBe(sentence);
  });

  test('the place of what is wrong is named', () => {
    const play = welcome();
    const nodes = play.nodes as Record<string, unknown>[];
    const parsed = parsePlay({
      ...play,
      nodes: [nodes[0], { ...nodes[1], id: 'no spaces please' }, nodes[2]],
    });
    expect(parsed.ok ? [] : parsed.problems.map((problem) => problem.path)).toEqual(['nodes.1.id']);
  });

  test('two steps of one id', () => {
    const play = welcome();
    const nodes = play.nodes as unknown[];
    expect(refusal({ ...play, nodes: [...nodes, nodes[1]] })).toBe(
      'Two steps have the id "hello". Give one of them another.',
    );
  });
});

describe('hostile JSON', () => {
  test('nesting far deeper than any stack', () => {
    let deep: unknown = 'end';
    for (let i = 0; i < 200_000; i++) deep = [deep];
    expect(refusal({ ...welcome(), nodes: deep })).toBe('Nothing in a play is nested deeper than 40 levels.');
    expect(refusal(deep)).toBe('Nothing in a play is nested deeper than 40 levels.');
  });

  test('more values than any play has', () => {
    expect(refusal({ ...welcome(), nodes: Array.from({ length: 300_000 }, () => 1) })).toBe(
      'This file is too large to be a play.',
    );
    expect(refusal({ ...welcome(), name: 'x'.repeat(300_000) })).toBe('This text is too long.');
  });

  test.each(['__proto__', 'constructor', 'prototype'])('a key that would reach into objects: %s', (key) => {
    const json = JSON.parse(
      `{"format":"baton.play","version":1,"name":"x","nodes":[{"id":"a","kind":"end","config":{"${key}":{"polluted":true}},"at":{"x":0,"y":0}}],"edges":[]}`,
    );
    expect(refusal(json)).toBe(`"${key}" is not a name that a play may use.`);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('anything at all is answered, never thrown at', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }),
        (json) => {
          expect(parsePlay(json).ok).toBe(false);
        },
      ),
      { numRuns: 500, seed: 41 },
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (nodes, edges, limits) => {
        const parsed = parsePlay({ ...welcome(), nodes, edges, limits });
        if (parsed.ok) expect(() => compile(parsed.play, context)).not.toThrow();
      }),
      { numRuns: 500, seed: 42 },
    );
  });
});
