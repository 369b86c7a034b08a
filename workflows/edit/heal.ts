import { edgeAt, nodeOf } from '#workflows/edit/graph.ts';
import type { OperationOf } from '#workflows/edit/operation.ts';
import { nameOf, portsOf } from '#workflows/edit/ports.ts';
import type { Play, PlayEdge } from '#workflows/play.ts';

/**
 * Taking steps out so that the way goes on round them. A step with several wired ways out leaves a choice: `branches`
 * lists them, and `keep` names the port whose way stays.
 */
export type Removal =
  | { ask: false; operation: OperationOf<'removeNodes'> }
  | { ask: true; node: string; branches: { port: string; label: string; leadsTo: string }[] };

export function planRemoval(play: Play, ids: readonly string[], keep?: string | null): Removal {
  const present = ids.filter((id) => nodeOf(play, id) !== undefined);
  const [only] = present;
  if (present.length === 1 && only !== undefined && keep === undefined) {
    const node = nodeOf(play, only);
    const leadingIn = play.edges.some((edge) => edge.to === only && edge.from !== only);
    const wired = node
      ? portsOf(play, node).flatMap((port) => {
          const to = edgeAt(play, only, port.id)?.to;
          const target = to === undefined || to === only ? undefined : nodeOf(play, to);
          return target ? [{ port: port.id, label: port.label, to: target.id, leadsTo: nameOf(target) }] : [];
        })
      : [];
    if (leadingIn && new Set(wired.map((way) => way.to)).size > 1) {
      return {
        ask: true,
        node: only,
        branches: wired.map(({ port, label, leadsTo }) => ({ port, label, leadsTo })),
      };
    }
  }
  return {
    ask: false,
    operation: {
      op: 'removeNodes',
      ids: present.length > 0 ? present : [...ids],
      heal: healing(play, present, keep),
    },
  };
}

/** Every edge into the removed steps, led on to where their kept way comes out; several steps in a row heal as one. */
function healing(play: Play, ids: readonly string[], keep: string | null | undefined): PlayEdge[] {
  if (keep === null) return [];
  const gone = new Set(ids);
  const wayOut = (start: string): string | undefined => {
    const seen = new Set<string>();
    let id: string | undefined = start;
    while (id !== undefined && gone.has(id) && !seen.has(id)) {
      seen.add(id);
      const from: string = id;
      const edges = play.edges.filter((edge) => edge.from === from);
      const kept = (ids.length === 1 && keep && edges.find((edge) => edge.port === keep)) || edges[0];
      id = kept ? kept.to : undefined;
    }
    return id !== undefined && !gone.has(id) ? id : undefined;
  };
  return play.edges.flatMap((edge) => {
    if (gone.has(edge.from) || !gone.has(edge.to)) return [];
    const to = wayOut(edge.to);
    return to === undefined || to === edge.from ? [] : [{ from: edge.from, port: edge.port, to }];
  });
}
