import { edgesByFrom } from '#workflows/edit/graph.ts';
import type { Port } from '#workflows/node.ts';
import { portsOf as knownPorts, nodeKind } from '#workflows/nodes/registry.ts';
import type { Play, PlayEdge, PlayNode } from '#workflows/play.ts';

/**
 * Every way out of a node, in drawing order. For a kind nobody knows, the ways that are drawn, so that nothing is lost
 * from the canvas.
 */
export function portsOf(play: Play, node: PlayNode): Port[] {
  if (nodeKind(node.kind) !== undefined) return knownPorts(node);
  return play.edges.filter((edge) => edge.from === node.id).map(({ port }) => ({ id: port, label: port }));
}

/** A port as the card shows it: one that only follows another and has no wire of its own is folded into that one. */
export type ShownPort = Port & {
  /** The ports folded into this one, for the label ("Sent +2") and for whoever wants to lead one elsewhere. */
  folded: Port[];
};

export function shownPorts(play: Play, node: PlayNode): ShownPort[] {
  const wired = new Set(play.edges.filter((edge) => edge.from === node.id).map((edge) => edge.port));
  return foldPorts(portsOf(play, node), wired);
}

/** Shown ports of every step, in one pass over the edges. */
export function allShownPorts(play: Play): Map<string, ShownPort[]> {
  const outgoing = edgesByFrom(play);
  return new Map(
    play.nodes.map((node) => {
      const edges: PlayEdge[] = outgoing.get(node.id) ?? [];
      return [node.id, foldPorts(portsOf({ ...play, edges }, node), new Set(edges.map((edge) => edge.port)))];
    }),
  );
}

function foldPorts(ports: readonly Port[], wired: ReadonlySet<string>): ShownPort[] {
  const folds = (port: Port) => port.follows !== undefined && !wired.has(port.id);
  const shown = ports.filter((port) => !folds(port)).map((port): ShownPort => ({ ...port, folded: [] }));
  for (const port of ports) {
    if (folds(port)) (shown.find((other) => other.id === port.follows) ?? shown[0])?.folded.push(port);
  }
  return shown;
}

/** What people call a step: its own name, else its kind's. */
export function nameOf(node: PlayNode): string {
  return node.title ?? nodeKind(node.kind)?.label ?? node.kind;
}

/** The card's sentence in plain words: its accessible name. */
export function sentenceWords(node: PlayNode): string {
  const kind = nodeKind(node.kind);
  if (kind === undefined) return `${nameOf(node)}: a step that this version of Baton does not know`;
  const words = kind
    .sentence(node.config)
    .map((part) => (part.kind === 'gap' ? ` (${part.text}) ` : part.text))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
  return node.title === undefined ? words : `${node.title}: ${words}`;
}
