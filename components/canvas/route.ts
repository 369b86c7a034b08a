import type { Box } from '#workflows/edit/place.ts';
import { JUMP, ROW_GAP } from '#workflows/edit/size.ts';

/**
 * How wires run: down from a port, across in the gap between rows, down on the middle of the card they lead to. Never
 * through a card; a wire that would climb becomes a jump. Pure geometry over boxes known without drawing.
 */

export type Point = { x: number; y: number };

export type Wire = { id: string; from: Point; to: string };

export type Route =
  | { kind: 'wire'; points: Point[] }
  /** A pill below the port, named after the step it leads to. `at` is the pill's top middle. */
  | { kind: 'jump'; points: Point[]; at: Point };

/** Below a port, and above a card, where wires turn. Merges join there and share one head. */
const TURN = 20;
const LANES = [TURN, 12, 28] as const;
/** Room between a wire and a card it passes. */
const CLEAR = 8;
/** Wires in one channel stand this far apart when they lead to different steps. */
const CHANNEL_GAP = 8;
/** A port this near to the middle of a card is straight above it: cards stand on a grid, ports do not always. */
const STRAIGHT = 8;

type Segment = { at: number; start: number; end: number; to: string };

/**
 * Routes of all wires, in order; earlier ones take the better lanes. Those in `kept` stay as they are: while a card is
 * dragged only its own wires are led anew.
 */
export function routeWires(
  wires: readonly Wire[],
  boxes: ReadonlyMap<string, Box>,
  kept: ReadonlyMap<string, Route> = new Map(),
): Map<string, Route> {
  const cards = [...boxes.values()];
  const taken: Taken = { across: [], down: [] };
  for (const wire of wires) {
    const route = kept.get(wire.id);
    if (route?.kind === 'wire') keep(route.points, wire.to, taken);
  }
  const routes = new Map<string, Route>();
  for (const wire of wires) {
    const to = boxes.get(wire.to);
    if (to !== undefined) routes.set(wire.id, kept.get(wire.id) ?? routeWire(wire, to, cards, taken));
  }
  return routes;
}

type Taken = { across: Segment[]; down: Segment[] };

function routeWire(wire: Wire, to: Box, cards: readonly Box[], taken: Taken): Route {
  const { from } = wire;
  const end: Point = { x: to.x + to.width / 2, y: to.y };
  if (end.y < from.y + STRAIGHT) return jump(from);
  const free = (points: readonly Point[]) => isFree(points, cards, to);

  if (Math.abs(end.x - from.x) <= STRAIGHT) {
    const straight = [from, { x: from.x, y: end.y }];
    if (free(straight)) return keep(straight, wire.to, taken);
  }
  if (end.y - from.y < 2 * 12) return jump(from);

  const gap = end.y - from.y;
  // Late turns let merges share their last piece; early ones leave room for what else leads there.
  const turns = [...LANES.map((lane) => end.y - lane), ...LANES.map((lane) => from.y + lane)].filter(
    (y) => y >= from.y + LANES[1] && y <= end.y - LANES[1],
  );
  const fits = (points: Point[]) => free(points) && isVacant(points, wire.to, taken);
  for (const y of turns.length > 0 ? turns : [from.y + gap / 2]) {
    const points = turning(from, end, y);
    if (fits(points)) return keep(points, wire.to, taken);
  }
  const above = end.y - Math.min(TURN, gap / 2);
  for (const x of channels(from, end, cards)) {
    for (const lane of LANES) {
      const points = [
        from,
        { x: from.x, y: from.y + lane },
        { x, y: from.y + lane },
        { x, y: above },
        { x: end.x, y: above },
        end,
      ];
      if (from.y + lane < above && fits(points)) return keep(points, wire.to, taken);
    }
  }
  // Better on another wire than through a card.
  const crowded = turns.map((y) => turning(from, end, y)).find(free);
  if (crowded) return keep(crowded, wire.to, taken);
  return jump(from);
}

function jump(from: Point): Route {
  const at = { x: from.x, y: from.y + ROW_GAP };
  return { kind: 'jump', points: [from, at], at };
}

/** The box of a jump's pill. */
export function jumpBox(at: Point): { x: number; y: number; width: number; height: number } {
  return { x: at.x - JUMP.width / 2, y: at.y, ...JUMP };
}

function turning(from: Point, end: Point, y: number): Point[] {
  return [from, { x: from.x, y }, { x: end.x, y }, end];
}

/** Where a wire may pass between cards on its way down, nearest first. */
function channels(from: Point, end: Point, cards: readonly Box[]): number[] {
  const between = cards.filter((card) => card.y + card.height > from.y && card.y < end.y);
  const edges = between.flatMap((card) => [card.x - 12, card.x + card.width + 12]);
  const all = edges.flatMap((x) => [
    x,
    x + CHANNEL_GAP,
    x - CHANNEL_GAP,
    x + 2 * CHANNEL_GAP,
    x - 2 * CHANNEL_GAP,
  ]);
  const length = (x: number) => Math.abs(x - from.x) + Math.abs(x - end.x);
  return [...new Set(all)].sort((a, b) => length(a) - length(b) || a - b).slice(0, 60);
}

function segmentsOf(points: readonly Point[]): [Point, Point][] {
  return points.slice(1).flatMap((point, i): [Point, Point][] => {
    const before = points[i];
    return before === undefined ? [] : [[before, point]];
  });
}

/** No card in the way. A piece that only touches an edge of a card (its own below, the other above) is free. */
function isFree(points: readonly Point[], cards: readonly Box[], to: Box): boolean {
  return segmentsOf(points).every(([a, b]) => {
    const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
    const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
    return !cards.some((card) => {
      const margin = a.x === b.x && card.id !== to.id ? CLEAR : 0;
      return (
        left < card.x + card.width + margin &&
        right > card.x - margin &&
        top < card.y + card.height &&
        bottom > card.y
      );
    });
  });
}

/** Wires to different steps do not lie on one another. */
function isVacant(points: readonly Point[], to: string, taken: Taken): boolean {
  return segmentsOf(points).every(([a, b]) => {
    const isDown = a.x === b.x;
    const at = isDown ? a.x : a.y;
    const [start, end] = isDown ? [a.y, b.y] : [Math.min(a.x, b.x), Math.max(a.x, b.x)];
    return !(isDown ? taken.down : taken.across).some(
      (other) =>
        other.to !== to &&
        Math.abs(other.at - at) < CHANNEL_GAP - 1 &&
        other.start < end &&
        other.end > start,
    );
  });
}

function keep(points: Point[], to: string, taken: Taken): Route {
  for (const [a, b] of segmentsOf(points)) {
    if (a.x === b.x) taken.down.push({ at: a.x, start: a.y, end: b.y, to });
    else taken.across.push({ at: a.y, start: Math.min(a.x, b.x), end: Math.max(a.x, b.x), to });
  }
  return { kind: 'wire', points };
}

/** Elbows of 8 px, tighter where a piece is shorter. */
export function roundedPath(points: readonly Point[], radius = 8): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  rest.forEach((point, i) => {
    const before = points[i];
    const after = rest[i + 1];
    if (before === undefined || after === undefined) {
      path += `L${point.x} ${point.y}`;
      return;
    }
    const r = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2);
    const a = towards(point, before, r);
    const b = towards(point, after, r);
    path += `L${a.x} ${a.y}Q${point.x} ${point.y} ${b.x} ${b.y}`;
  });
  return path;
}

function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}

function towards(from: Point, to: Point, by: number): Point {
  return { x: from.x + Math.sign(to.x - from.x) * by, y: from.y + Math.sign(to.y - from.y) * by };
}
