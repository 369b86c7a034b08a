import { edgeAt, nodeOf, reachableFrom } from '#workflows/edit/graph.ts';
import { nameOf, portsOf } from '#workflows/edit/ports.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { Play, PlayEdge } from '#workflows/play.ts';

/**
 * Why a connection cannot be drawn, in a sentence for the person who draws it; null when it can. The compiler checks
 * the same again (and more): this only keeps people from drawing what can never be right.
 */
export function whyNotConnect(play: Play, edge: PlayEdge): string | null {
  const from = nodeOf(play, edge.from);
  const to = nodeOf(play, edge.to);
  if (from === undefined || to === undefined) return 'That step is no longer there.';
  if (!portsOf(play, from).some((port) => port.id === edge.port)) {
    return `${nameOf(from)} has no such way out any more.`;
  }
  if (edge.from === edge.to)
    return 'A step cannot lead to itself. Put a wait between, and lead back from there.';
  if (nodeKind(to.kind)?.shape === 'trigger')
    return 'Nothing can lead to the start: leads come in there by themselves.';
  if (edgeAt(play, edge.from, edge.port)?.to === edge.to) return 'These two are connected like this already.';
  if (makesLoopWithoutWait(play, edge)) {
    return 'That would be a loop without a wait: a lead would run round it at once. Put a wait into it first.';
  }
  return null;
}

/** A cycle is safe only when time passes on it: a step of the group "Wait" that is not disabled. */
function makesLoopWithoutWait(play: Play, edge: PlayEdge): boolean {
  const waits = (id: string) => {
    const node = nodeOf(play, id);
    return node !== undefined && !node.disabled && nodeKind(node.kind)?.group === 'Wait';
  };
  if (waits(edge.from)) return false;
  const rest: Play = {
    ...play,
    edges: play.edges.filter((other) => other.from !== edge.from || other.port !== edge.port),
  };
  return reachableFrom(rest, edge.to, (id) => !waits(id)).has(edge.from);
}
