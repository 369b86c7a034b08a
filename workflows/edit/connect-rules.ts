import { type EdgeKey, edgeAt, edgesByTo, nodeOf, sameEdge } from '#workflows/edit/graph.ts';
import { nameOf, portsOf } from '#workflows/edit/ports.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { Play, PlayEdge } from '#workflows/play.ts';

/**
 * Why a connection cannot be drawn, in a sentence for the person who draws it; null when it can. The compiler checks
 * the same again (and more): this only keeps people from drawing what can never be right.
 */
export function whyNotConnect(play: Play, edge: PlayEdge): string | null {
  if (nodeOf(play, edge.to) === undefined) return GONE;
  return refusedTargets(play, edge).get(edge.to) ?? null;
}

const GONE = 'That step is no longer there.';
const TO_ITSELF = 'A step cannot lead to itself. Put a wait between, and lead back from there.';
const TO_START = 'Nothing can lead to the start: leads come in there by themselves.';
const ALREADY = 'These two are connected like this already.';
const LOOP =
  'That would be a loop without a wait: a lead would run round it at once. Put a wait into it first.';

/** Every step that a way out cannot lead to, with the reason. One walk for all of them. */
export function refusedTargets(play: Play, key: EdgeKey): ReadonlyMap<string, string> {
  const from = nodeOf(play, key.from);
  const all = (reason: string) => new Map(play.nodes.map((node) => [node.id, reason]));
  if (from === undefined) return all(GONE);
  if (!portsOf(play, from).some((port) => port.id === key.port)) {
    return all(`${nameOf(from)} has no such way out any more.`);
  }
  const refused = new Map<string, string>();
  for (const id of leadsBackWithoutWait(play, key)) refused.set(id, LOOP);
  const current = edgeAt(play, key.from, key.port)?.to;
  if (current !== undefined) refused.set(current, ALREADY);
  for (const node of play.nodes) {
    if (nodeKind(node.kind)?.shape === 'trigger') refused.set(node.id, TO_START);
  }
  return refused.set(key.from, TO_ITSELF);
}

/**
 * Steps from which a lead comes back to this one at once. A cycle is safe only when time passes on it: a step of the
 * group "Wait" that is not disabled.
 */
function leadsBackWithoutWait(play: Play, key: EdgeKey): Set<string> {
  const waits = new Set(
    play.nodes
      .filter((node) => !node.disabled && nodeKind(node.kind)?.group === 'Wait')
      .map((node) => node.id),
  );
  const found = new Set<string>();
  if (waits.has(key.from)) return found;
  const incoming = edgesByTo(play);
  const open = [key.from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of incoming.get(id) ?? []) {
      // The wire that is being led elsewhere is not there any more.
      if (sameEdge(edge, key) || waits.has(edge.from) || found.has(edge.from)) continue;
      found.add(edge.from);
      open.push(edge.from);
    }
  }
  return found;
}
