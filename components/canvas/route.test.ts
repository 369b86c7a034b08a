import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roundedPath, routeWires, type Wire } from '#components/canvas/route.ts';
import type { Box } from '#workflows/edit/place.ts';

const box = (id: string, x: number, y: number, width = 200, height = 64): Box => ({
  id,
  x,
  y,
  width,
  height,
});
const boxesOf = (...boxes: Box[]) => new Map(boxes.map((each) => [each.id, each]));
const below = (card: Box, x = card.x + card.width / 2) => ({ x, y: card.y + card.height });

test('a card straight below is reached by one straight line, also when the grid leaves it a few pixels aside', () => {
  const a = box('a', 0, 0);
  const b = box('b', 4, 104);
  const routes = routeWires([{ id: 'w', from: below(a), to: 'b' }], boxesOf(a, b));
  expect(routes.get('w')).toEqual({
    kind: 'wire',
    points: [
      { x: 100, y: 64 },
      { x: 100, y: 104 },
    ],
  });
});

test('merges turn 20 above the card and share the last piece', () => {
  const a = box('a', 0, 0);
  const b = box('b', 224, 0);
  const c = box('c', 112, 144);
  const routes = routeWires(
    [
      { id: 'left', from: below(a), to: 'c' },
      { id: 'right', from: below(b), to: 'c' },
    ],
    boxesOf(a, b, c),
  );
  for (const id of ['left', 'right'])
    expect(routes.get(id)?.points.slice(2)).toEqual([
      { x: 212, y: 124 },
      { x: 212, y: 144 },
    ]);
});

test('a card in the way is passed at its side', () => {
  const a = box('a', 0, 0);
  const wall = box('wall', 0, 104);
  const c = box('c', 0, 208);
  const route = routeWires([{ id: 'w', from: below(a), to: 'c' }], boxesOf(a, wall, c)).get('w');
  expect(route?.kind).toBe('wire');
  expect(route?.points.some((point) => point.x <= -12 || point.x >= 212)).toBe(true);
});

test('a wire that would climb is a jump', () => {
  const a = box('a', 0, 0);
  const b = box('b', 0, 104);
  const route = routeWires([{ id: 'w', from: below(b), to: 'a' }], boxesOf(a, b)).get('w');
  expect(route).toMatchObject({ kind: 'jump', at: { x: 100, y: 208 } });
});

test('no wire runs through a card, wherever cards stand', () => {
  const place = fc.record({ x: fc.integer({ min: 0, max: 12 }), y: fc.integer({ min: 0, max: 8 }) });
  fc.assert(
    fc.property(
      fc.uniqueArray(place, { minLength: 2, maxLength: 14, selector: ({ x, y }) => `${x} ${y}` }),
      (places) => {
        const cards = places.map(({ x, y }, i) => box(`n${i}`, x * 224, y * 112));
        const wires = cards
          .slice(1)
          .map((card, i): Wire => ({ id: card.id, from: below(cards[i] ?? card), to: card.id }));
        for (const route of routeWires(wires, boxesOf(...cards)).values()) {
          if (route.kind === 'jump') continue;
          route.points.slice(1).forEach((point, i) => {
            const before = route.points[i] ?? point;
            const [left, right] = [Math.min(point.x, before.x), Math.max(point.x, before.x)];
            const [top, bottom] = [Math.min(point.y, before.y), Math.max(point.y, before.y)];
            for (const card of cards) {
              const hit =
                left < card.x + card.width && right > card.x && top < card.y + card.height && bottom > card.y;
              expect(hit).toBe(false);
            }
          });
        }
      },
    ),
    { numRuns: 200 },
  );
});

test('elbows are round and never overshoot a short piece', () => {
  expect(
    roundedPath([
      { x: 0, y: 0 },
      { x: 0, y: 20 },
      { x: 4, y: 20 },
      { x: 4, y: 40 },
    ]),
  ).toBe('M0 0L0 18Q0 20 2 20L2 20Q4 20 4 22L4 40');
});
