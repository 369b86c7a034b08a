import type { Edge, Node, NodeHandle } from '@xyflow/react';
import { Position } from '@xyflow/react';
import { countWords, edgeId, type PlayCounts, shareWords } from '#components/canvas/counts.ts';
import type { Way } from '#components/canvas/editor.ts';
import { type Route, routeWires, type Wire } from '#components/canvas/route.ts';
import { grouped } from '#workflows/edit/graph.ts';
import type { Box } from '#workflows/edit/place.ts';
import { nameOf, type ShownPort, sentenceWords } from '#workflows/edit/ports.ts';
import { type Card, cardsOf, portX } from '#workflows/edit/size.ts';
import type { Problem } from '#workflows/node.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { Play, PlayEdge, PlayNode } from '#workflows/play.ts';

/**
 * The only translator between our document and React Flow. One way: React Flow draws what this makes and reports what
 * the person did; the document changes by operations alone. Sizes and handles are given, so nothing is measured.
 */

export type StepData = {
  node: PlayNode;
  ports: ShownPort[];
  problems: readonly Problem[];
  /** Differs from the live version. */
  changed: boolean;
  /** Ports that have a wire. */
  wired: ReadonlySet<string>;
  /** Leads here now, in words; null when the play is not live or nobody is here. */
  here: string | null;
  /** Off the way of a simulated lead. */
  aside: boolean;
};
export type StepNode = Node<StepData, 'step'>;

export type WireData = {
  route: Route;
  label: string | null;
  share: string | null;
  /** Name of the step it leads to, for a jump. */
  toName: string;
};
export type WireEdge = Edge<WireData, 'wire'>;

export type Drawing = { nodes: StepNode[]; edges: WireEdge[]; cards: ReadonlyMap<string, Card> };

export type DrawingInput = {
  play: Play;
  problems: readonly Problem[];
  counts: PlayCounts | null;
  /** Steps that differ from the live version. */
  changed: ReadonlySet<string>;
  selected: ReadonlySet<string>;
  selectedEdge: string | null;
  /** Where cards are while they are dragged; the document learns of it when they are dropped. */
  dragged: ReadonlyMap<string, { x: number; y: number }>;
  editable: boolean;
  way: Way | null;
};

const PORT_SIZE = 9;

/**
 * Everything drawn. `previous` is the last drawing: what did not change keeps its identity, so that React draws one card
 * again when one card changed.
 */
export function draw(input: DrawingInput, previous: Drawing | null): Drawing {
  const cards = cardsOf(input.play);
  const before = {
    nodes: new Map(previous?.nodes.map((node) => [node.id, node])),
    edges: new Map(previous?.edges.map((edge) => [edge.id, edge])),
  };
  const problems = grouped(input.problems, (problem) => problem.node ?? '');
  const wired = grouped(input.play.edges, (edge) => edge.from);
  const nodes = [...cards.values()].map((card) =>
    sameOr(
      before.nodes.get(card.node.id),
      stepNode(card, input, problems.get(card.node.id) ?? [], wired),
      sameNode,
    ),
  );
  const edges = wireEdges(input, cards, previous?.edges ?? []).map((edge) =>
    sameOr(before.edges.get(edge.id), edge, sameEdge),
  );
  return { nodes, edges, cards };
}

function stepNode(
  { node, ports, size }: Card,
  { counts, changed, selected, dragged, editable, way }: DrawingInput,
  problems: readonly Problem[],
  wired: ReadonlyMap<string, PlayEdge[]>,
): StepNode {
  const here = counts?.here[node.id] ?? 0;
  const isSelected = selected.has(node.id);
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  return {
    id: node.id,
    type: 'step',
    position: dragged.get(node.id) ?? node.at,
    width: size.width,
    height: size.height,
    handles: handlesOf(ports, size),
    selected: isSelected,
    draggable: editable,
    connectable: editable,
    ariaRole: 'group',
    ariaLabel: problems.length === 0 ? sentenceWords(node) : `${sentenceWords(node)}. ${count}`,
    domAttributes: isSelected && selected.size === 1 ? CURRENT : NOT_CURRENT,
    data: {
      node,
      ports,
      problems,
      changed: changed.has(node.id),
      wired: new Set((wired.get(node.id) ?? []).map((edge) => edge.port)),
      here: here > 0 ? countWords(here) : null,
      aside: way !== null && !way.steps.has(node.id),
    },
  };
}

/** The canvas is one stop for Tab: the selected card, and the arrows walk from there. */
const CURRENT = { tabIndex: 0, 'aria-roledescription': 'step', 'aria-current': 'step' } as const;
const NOT_CURRENT = { tabIndex: -1, 'aria-roledescription': 'step' } as const;

/** The upper edge takes wires, the circles on the lower edge give them. */
function handlesOf(ports: readonly ShownPort[], size: { width: number; height: number }): NodeHandle[] {
  return [
    { id: null, type: 'target', position: Position.Top, x: size.width / 2, y: 0, width: 1, height: 1 },
    ...ports.map(
      (port, i): NodeHandle => ({
        id: port.id,
        type: 'source',
        position: Position.Bottom,
        x: portX(i, ports.length, size.width) - PORT_SIZE / 2,
        y: size.height - PORT_SIZE / 2,
        width: PORT_SIZE,
        height: PORT_SIZE,
      }),
    ),
  ];
}

export function boxesFrom(
  cards: ReadonlyMap<string, Card>,
  dragged: ReadonlyMap<string, { x: number; y: number }>,
): Map<string, Box> {
  return new Map(
    [...cards].map(([id, { node, size }]) => [id, { id, ...(dragged.get(id) ?? node.at), ...size }]),
  );
}

function wireEdges(
  { play, counts, selected, selectedEdge, dragged, editable, way }: DrawingInput,
  cards: ReadonlyMap<string, Card>,
  previous: readonly WireEdge[],
): WireEdge[] {
  const boxes = boxesFrom(cards, dragged);
  const known = play.edges.filter((edge) => cards.has(edge.from) && cards.has(edge.to));
  const kept = new Map<string, Route>();
  if (dragged.size > 0) {
    for (const edge of previous) {
      if (edge.data && !dragged.has(edge.source) && !dragged.has(edge.target))
        kept.set(edge.id, edge.data.route);
    }
  }
  const routes = routeWires(
    known.map((edge) => wireOf(edge, cards, boxes)),
    boxes,
    kept,
  );
  const edges = known.flatMap((edge): WireEdge[] => {
    const route = routes.get(edgeId(edge.from, edge.port));
    const from = cards.get(edge.from);
    const to = cards.get(edge.to);
    if (route === undefined || from === undefined || to === undefined) return [];
    const id = edgeId(edge.from, edge.port);
    const port = from.ports.find((each) => each.id === edge.port);
    const isStart = nodeKind(from.node.kind)?.shape === 'trigger';
    const left = isStart ? (counts?.entered ?? 0) : port ? leftBy(counts, edge.from, port) : 0;
    const total = from.ports.reduce((sum, each) => sum + leftBy(counts, edge.from, each), 0);
    const isPointedAt = selected.has(edge.from) || selected.has(edge.to) || selectedEdge === id;
    const isLit = way === null ? isPointedAt : goesBy(way, edge, port);
    const by = from.ports.length > 1 && port ? `, by ${port.label},` : '';
    return [
      {
        id,
        type: 'wire',
        source: edge.from,
        sourceHandle: edge.port,
        target: edge.to,
        selected: selectedEdge === id,
        focusable: false,
        reconnectable: editable ? 'target' : false,
        // Accent wires are drawn last, over the ring of the card they lead to.
        zIndex: isLit ? 1 : 0,
        className: isLit ? 'lit' : way === null ? '' : 'aside',
        ariaLabel: `From ${nameOf(from.node)}${by} to ${nameOf(to.node)}`,
        data: {
          route,
          label: left > 0 ? `${countWords(left)}${isStart ? ' entered' : ''}` : null,
          share: left > 0 ? shareWords(left, total, from.ports.length) : null,
          toName: nameOf(to.node),
        },
      },
    ];
  });
  return edges;
}

/** Whether the lead's way runs along a wire; a port that follows another goes by that one's. */
function goesBy(way: Way, edge: PlayEdge, port: ShownPort | undefined): boolean {
  if (!way.steps.has(edge.from) || !way.steps.has(edge.to)) return false;
  const left = way.left.get(edge.from);
  return (
    left === undefined || [edge.port, ...(port?.folded.map(({ id }) => id) ?? [])].some((id) => left.has(id))
  );
}

/** Those who left by a port, and by the ports that are folded into it. */
function leftBy(counts: PlayCounts | null, step: string, port: ShownPort): number {
  if (counts === null) return 0;
  return [port, ...port.folded].reduce((sum, { id }) => sum + (counts.left[edgeId(step, id)] ?? 0), 0);
}

function wireOf(edge: PlayEdge, cards: ReadonlyMap<string, Card>, boxes: ReadonlyMap<string, Box>): Wire {
  const box = boxes.get(edge.from);
  const ports = cards.get(edge.from)?.ports ?? [];
  const index = Math.max(
    0,
    ports.findIndex((port) => port.id === edge.port),
  );
  const x = (box?.x ?? 0) + portX(index, ports.length, box?.width ?? 0);
  return {
    id: edgeId(edge.from, edge.port),
    from: { x, y: (box?.y ?? 0) + (box?.height ?? 0) },
    to: edge.to,
  };
}

function sameOr<Item>(before: Item | undefined, after: Item, same: (a: Item, b: Item) => boolean): Item {
  return before !== undefined && same(before, after) ? before : after;
}

function sameNode(a: StepNode, b: StepNode): boolean {
  return (
    a.data.node === b.data.node &&
    a.position.x === b.position.x &&
    a.position.y === b.position.y &&
    a.selected === b.selected &&
    a.domAttributes === b.domAttributes &&
    a.draggable === b.draggable &&
    a.width === b.width &&
    a.height === b.height &&
    a.data.changed === b.data.changed &&
    a.data.here === b.data.here &&
    a.data.aside === b.data.aside &&
    sameList(a.data.ports, b.data.ports, samePort) &&
    sameList([...a.data.wired], [...b.data.wired], Object.is) &&
    sameList(a.data.problems, b.data.problems, (p, q) => p.sentence === q.sentence && p.field === q.field)
  );
}

function samePort(a: ShownPort, b: ShownPort): boolean {
  return a.id === b.id && a.label === b.label && a.mayEnd === b.mayEnd && a.folded.length === b.folded.length;
}

function sameEdge(a: WireEdge, b: WireEdge): boolean {
  return (
    a.target === b.target &&
    a.selected === b.selected &&
    a.className === b.className &&
    a.reconnectable === b.reconnectable &&
    a.ariaLabel === b.ariaLabel &&
    a.data?.label === b.data?.label &&
    a.data?.share === b.data?.share &&
    a.data?.toName === b.data?.toName &&
    a.data?.route.kind === b.data?.route.kind &&
    sameList(a.data?.route.points ?? [], b.data?.route.points ?? [], (p, q) => p.x === q.x && p.y === q.y)
  );
}

function sameList<Item>(
  a: readonly Item[],
  b: readonly Item[],
  same: (a: Item, b: Item) => boolean,
): boolean {
  return a.length === b.length && a.every((item, i) => b[i] !== undefined && same(item, b[i]));
}

/** Steps that differ from the live version in more than their place; all of them when nothing is live yet is none. */
export function changedSteps(play: Play, live: Play | null): Set<string> {
  if (live === null) return new Set();
  const before = new Map(live.nodes.map((node) => [node.id, JSON.stringify({ ...node, at: null })]));
  const wires = (of: Play, id: string) =>
    of.edges
      .filter((edge) => edge.from === id)
      .map((edge) => `${edge.port} ${edge.to}`)
      .sort()
      .join();
  return new Set(
    play.nodes
      .filter(
        (node) =>
          before.get(node.id) !== JSON.stringify({ ...node, at: null }) ||
          wires(play, node.id) !== wires(live, node.id),
      )
      .map((node) => node.id),
  );
}
