import type { Port } from '#workflows/node.ts';
import type { AnyNodeKind } from '#workflows/nodes/registry.ts';
import { nodeKind, portsOf } from '#workflows/nodes/registry.ts';
import type { Play, PlayNode } from '#workflows/play.ts';

/** Where a port leads: to a step, to a quiet end of the play, or nowhere, which is a problem. */
export type Way = { to: string } | 'end' | 'open';

export type GraphNode = {
  node: PlayNode;
  /** undefined: a kind this version does not know. */
  kind: AnyNodeKind | undefined;
  ports: Port[];
  /** Where each port leads, edges and fallbacks resolved. In the order of `ports`. */
  ways: Map<string, Way>;
};

/** A play as compile sees it: steps by id, ways resolved. Built from any parsed play, however wrong. */
export type Graph = {
  nodes: Map<string, GraphNode>;
  /** Every trigger drawn; a right play has one. */
  triggers: GraphNode[];
};

export function graphOf(play: Play): Graph {
  const targets = new Map<string, string>();
  const nodes = new Map<string, GraphNode>();
  for (const node of play.nodes) {
    nodes.set(node.id, { node, kind: nodeKind(node.kind), ports: portsOf(node), ways: new Map() });
  }
  for (const edge of play.edges) {
    const target = nodes.get(edge.to);
    const key = `${edge.from} ${edge.port}`;
    if (target !== undefined && target.kind?.shape !== 'trigger' && !targets.has(key))
      targets.set(key, edge.to);
  }
  for (const drawn of nodes.values()) {
    for (const port of drawn.ports) drawn.ways.set(port.id, wayOf(drawn, port, targets));
  }
  return { nodes, triggers: [...nodes.values()].filter((drawn) => drawn.kind?.shape === 'trigger') };
}

function wayOf(drawn: GraphNode, port: Port, targets: ReadonlyMap<string, string>): Way {
  let at: Port | undefined = port;
  for (let hops = drawn.ports.length; at !== undefined && hops > 0; hops--) {
    const to = targets.get(`${drawn.node.id} ${at.id}`);
    if (to !== undefined) return { to };
    if (at.mayEnd === true) return 'end';
    const next: string | undefined = at.follows;
    at = next === undefined ? undefined : drawn.ports.find((other) => other.id === next);
  }
  return 'open';
}

/** The ports a lead can really leave by: a disabled step has one. */
export function livePorts(drawn: GraphNode): Port[] {
  if (drawn.node.disabled !== true) return drawn.ports;
  const by = drawn.kind?.passOver?.(drawn.node.config) ?? drawn.ports[0]?.id;
  return drawn.ports.filter((port) => port.id === by);
}

/** Steps a lead can come to next, in port order, each once. */
export function successors(graph: Graph, drawn: GraphNode): GraphNode[] {
  const found: GraphNode[] = [];
  for (const port of livePorts(drawn)) {
    const way = drawn.ways.get(port.id);
    const next = typeof way === 'object' ? graph.nodes.get(way.to) : undefined;
    if (next !== undefined && !found.includes(next)) found.push(next);
  }
  return found;
}

/**
 * Steps that can be reached, in the order a walk from the trigger by ports meets them: drawing order and positions
 * leave no trace, so that the same graph always becomes the same plan.
 */
export function walk(graph: Graph, roots: readonly (GraphNode | undefined)[]): GraphNode[] {
  const seen = new Set<GraphNode>();
  const open = roots.filter((root) => root !== undefined).reverse();
  for (let drawn = open.pop(); drawn !== undefined; drawn = open.pop()) {
    if (seen.has(drawn)) continue;
    seen.add(drawn);
    open.push(...successors(graph, drawn).reverse());
  }
  return [...seen];
}
