import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitViewport, sees } from '#components/canvas/viewport.ts';
import type { Box } from '#workflows/edit/place.ts';

const arbitraryBox = fc.record({
  id: fc.constant('n'),
  x: fc.integer({ min: -2_000, max: 2_000 }),
  y: fc.integer({ min: -500, max: 2_000 }),
  width: fc.constantFrom(96, 200, 672),
  height: fc.constantFrom(32, 64, 112),
});
const size = { width: 864, height: 819 };

test('everything is in sight, never larger than life', () => {
  fc.assert(
    fc.property(fc.array(arbitraryBox, { minLength: 1, maxLength: 20 }), (boxes) => {
      const { x, y, zoom } = fitViewport(boxes, size);
      expect(zoom).toBeLessThanOrEqual(1);
      for (const box of boxes) {
        expect(box.x * zoom + x).toBeGreaterThanOrEqual(-1);
        expect((box.x + box.width) * zoom + x).toBeLessThanOrEqual(size.width + 1);
        expect(box.y * zoom + y).toBeGreaterThanOrEqual(-1);
        expect((box.y + box.height) * zoom + y).toBeLessThanOrEqual(size.height + 1);
      }
    }),
  );
});

test('a play that would lie under the map is shown beside it', () => {
  const boxes: Box[] = [
    { id: 'a', x: 0, y: 0, width: 560, height: 64 },
    { id: 'b', x: 0, y: 700, width: 200, height: 64 },
  ];
  const view = fitViewport(boxes, { width: 900, height: 819 });
  expect(view.x).toBeGreaterThanOrEqual(168);
});

test('knows when nothing is in sight', () => {
  const box: Box = { id: 'a', x: 0, y: 0, width: 200, height: 64 };
  expect(sees({ x: 0, y: 0, zoom: 1 }, size, [box])).toBe(true);
  expect(sees({ x: -300, y: 0, zoom: 1 }, size, [box])).toBe(false);
  expect(sees({ x: 5_000, y: 0, zoom: 1 }, size, [])).toBe(true);
});
