import { edgesByFrom } from '#workflows/edit/graph.ts';
import type { Move } from '#workflows/edit/operation.ts';
import { COLUMN_GAP, cardsOf, JUMP, onGrid, portX, ROW_GAP, type Size } from '#workflows/edit/size.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { Play } from '#workflows/play.ts';

/**
 * Tidy up. A play is nearly a tree that grows down from its start, so: rows by longest path; one parent owns each step
 * and has it straight below the port that leads there, when the neighbours leave room; a step with several parents
 * belongs to the first that a walk by ports comes from, and the others' wires join above it. Wires that would climb are
 * jumps, and take a pill's room in the next row.
 *
 * Works on sizes that are known without drawing, hence the same on the server, in tests and in the browser. Running it
 * again changes nothing; the first start stays where it is.
 */
export function tidyMoves(play: Play): Move[] {
  const placed = layOut(play);
  return play.nodes.flatMap((node): Move[] => {
    const at = placed.get(node.id);
    return at === undefined || (at.x === node.at.x && at.y === node.at.y) ? [] : [{ id: node.id, ...at }];
  });
}

/** Half of the room beside a wire that passes a row: cards keep this far from it. */
const LANE = COLUMN_GAP / 2;

/** A step, or the pill of a jump. */
type Item = {
  id: string;
  size: Size;
  row: number;
  /** Owned children, with the x of their port from this card's middle; in port order. */
  children: { item: Item; offset: number }[];
};

function layOut(play: Play): Map<string, { x: number; y: number }> {
  const { roots, rows } = spanningForest(play);
  const [anchor] = roots;
  const placed = new Map<string, { x: number; y: number }>();
  if (anchor === undefined) return placed;

  const tops = rowTops(rows);
  const middles = new Map<Item, number>();
  // Trees of steps that nothing leads to stand side by side, each right of all before it.
  const forest: Contour = new Map();
  for (const root of roots) {
    const shape = shapeOf(root);
    const shift = clearance(forest, shape.contour);
    const middle = forest.size === 0 ? 0 : onGrid(shift);
    addContour(forest, shape.contour, middle);
    placeTree(root, middle, shape, middles);
  }

  const start = play.nodes.find((node) => node.id === anchor.id);
  const dx = (start?.at.x ?? 0) - ((middles.get(anchor) ?? 0) - anchor.size.width / 2);
  const dy = (start?.at.y ?? 0) - (tops[anchor.row] ?? 0);
  for (const [item, middle] of middles) {
    if (item.id === '') continue;
    placed.set(item.id, {
      x: onGrid(middle - item.size.width / 2 + dx),
      y: onGrid((tops[item.row] ?? 0) + dy),
    });
  }
  return placed;
}

/** Rows are as high as their highest card. */
function rowTops(rows: readonly Item[][]): number[] {
  const tops: number[] = [];
  let y = 0;
  for (const row of rows) {
    tops.push(y);
    y += Math.max(0, ...row.map((item) => item.size.height)) + ROW_GAP;
  }
  return tops;
}

/** Who owns whom, and in which row each step stands. */
function spanningForest(play: Play): { roots: Item[]; rows: Item[][] } {
  const outgoing = edgesByFrom(play);
  const cards = cardsOf(play);
  /** Ways out of a step in port order; wires of ports that no longer exist come last. */
  const waysOf = (id: string) => {
    const shown = cards.get(id)?.ports ?? [];
    const place = (port: string) => {
      const index = shown.findIndex((each) => each.id === port);
      return index === -1 ? shown.length : index;
    };
    return (outgoing.get(id) ?? [])
      .map((edge) => ({ edge, index: place(edge.port) }))
      .sort((a, b) => a.index - b.index);
  };

  const ids = play.nodes.map((node) => node.id);
  const targets = new Set(play.edges.map((edge) => edge.to));
  const isStart = (id: string) => nodeKind(cards.get(id)?.node.kind ?? '')?.shape === 'trigger';
  const candidates = [
    ...ids.filter(isStart),
    ...ids.filter((id) => !isStart(id) && !targets.has(id)),
    ...ids,
  ];

  // Depth first, without recursion: plays may be a thousand steps in one line.
  const rootIds: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const climbing = new Set<string>();
  /** By which wire a walk from the start came to a step first. */
  const owners = new Map<string, string>();
  const order: string[] = [];
  for (const rootId of candidates) {
    if (state.has(rootId)) continue;
    rootIds.push(rootId);
    state.set(rootId, 'open');
    const stack = [{ id: rootId, ways: waysOf(rootId), next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const way = top.ways[top.next];
      top.next += 1;
      if (way === undefined) {
        state.set(top.id, 'done');
        order.push(top.id);
        stack.pop();
      } else if (state.get(way.edge.to) === 'open') {
        climbing.add(`${way.edge.from} ${way.edge.port}`);
      } else if (!state.has(way.edge.to)) {
        state.set(way.edge.to, 'open');
        owners.set(way.edge.to, `${way.edge.from} ${way.edge.port}`);
        stack.push({ id: way.edge.to, ways: waysOf(way.edge.to), next: 0 });
      }
    }
  }
  order.reverse();

  const items = new Map<string, Item>();
  for (const [id, { size }] of cards) items.set(id, { id, size, row: 0, children: [] });
  const isClimb = (edge: { from: string; port: string }) => climbing.has(`${edge.from} ${edge.port}`);

  // Longest path: `order` is topological once climbing wires are left out.
  for (const id of order) {
    for (const { edge } of waysOf(id)) {
      const to = items.get(edge.to);
      if (to && !isClimb(edge)) to.row = Math.max(to.row, (items.get(id)?.row ?? 0) + 1);
    }
  }

  const rows: Item[][] = [];
  const toRow = (item: Item) => {
    for (let row = rows.length; row <= item.row; row++) rows.push([]);
    rows[item.row]?.push(item);
  };
  for (const item of items.values()) toRow(item);
  for (const id of order) {
    const item = items.get(id);
    if (item === undefined) continue;
    const shown = cards.get(id)?.ports ?? [];
    for (const { edge, index } of waysOf(id)) {
      const offset =
        portX(Math.min(index, Math.max(0, shown.length - 1)), shown.length, item.size.width) -
        item.size.width / 2;
      const to = items.get(edge.to);
      if (isClimb(edge)) {
        const pill: Item = { id: '', size: JUMP, row: item.row + 1, children: [] };
        toRow(pill);
        item.children.push({ item: pill, offset });
      } else if (to && owners.get(edge.to) === `${edge.from} ${edge.port}`) {
        item.children.push({ item: to, offset });
      }
    }
  }
  return { roots: rootIds.flatMap((id) => items.get(id) ?? []), rows };
}

/** What a tree covers: for each row its left and right end, from the middle of its root. */
type Contour = Map<number, { left: number; right: number }>;

type TreeShape = {
  contour: Contour;
  places: { shape: TreeShape; item: Item; at: number }[];
  /** Items in the tree. */
  weight: number;
};

/** A tree's outline, with its children placed as near below their ports as they can be. */
function shapeOf(root: Item): TreeShape {
  // Children first, without recursion.
  const order: Item[] = [];
  const open = [root];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    order.push(item);
    for (const child of item.children) open.push(child.item);
  }
  const shapes = new Map<Item, TreeShape>();
  for (const item of order.reverse()) {
    const parts = item.children.map(({ item: child, offset }) => {
      const shape = shapes.get(child) ?? { contour: new Map(), places: [], weight: 0 };
      // The wire passes the rows between.
      const contour: Contour = new Map(shape.contour);
      for (let row = item.row + 1; row < child.row; row++) contour.set(row, { left: LANE, right: -LANE });
      return { item: child, shape, contour, offset, weight: shape.weight };
    });
    const at = spread(parts);
    const contour: Contour = new Map([
      [item.row, { left: -item.size.width / 2, right: item.size.width / 2 }],
    ]);
    const places = parts.map((part, i) => {
      addContour(contour, part.contour, at[i] ?? 0);
      return { shape: part.shape, item: part.item, at: at[i] ?? 0 };
    });
    shapes.set(item, { contour, places, weight: parts.reduce((sum, part) => sum + part.weight, 1) });
  }
  return shapes.get(root) ?? { contour: new Map(), places: [], weight: 0 };
}

function placeTree(root: Item, middle: number, shape: TreeShape, middles: Map<Item, number>): void {
  const open = [{ item: root, middle, shape }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    middles.set(next.item, next.middle);
    for (const place of next.shape.places) {
      open.push({ item: place.item, middle: next.middle + place.at, shape: place.shape });
    }
  }
}

/**
 * Places of siblings: each at its port where it can be, none over another, order kept. Siblings that press each other
 * form a block, which stands so that the heavier half of it is as straight as can be (pool adjacent violators, by
 * weighted median): a long branch stays below its port, a short one gives way.
 */
function spread(parts: readonly { contour: Contour; offset: number; weight: number }[]): number[] {
  // The nearest each may stand to the first, when all are packed to the left.
  const packed: number[] = [];
  const together: Contour = new Map();
  for (const part of parts) {
    const at = packed.length === 0 ? 0 : Math.max(packed.at(-1) ?? 0, clearance(together, part.contour));
    packed.push(at);
    addContour(together, part.contour, at);
  }
  type Wish = { at: number; weight: number };
  const blocks: { wishes: Wish[]; at: number }[] = [];
  parts.forEach((part, i) => {
    const wish: Wish = { at: part.offset - (packed[i] ?? 0), weight: part.weight };
    let block = { wishes: [wish], at: wish.at };
    for (let last = blocks.at(-1); last !== undefined && last.at > block.at; last = blocks.at(-1)) {
      const wishes = [...last.wishes, ...block.wishes];
      block = { wishes, at: weightedMedian(wishes) };
      blocks.pop();
    }
    blocks.push(block);
  });
  const shifts = blocks.flatMap((block) => block.wishes.map(() => block.at));
  return parts.map((_, i) => (packed[i] ?? 0) + (shifts[i] ?? 0));
}

/** Of equal halves the larger wish: it is that of the earlier sibling, which then stays in place. */
function weightedMedian(wishes: readonly { at: number; weight: number }[]): number {
  const sorted = wishes.toSorted((a, b) => b.at - a.at);
  const half = sorted.reduce((sum, wish) => sum + wish.weight, 0) / 2;
  let sum = 0;
  for (const wish of sorted) {
    sum += wish.weight;
    if (sum >= half) return wish.at;
  }
  return 0;
}

/** How far right of a placed outline's origin another must stand so that no row of the two comes closer than the gap. */
function clearance(placed: Contour, contour: Contour): number {
  let least = Number.NEGATIVE_INFINITY;
  for (const [row, { left }] of contour) {
    const other = placed.get(row);
    if (other) least = Math.max(least, other.right + COLUMN_GAP - left);
  }
  return least === Number.NEGATIVE_INFINITY ? 0 : least;
}

function addContour(outline: Contour, part: Contour, at: number): void {
  for (const [row, { left, right }] of part) {
    const other = outline.get(row);
    outline.set(row, {
      left: Math.min(other?.left ?? Number.POSITIVE_INFINITY, left + at),
      right: Math.max(other?.right ?? Number.NEGATIVE_INFINITY, right + at),
    });
  }
}
