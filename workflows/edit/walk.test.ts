import { expect, test } from 'vitest';
import { smallPlay } from '#workflows/edit/testing/small-play.ts';
import { neighbour, outlineOf } from '#workflows/edit/walk.ts';
import type { Play } from '#workflows/play.ts';

test('arrows go up to what leads here, down to what follows, aside to the other branches', () => {
  expect(neighbour(smallPlay, 'reply', 'up')).toBe('text');
  expect(neighbour(smallPlay, 'reply', 'down')).toBe('won');
  expect(neighbour(smallPlay, 'won', 'right')).toBe('end');
  expect(neighbour(smallPlay, 'end', 'left')).toBe('won');
  expect(neighbour(smallPlay, 'start', 'up')).toBeUndefined();
});

test('a step that nothing is wired to is reached by its place', () => {
  const loose: Play = {
    ...smallPlay,
    nodes: [...smallPlay.nodes, { id: 'loose', kind: 'end', config: {}, at: { x: 900, y: 224 } }],
  };
  expect(neighbour(loose, 'reply', 'right')).toBe('loose');
  expect(neighbour(loose, 'loose', 'left')).toBe('reply');
});

test('the outline tells straight steps at one depth, branches deeper, and each step once', () => {
  const lines = outlineOf(smallPlay).map((line) =>
    line.kind === 'step'
      ? `${'  '.repeat(line.depth)}${line.by ? `${line.by}: ` : ''}${line.id}${line.again ? ' again' : ''}`
      : 'open',
  );
  expect(lines).toEqual([
    'start',
    'text',
    'reply',
    '  Interested: won',
    '  Anything else: end',
    '  No reply: end again',
  ]);
});

test('a way that leads nowhere is told, and so is a loose step', () => {
  const broken: Play = {
    ...smallPlay,
    nodes: [...smallPlay.nodes, { id: 'loose', kind: 'wait', config: {}, at: { x: 0, y: 0 } }],
    edges: smallPlay.edges.filter((edge) => edge.port !== 'otherwise'),
  };
  const lines = outlineOf(broken);
  expect(lines.filter((line) => line.kind === 'open').map((line) => [line.from, line.port])).toEqual([
    ['reply', 'otherwise'],
    ['loose', 'next'],
  ]);
});
