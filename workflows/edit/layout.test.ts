import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apply } from '#workflows/edit/apply.ts';
import { tidyMoves } from '#workflows/edit/layout.ts';
import { boxesOf, tooClose } from '#workflows/edit/place.ts';
import { arbitraryPlay } from '#workflows/edit/testing/arbitrary-play.ts';
import type { Play, PlayEdge, PlayNode } from '#workflows/play.ts';

function tidied(play: Play): Play {
  const done = apply(play, { op: 'tidy', to: tidyMoves(play) });
  if (!done.ok) throw new Error(done.reason);
  return done.play;
}

test('no two cards overlap or crowd each other, all stand on the grid, and the start stays', () => {
  fc.assert(
    fc.property(arbitraryPlay(30), (play) => {
      const result = tidied(play);
      const boxes = boxesOf(result);
      for (const [i, a] of boxes.entries()) {
        for (const b of boxes.slice(i + 1)) {
          // Rounding to the grid may take up to 4 px of the 24 between columns.
          if (tooClose(a, b, { x: 20, y: 0 })) throw new Error(`${a.id} and ${b.id} overlap`);
        }
      }
      for (const node of result.nodes) expect([node.at.x % 4, node.at.y % 4].map(Math.abs)).toEqual([0, 0]);
      expect(result.nodes[0]?.at).toEqual(play.nodes[0]?.at);
    }),
    { numRuns: 400 },
  );
});

test('a second run changes nothing', () => {
  fc.assert(
    fc.property(arbitraryPlay(30), (play) => {
      expect(tidyMoves(tidied(play))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('every wire that does not close a loop goes down', () => {
  fc.assert(
    fc.property(arbitraryPlay(20), (play) => {
      const result = tidied(play);
      const y = new Map(result.nodes.map((node) => [node.id, node.at.y]));
      const climbs = result.edges.filter((edge) => (y.get(edge.to) ?? 0) <= (y.get(edge.from) ?? 0));
      const acyclic = { ...play, edges: result.edges.filter((edge) => !climbs.includes(edge)) };
      expect(tidyMoves({ ...acyclic, nodes: tidied(acyclic).nodes })).toEqual([]);
      for (const edge of climbs) expect(closesLoop(play, edge)).toBe(true);
    }),
    { numRuns: 200 },
  );
});

function closesLoop(play: Play, edge: PlayEdge): boolean {
  const seen = new Set([edge.to]);
  const open = [edge.to];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === edge.from) return true;
    for (const next of play.edges) {
      if (next.from !== id || seen.has(next.to)) continue;
      seen.add(next.to);
      open.push(next.to);
    }
  }
  return false;
}

test('branches drop straight down from their ports, two rows of two apart', () => {
  const play: Play = {
    format: 'baton.play',
    version: 1,
    name: 'Branches',
    nodes: [
      { id: 'start', kind: 'trigger', config: { by: 'hand' }, at: { x: 400, y: 0 } },
      {
        id: 'reply',
        kind: 'waitForReply',
        config: { intents: ['interested', 'pricing'] },
        at: { x: 0, y: 0 },
      },
      { id: 'a', kind: 'wait', config: {}, at: { x: 0, y: 0 } },
      { id: 'b', kind: 'wait', config: {}, at: { x: 0, y: 0 } },
      { id: 'c', kind: 'end', config: {}, at: { x: 0, y: 0 } },
    ],
    edges: [
      { from: 'start', port: 'next', to: 'reply' },
      { from: 'reply', port: 'intent-interested', to: 'a' },
      { from: 'reply', port: 'otherwise', to: 'b' },
      { from: 'reply', port: 'intent-pricing', to: 'c' },
      { from: 'a', port: 'next', to: 'c' },
    ],
  };
  const at = Object.fromEntries(tidied(play).nodes.map((node) => [node.id, node.at]));
  // The start is 200 wide: its middle is at 500, and so is the middle of the 448 wide card below it.
  expect(at.reply).toEqual({ x: 276, y: 104 });
  expect(at.a?.y).toBe(240);
  expect(at.b).toEqual({ x: 456, y: 240 });
  // Owned by the first that reaches it, below the lowest that leads to it.
  expect(at.c?.y).toBe(344);
});

test('a thousand steps are tidied in the time of a frame or two', () => {
  const nodes = Array.from(
    { length: 1000 },
    (_, i): PlayNode => ({
      id: `n${i}`,
      kind: i === 0 ? 'trigger' : i % 5 === 0 ? 'waitForReply' : 'wait',
      config: i % 5 === 0 ? { intents: ['interested', 'pricing'] } : {},
      at: { x: 0, y: 0 },
    }),
  );
  const edges: PlayEdge[] = [];
  const free: { from: string; port: string }[] = [{ from: 'n0', port: 'next' }];
  for (const node of nodes.slice(1)) {
    const key = free.shift();
    if (key) edges.push({ ...key, to: node.id });
    for (const port of node.kind === 'waitForReply'
      ? ['intent-interested', 'intent-pricing', 'otherwise', 'noReply']
      : ['next']) {
      free.push({ from: node.id, port });
    }
  }
  const play: Play = { format: 'baton.play', version: 1, name: 'Large', nodes, edges };
  const runs = Array.from({ length: 5 }, () => {
    const from = performance.now();
    tidyMoves(play);
    return performance.now() - from;
  }).sort((a, b) => a - b);
  // The target is 20 ms on an idle machine; this only catches a wrong order of growth.
  expect(runs[2]).toBeLessThan(200);
});
