import type { Move } from '#workflows/edit/operation.ts';
import { COLUMN_GAP, cardsOf, onGrid, ROW_GAP, roundUp, type Size } from '#workflows/edit/size.ts';
import type { Play } from '#workflows/play.ts';

/** A card's place and size, in px of the canvas. */
export type Box = Size & { id: string; x: number; y: number };

export function boxesOf(play: Play): Box[] {
  return [...cardsOf(play).values()].map(({ node, size }) => ({ id: node.id, ...node.at, ...size }));
}

/** True when two cards touch, or stand closer than `gap`. */
export function tooClose(a: Box, b: Box, gap: { x: number; y: number } = { x: 0, y: 0 }): boolean {
  return (
    a.x < b.x + b.width + gap.x &&
    b.x < a.x + a.width + gap.x &&
    a.y < b.y + b.height + gap.y &&
    b.y < a.y + a.height + gap.y
  );
}

/**
 * Moves cards down until none overlaps; those in `fixed` stay. Cards that were free stay where they are, and each card
 * goes no further than it must, so that a canvas somebody arranged keeps its shape.
 */
export function pushClear(boxes: readonly Box[], fixed: ReadonlySet<string>): Move[] {
  const settled: Box[] = boxes.filter((box) => fixed.has(box.id));
  const moves: Move[] = [];
  for (const box of boxes.filter(({ id }) => !fixed.has(id)).toSorted((a, b) => a.y - b.y || a.x - b.x)) {
    let y = box.y;
    // Each round jumps below one settled card, so this ends.
    for (let hit = hitAt(settled, box, y); hit !== undefined; hit = hitAt(settled, box, y)) {
      y = roundUp(hit.y + hit.height + ROW_GAP, 4);
    }
    settled.push({ ...box, y });
    if (y !== box.y) moves.push({ id: box.id, x: box.x, y });
  }
  return moves;
}

function hitAt(settled: readonly Box[], box: Box, y: number): Box | undefined {
  return settled.find((other) => tooClose(other, { ...box, y }));
}

/** The free place nearest to the wished one: there, else a card's width to the right or left, further and further. */
export function freePlace(boxes: readonly Box[], wish: Box): { x: number; y: number } {
  const gap = { x: COLUMN_GAP - 1, y: 0 };
  for (let i = 0; i <= boxes.length * 2 + 1; i++) {
    const steps = Math.ceil(i / 2) * (i % 2 === 1 ? 1 : -1);
    const x = onGrid(wish.x + steps * (wish.width + COLUMN_GAP));
    const at = { x, y: onGrid(wish.y) };
    if (!boxes.some((box) => tooClose(box, { ...wish, ...at }, gap))) return at;
  }
  return { x: onGrid(wish.x), y: onGrid(Math.max(...boxes.map((box) => box.y + box.height)) + ROW_GAP) };
}

/**
 * The moves that follow a change of card sizes: a card that grew or shrank keeps its middle, and what it now covers
 * makes room below.
 */
export function settle(before: Play, after: Play): Move[] {
  const old = new Map(boxesOf(before).map((box) => [box.id, box]));
  const resized = new Set<string>();
  const boxes = boxesOf(after).map((box) => {
    const was = old.get(box.id);
    if (was === undefined || (was.width === box.width && was.height === box.height)) return box;
    resized.add(box.id);
    return { ...box, x: onGrid(box.x + (was.width - box.width) / 2) };
  });
  if (resized.size === 0) return [];
  const pushed = new Map(pushClear(boxes, resized).map((move) => [move.id, move]));
  return boxes.flatMap((box): Move[] => {
    const node = after.nodes.find(({ id }) => id === box.id);
    const to = pushed.get(box.id) ?? { id: box.id, x: box.x, y: box.y };
    return node && (node.at.x !== to.x || node.at.y !== to.y) ? [to] : [];
  });
}
