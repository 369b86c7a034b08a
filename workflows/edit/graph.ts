import type { Play, PlayEdge, PlayNode } from '#workflows/play.ts';

/** An edge is named by where it starts: a port has one edge at most. */
export type EdgeKey = { from: string; port: string };

export function nodeOf(play: Play, id: string): PlayNode | undefined {
  return play.nodes.find((node) => node.id === id);
}

export function edgeAt(play: Play, from: string, port: string): PlayEdge | undefined {
  return play.edges.find((edge) => edge.from === from && edge.port === port);
}

export function sameEdge(a: EdgeKey, b: EdgeKey): boolean {
  return a.from === b.from && a.port === b.port;
}

/** Edges by the node they leave, in document order. */
export function edgesByFrom(play: Play): Map<string, PlayEdge[]> {
  return grouped(play.edges, (edge) => edge.from);
}

export function edgesByTo(play: Play): Map<string, PlayEdge[]> {
  return grouped(play.edges, (edge) => edge.to);
}

/** Items by a key of theirs, each group in order. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** Every node that can be reached from `start`, which is among them. `through` says which nodes may be passed. */
export function reachableFrom(
  play: Play,
  start: string,
  through: (id: string) => boolean = () => true,
): Set<string> {
  const outgoing = edgesByFrom(play);
  const seen = new Set([start]);
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (!through(id)) continue;
    for (const edge of outgoing.get(id) ?? []) {
      if (seen.has(edge.to)) continue;
      seen.add(edge.to);
      open.push(edge.to);
    }
  }
  return seen;
}
