import { expect, test } from 'vitest';
import { changedSteps, type DrawingInput, draw } from '#components/canvas/flow.ts';
import { apply } from '#workflows/edit/apply.ts';
import type { Operation } from '#workflows/edit/operation.ts';
import { smallPlay } from '#workflows/edit/testing/small-play.ts';
import type { Play } from '#workflows/play.ts';

const input = (more: Partial<DrawingInput> = {}): DrawingInput => ({
  play: smallPlay,
  problems: [],
  counts: null,
  changed: new Set(),
  selected: new Set(),
  selectedEdge: null,
  dragged: new Map(),
  editable: true,
  way: null,
  ...more,
});

function doing(play: Play, operation: Operation): Play {
  const done = apply(play, operation);
  if (!done.ok) throw new Error(done.reason);
  return done.play;
}

test('sizes and handles are given, so that nothing is measured', () => {
  const { nodes } = draw(input(), null);
  const reply = nodes.find((node) => node.id === 'reply');
  expect(reply).toMatchObject({ width: 336, height: 96 });
  expect(reply?.handles?.map(({ id, x, y }) => [id, x, y])).toEqual([
    [null, 168, 0],
    ['intent-interested', 56 - 4.5, 96 - 4.5],
    ['otherwise', 168 - 4.5, 96 - 4.5],
    ['noReply', 280 - 4.5, 96 - 4.5],
  ]);
});

test('what did not change keeps its identity', () => {
  const first = draw(input(), null);
  const again = draw(input(), first);
  expect(again.nodes.every((node, i) => node === first.nodes[i])).toBe(true);
  expect(again.edges.every((edge, i) => edge === first.edges[i])).toBe(true);

  const chosen = draw(input({ selected: new Set(['text']) }), first);
  expect(chosen.nodes.filter((node, i) => node !== first.nodes[i]).map((node) => node.id)).toEqual(['text']);

  const moved = draw(input({ dragged: new Map([['end', { x: 600, y: 360 }]]) }), first);
  expect(moved.nodes.filter((node, i) => node !== first.nodes[i]).map((node) => node.id)).toEqual(['end']);
});

test('the accessible names say the sentence, the problems and the way', () => {
  const { nodes, edges } = draw(
    input({ problems: [{ code: 'x', severity: 'error', node: 'text', sentence: 'Write the text.' }] }),
    null,
  );
  expect(nodes.find((node) => node.id === 'text')?.ariaLabel).toBe('Text: Hi first name. 1 problem');
  expect(edges.map((edge) => edge.ariaLabel)).toContain('From Wait for a reply, by No reply, to End');
});

test('counts stand at their wires, with a share where a step has several ways out', () => {
  const { nodes, edges } = draw(
    input({
      counts: {
        of: 'v1',
        entered: 1284,
        here: { reply: 37 },
        left: { 'text sent': 1200, 'text notSent': 41, 'reply noReply': 30, 'reply otherwise': 10 },
      },
    }),
    null,
  );
  const labels = Object.fromEntries(edges.map((edge) => [edge.id, [edge.data?.label, edge.data?.share]]));
  expect(labels['start next']).toEqual(['1,284 entered', null]);
  // Those who could not be sent to go the same way.
  expect(labels['text sent']).toEqual(['1,241', null]);
  expect(labels['reply noReply']).toEqual(['30', '75 %']);
  expect(labels['reply intent-interested']).toEqual([null, null]);
  expect(nodes.find((node) => node.id === 'reply')?.data.here).toBe('37');
});

test('a step counts as changed when its words or its wires do, not when it is moved', () => {
  const moved = doing(smallPlay, { op: 'moveNodes', to: [{ id: 'text', x: 0, y: 0 }] });
  expect(changedSteps(moved, smallPlay)).toEqual(new Set());
  const reworded = doing(moved, { op: 'setConfig', id: 'text', path: 'text', value: 'Hello' });
  expect(changedSteps(reworded, smallPlay)).toEqual(new Set(['text']));
  const rewired = doing(smallPlay, { op: 'disconnect', from: 'reply', port: 'noReply' });
  expect(changedSteps(rewired, smallPlay)).toEqual(new Set(['reply']));
  expect(changedSteps(smallPlay, null)).toEqual(new Set());
});

test('an unknown kind and a wire to nowhere are drawn as far as they can be', () => {
  const odd: Play = {
    ...smallPlay,
    nodes: [...smallPlay.nodes, { id: 'odd', kind: 'fromTheFuture', config: {}, at: { x: 0, y: 600 } }],
    edges: [
      ...smallPlay.edges,
      { from: 'odd', port: 'then', to: 'end' },
      { from: 'end', port: 'x', to: 'gone' },
    ],
  };
  const drawing = draw(input({ play: odd }), null);
  expect(drawing.nodes).toHaveLength(6);
  expect(drawing.edges.map((edge) => edge.id)).toContain('odd then');
});
