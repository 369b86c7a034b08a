import { apply } from '#workflows/edit/apply.ts';
import { type EdgeKey, edgeAt, nodeOf } from '#workflows/edit/graph.ts';
import type { Operation, OperationOf } from '#workflows/edit/operation.ts';
import { boxesOf, freePlace, pushClear, settle } from '#workflows/edit/place.ts';
import { portsOf, shownPorts } from '#workflows/edit/ports.ts';
import { onGrid, portX, ROW_GAP, type Size, sizeOf } from '#workflows/edit/size.ts';
import type { AnyNodeKind } from '#workflows/nodes/registry.ts';
import type { Play, PlayNode } from '#workflows/play.ts';

type Point = { x: number; y: number };

/** A new step of this kind, as it comes from the palette, with its top left corner at `at`. */
export function newNode(kind: AnyNodeKind, id: string, at: Point): PlayNode {
  return { id, kind: kind.kind, config: kind.draft(), at: { x: onGrid(at.x), y: onGrid(at.y) } };
}

/** A step dropped on empty ground, its middle under the pointer. */
export function addAt(play: Play, kind: AnyNodeKind, id: string, middle: Point): OperationOf<'addNode'> {
  const node = newNode(kind, id, middle);
  const size = sizeOf(play, node);
  return {
    op: 'addNode',
    node: newNode(kind, id, { x: middle.x - size.width / 2, y: middle.y - size.height / 2 }),
  };
}

/**
 * The step a person picks while another is selected: after that one's first free way out, else into its first wire.
 * `undefined` when nothing can follow it (an end), or when the new one cannot follow anything (a start).
 */
export function addAfter(play: Play, kind: AnyNodeKind, id: string, selected: string): Operation | undefined {
  const node = nodeOf(play, selected);
  if (node === undefined || kind.shape === 'trigger') return undefined;
  const ports = shownPorts(play, node);
  const port = ports.find(({ id }) => edgeAt(play, selected, id) === undefined) ?? ports[0];
  return port === undefined ? undefined : addOnPort(play, kind, id, { from: selected, port: port.id });
}

/** After one way out of a step: into its wire when it has one, else below it. */
export function addOnPort(play: Play, kind: AnyNodeKind, id: string, key: EdgeKey): Operation {
  const edge = edgeAt(play, key.from, key.port);
  const from = nodeOf(play, key.from);
  if (from === undefined) throw new Error(`There is no step ${key.from} to add after.`);
  const port = portPoint(play, from, key.port);
  const draft = newNode(kind, id, { x: 0, y: 0 });
  const size = sizeOf(play, draft);
  const below = { x: port.x - size.width / 2, y: port.y + ROW_GAP };
  if (edge !== undefined) return insertBetween(play, kind, id, { from: key.from, port: key.port }, below);

  const at = freePlace(boxesOf(play), { id, ...size, ...below });
  const added: Operation = { op: 'addNode', node: newNode(kind, id, at), after: key };
  return settled(play, added);
}

function insertBetween(
  play: Play,
  kind: AnyNodeKind,
  id: string,
  edge: EdgeKey,
  at: Point,
): OperationOf<'insertOnEdge'> {
  const node = newNode(kind, id, at);
  const onward = portsOf(play, node)[0]?.id;
  const insert: OperationOf<'insertOnEdge'> = {
    op: 'insertOnEdge',
    node,
    edge,
    ...(onward ? { onward } : {}),
  };
  const applied = apply(play, insert);
  if (!applied.ok) return insert;

  // What comes after the wire goes down as one block, so that the branch keeps its shape; then what else is covered.
  const boxes = boxesOf(applied.play);
  const own = boxes.find((box) => box.id === id);
  const target = boxes.find((box) => box.id === edgeAt(play, edge.from, edge.port)?.to);
  if (own === undefined) return insert;
  const needed = target ? own.y + own.height + ROW_GAP - target.y : 0;
  const shifted = boxes.map((box) =>
    needed > 0 && target && box.id !== id && box.id !== edge.from && box.y >= target.y
      ? { ...box, y: onGrid(box.y + needed) }
      : box,
  );
  const pushed = new Map(pushClear(shifted, new Set([id, edge.from])).map((move) => [move.id, move]));
  const moved = shifted.flatMap((box, i) => {
    const to = pushed.get(box.id) ?? { id: box.id, x: box.x, y: box.y };
    return to.y === boxes[i]?.y ? [] : [to];
  });
  return moved.length === 0 ? insert : { ...insert, moved };
}

/** The operation, with the moves that it makes necessary when it changes the size of cards. */
export function settled(play: Play, operation: Operation): Operation {
  const applied = apply(play, operation);
  if (!applied.ok || operation.op === 'together') return operation;
  const moves = settle(play, applied.play);
  return moves.length === 0
    ? operation
    : { op: 'together', ops: [operation, { op: 'moveNodes', to: moves }] };
}

/** Where a port is on the canvas: its wire starts here. A folded port shows at the one it follows. */
export function portPoint(play: Play, node: PlayNode, port: string): Point {
  const size: Size = sizeOf(play, node);
  const shown = shownPorts(play, node);
  const index = Math.max(
    0,
    shown.findIndex((each) => each.id === port),
  );
  return { x: node.at.x + portX(index, shown.length, size.width), y: node.at.y + size.height };
}
