import { edgesByFrom, edgesByTo, nodeOf } from '#workflows/edit/graph.ts';
import { portsOf } from '#workflows/edit/ports.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { Play, PlayNode } from '#workflows/play.ts';

export type Direction = 'up' | 'down' | 'left' | 'right';

/**
 * The step an arrow key goes to: up to what leads here, down to what follows, left and right to the steps that follow
 * the same one, in port order. Where there is none: the nearest card that way. Undefined at the edge of the canvas.
 */
export function neighbour(play: Play, id: string, direction: Direction): string | undefined {
  const outgoing = edgesByFrom(play);
  const incoming = edgesByTo(play);
  const childrenOf = (parent: string): string[] => {
    const node = nodeOf(play, parent);
    const order = node ? portsOf(play, node).map((port) => port.id) : [];
    const edges = (outgoing.get(parent) ?? []).toSorted(
      (a, b) => order.indexOf(a.port) - order.indexOf(b.port),
    );
    return [...new Set(edges.map((edge) => edge.to))];
  };
  if (direction === 'up') return incoming.get(id)?.[0]?.from ?? nearest(play, id, direction);
  if (direction === 'down') return childrenOf(id)[0] ?? nearest(play, id, direction);
  for (const { from } of incoming.get(id) ?? []) {
    const siblings = childrenOf(from);
    const next = siblings[siblings.indexOf(id) + (direction === 'left' ? -1 : 1)];
    if (next !== undefined) return next;
  }
  return nearest(play, id, direction);
}

function nearest(play: Play, id: string, direction: Direction): string | undefined {
  const from = nodeOf(play, id);
  if (from === undefined) return undefined;
  const isAhead = ({ at }: PlayNode): boolean => {
    const dx = at.x - from.at.x;
    const dy = at.y - from.at.y;
    if (direction === 'up') return dy < 0 && Math.abs(dx) <= -dy;
    if (direction === 'down') return dy > 0 && Math.abs(dx) <= dy;
    return (direction === 'left' ? dx < 0 : dx > 0) && Math.abs(dy) <= Math.abs(dx);
  };
  // What stands straight that way is nearer than what stands aslant.
  const far = ({ at }: PlayNode) => {
    const [dx, dy] = [Math.abs(at.x - from.at.x), Math.abs(at.y - from.at.y)];
    return direction === 'up' || direction === 'down' ? 4 * dx + dy : dx + 4 * dy;
  };
  return play.nodes.filter((node) => node.id !== id && isAhead(node)).sort((a, b) => far(a) - far(b))[0]?.id;
}

/** A line of the outline: a step, and the way out that led to it. */
export type OutlineRow = {
  /** Unique in the outline: a step may be reached by several ways. */
  key: string;
  id: string;
  depth: number;
  /** The port that leads here, in words; null where the step before has one way out. */
  by: string | null;
  /** Told further up already; its own steps are not listed again. */
  again: boolean;
};

/** A way out that leads nowhere, told where its step would be. */
export type OpenWay = { key: string; from: string; port: string; label: string; depth: number };

export type OutlineLine = ({ kind: 'step' } & OutlineRow) | ({ kind: 'open' } & OpenWay);

/**
 * The play as a list that can be read from top to bottom: straight on at the same depth, branches one deeper. Steps that
 * nothing leads to come last.
 */
export function outlineOf(play: Play): OutlineLine[] {
  const outgoing = edgesByFrom(play);
  const lines: OutlineLine[] = [];
  const seen = new Set<string>();
  type Open = { id: string; depth: number; by: string | null; key: string } | OutlineLine;
  const open: Open[] = [];
  const push = (items: Open[]) => open.push(...items.reverse());

  const visit = (row: Extract<Open, { by: string | null }>) => {
    const again = seen.has(row.id);
    lines.push({ kind: 'step', key: row.key, id: row.id, depth: row.depth, by: row.by, again });
    if (again) return;
    seen.add(row.id);
    const node = nodeOf(play, row.id);
    if (node === undefined) return;
    const ports = portsOf(play, node);
    const wired = new Map((outgoing.get(row.id) ?? []).map((edge) => [edge.port, edge.to]));
    const told = ports.filter(
      (port) => wired.has(port.id) || (port.follows === undefined && port.mayEnd !== true),
    );
    const depth = told.length > 1 ? row.depth + 1 : row.depth;
    push(
      told.map((port): Open => {
        const to = wired.get(port.id);
        const key = `${row.key} ${port.id}`;
        return to === undefined
          ? { kind: 'open', key, from: row.id, port: port.id, label: port.label, depth }
          : { id: to, depth, by: told.length > 1 ? port.label : null, key };
      }),
    );
  };

  const isStart = (node: PlayNode) => nodeKind(node.kind)?.shape === 'trigger';
  const roots = [...play.nodes.filter(isStart), ...play.nodes.filter((node) => !isStart(node))];
  const reached = new Set(play.edges.map((edge) => edge.to));
  for (const root of [...roots.filter((node) => !reached.has(node.id)), ...roots]) {
    if (seen.has(root.id)) continue;
    push([{ id: root.id, depth: 0, by: null, key: root.id }]);
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if ('kind' in next) lines.push(next);
      else visit(next);
    }
  }
  return lines;
}
