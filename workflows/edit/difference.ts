import { nodeOf, sameEdge } from '#workflows/edit/graph.ts';
import type { Patch } from '#workflows/edit/operation.ts';
import type { Play } from '#workflows/play.ts';

/**
 * The patch that makes `from` into `to`. Unchanged nodes and edges are known by identity, so the cost follows what
 * changed; a copy that is equal but not the same object is patched needlessly, never wrongly.
 */
export function difference(from: Play, to: Play): Patch {
  return {
    op: 'patch',
    nodes: listDifference(from.nodes, to.nodes, (node) => node.id).map(({ item, index, gone }) => ({
      id: item.id,
      index,
      node: gone ? null : item,
    })),
    edges: listDifference(from.edges, to.edges, (edge) => `${edge.from} ${edge.port}`).map(
      ({ item, index, gone }) => ({
        from: item.from,
        port: item.port,
        index,
        edge: gone ? null : item,
      }),
    ),
    play: [
      ...(from.name === to.name ? [] : [{ field: 'name' as const, value: to.name }]),
      ...(from.limits === to.limits ? [] : [{ field: 'limits' as const, value: to.limits }]),
      ...(from.reentry === to.reentry ? [] : [{ field: 'reentry' as const, value: to.reentry }]),
      ...(from.anyReply === to.anyReply ? [] : [{ field: 'anyReply' as const, value: to.anyReply }]),
    ],
  };
}

export function isEmptyPatch(patch: Patch): boolean {
  return patch.nodes.length + patch.edges.length + patch.play.length === 0;
}

/** Total: a patch made for another document replaces what it names and leaves the rest. */
export function applyPatch(play: Play, patch: Patch): Play {
  const next: Play = {
    ...play,
    nodes: patchList(
      play.nodes,
      patch.nodes.map(({ index, node, id }) => ({ index, item: node, is: (other) => other.id === id })),
    ),
    edges: patchList(
      play.edges,
      patch.edges.map(({ index, edge, ...key }) => ({
        index,
        item: edge,
        is: (other) => sameEdge(other, key),
      })),
    ),
  };
  for (const { field, value } of patch.play) {
    if (value === undefined) delete next[field as 'limits'];
    else Object.assign(next, { [field]: value });
  }
  return next;
}

type ListChange<Item> = { item: Item; index: number; gone: boolean };

function listDifference<Item>(
  from: readonly Item[],
  to: readonly Item[],
  keyOf: (item: Item) => string,
): ListChange<Item>[] {
  if (from === to) return [];
  const place = new Map(from.map((item, index) => [keyOf(item), index]));
  // What stays where it is: each further down in both lists. The rest is taken out and put in again.
  const stays = new Set<string>();
  let furthest = -1;
  for (const item of to) {
    const index = place.get(keyOf(item)) ?? -1;
    if (index <= furthest) continue;
    furthest = index;
    stays.add(keyOf(item));
  }
  return [
    ...from.flatMap((item, index) => (stays.has(keyOf(item)) ? [] : [{ item, index, gone: true }])),
    ...to.flatMap((item, index) =>
      stays.has(keyOf(item)) && from[place.get(keyOf(item)) ?? -1] === item
        ? []
        : [{ item, index, gone: false }],
    ),
  ];
}

type ItemPatch<Item> = { index: number; item: Item | null; is: (other: Item) => boolean };

function patchList<Item>(list: Item[], patches: ItemPatch<Item>[]): Item[] {
  if (patches.length === 0) return list;
  const next = list.filter((item) => !patches.some((patch) => patch.item === null && patch.is(item)));
  // Ascending, so that each new item finds those before it already in their places.
  for (const { item, index, is } of patches
    .filter((patch) => patch.item !== null)
    .sort((a, b) => a.index - b.index)) {
    if (item === null) continue;
    const at = next.findIndex(is);
    if (at === -1) next.splice(Math.min(index, next.length), 0, item);
    else next[at] = item;
  }
  return next;
}

/** True when an edge of the play starts or ends nowhere; no operation may leave one. */
export function hasLooseEdge(play: Play): boolean {
  return play.edges.some(
    (edge) => nodeOf(play, edge.from) === undefined || nodeOf(play, edge.to) === undefined,
  );
}
