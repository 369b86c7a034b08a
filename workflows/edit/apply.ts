import { applyPatch, difference } from '#workflows/edit/difference.ts';
import { type EdgeKey, edgeAt, nodeOf, sameEdge } from '#workflows/edit/graph.ts';
import type { Move, Operation, OperationKind, OperationOf, Patch } from '#workflows/edit/operation.ts';
import { withValueAt } from '#workflows/edit/path.ts';
import { AFTER_MAX } from '#workflows/nodes/registry.ts';
import type { Play, PlayEdge, PlayNode } from '#workflows/play.ts';

export type Applied = { ok: true; play: Play; inverse: Patch } | { ok: false; reason: string };

/**
 * Does one operation. What cannot be done on this draft (the step is gone) is refused in words and changes nothing.
 * Applying the inverse gives back a document that is deeply equal to the one before.
 */
export function apply(play: Play, operation: Operation): Applied {
  const next = performer(operation.op)(play, operation);
  if (typeof next === 'string') return { ok: false, reason: next };
  return { ok: true, play: next, inverse: difference(next, play) };
}

/** The play afterwards, or the reason why not. */
type Perform<Kind extends OperationKind> = (play: Play, operation: OperationOf<Kind>) => Play | string;

const GONE = 'That step is no longer there.';

const performers: { [Kind in OperationKind]: Perform<Kind> } = {
  addNode: (play, { node, after, onward, moved }) => {
    if (after === undefined) return withMoves(withNodes(play, [node]), moved);
    if (nodeOf(play, after.from) === undefined) return GONE;
    return withMoves(between(play, node, after, onward), moved);
  },

  insertOnEdge: (play, { node, edge, onward, moved }) => {
    if (edgeAt(play, edge.from, edge.port) === undefined) return 'That connection is no longer there.';
    return withMoves(between(play, node, edge, onward), moved);
  },

  removeNodes: (play, { ids, heal }) => {
    const gone = new Set(ids);
    if (!play.nodes.some((node) => gone.has(node.id))) return GONE;
    const edges = play.edges.filter((edge) => !gone.has(edge.from) && !gone.has(edge.to));
    const rest: Play = { ...play, nodes: play.nodes.filter((node) => !gone.has(node.id)), edges };
    if (rest.anyReply !== undefined && gone.has(rest.anyReply)) delete rest.anyReply;
    return heal
      .filter(
        (edge) => nodeOf(rest, edge.from) && nodeOf(rest, edge.to) && !edgeAt(rest, edge.from, edge.port),
      )
      .reduce(withEdge, rest);
  },

  moveNodes: (play, { to }) => (to.some(({ id }) => nodeOf(play, id)) ? withMoves(play, to) : GONE),
  tidy: (play, { to }) => withMoves(play, to),

  connect: (play, { edge, instead }) => {
    if (!nodeOf(play, edge.from) || !nodeOf(play, edge.to)) return GONE;
    return withEdge(instead === undefined ? play : withoutEdge(play, instead), edge);
  },
  disconnect: (play, key) =>
    edgeAt(play, key.from, key.port) === undefined
      ? 'That connection is no longer there.'
      : withoutEdge(play, key),

  setConfig: (play, { id, path, value, dropPorts = [] }) =>
    withNode(play, id, (node) => ({ ...node, config: withValueAt(node.config, path, value) }), dropPorts),
  setTitle: (play, { id, title }) => withNode(play, id, (node) => withOptional(node, 'title', title)),
  setDisabled: (play, { ids, disabled }) => {
    const chosen = new Set(ids);
    if (!play.nodes.some((node) => chosen.has(node.id))) return GONE;
    return {
      ...play,
      nodes: play.nodes.map((node) =>
        chosen.has(node.id) && Boolean(node.disabled) !== disabled
          ? withOptional(node, 'disabled', disabled ? true : undefined)
          : node,
      ),
    };
  },
  setMaxVisits: (play, { id, maxVisits }) =>
    withNode(
      play,
      id,
      (node) => withOptional(node, 'maxVisits', maxVisits),
      maxVisits === undefined ? [AFTER_MAX] : [],
    ),

  duplicate: (play, { nodes, edges }) => withSubgraph(play, nodes, edges),
  paste: (play, { nodes, edges }) => withSubgraph(play, nodes, edges),

  renamePlay: (play, { name }) => ({ ...play, name }),
  setLimits: (play, { limits }) => withOptional(play, 'limits', limits),
  setReentry: (play, { reentry }) => withOptional(play, 'reentry', reentry),
  setAnyReply: (play, { node }) =>
    node === undefined || nodeOf(play, node) ? withOptional(play, 'anyReply', node) : GONE,

  patch: applyPatch,

  together: (play, { ops }) => {
    let next = play;
    for (const [i, operation] of ops.entries()) {
      const applied = apply(next, operation);
      if (applied.ok) next = applied.play;
      // The first is what the person asked for; the others only make room, and may find nothing to do.
      else if (i === 0) return applied.reason;
    }
    return next;
  },
};

/** Every kind of operation there is; the property test walks it. */
export const OPERATION_KINDS = Object.keys(performers) as OperationKind[];

function performer<Kind extends OperationKind>(kind: Kind): Perform<OperationKind> {
  // The table is total by its type; the compiler cannot follow that the operation is of the same kind as its performer.
  return performers[kind] as Perform<OperationKind>;
}

function withNodes(play: Play, nodes: PlayNode[]): Play | string {
  const taken = new Set(play.nodes.map((node) => node.id));
  if (nodes.some((node) => taken.has(node.id))) return 'That step is there already.';
  return { ...play, nodes: [...play.nodes, ...nodes] };
}

/** A new node after a port; what the port led to follows the node's `onward` port. */
function between(play: Play, node: PlayNode, after: EdgeKey, onward: string | undefined): Play | string {
  const added = withNodes(play, [node]);
  if (typeof added === 'string') return added;
  const before = edgeAt(play, after.from, after.port);
  const wired = withEdge(added, { ...after, to: node.id });
  if (before === undefined || onward === undefined) return wired;
  return withEdge(wired, { from: node.id, port: onward, to: before.to });
}

function withSubgraph(play: Play, nodes: PlayNode[], edges: PlayEdge[]): Play | string {
  const added = withNodes(play, nodes);
  if (typeof added === 'string') return added;
  const ids = new Set(nodes.map((node) => node.id));
  const inside = edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to));
  return inside.length === 0 ? added : { ...added, edges: [...added.edges, ...inside] };
}

function withNode(
  play: Play,
  id: string,
  change: (node: PlayNode) => PlayNode,
  dropPorts: readonly string[] = [],
): Play | string {
  if (nodeOf(play, id) === undefined) return GONE;
  const nodes = play.nodes.map((node) => (node.id === id ? change(node) : node));
  const drops = (edge: PlayEdge) => edge.from === id && dropPorts.includes(edge.port);
  return {
    ...play,
    nodes,
    edges: play.edges.some(drops) ? play.edges.filter((edge) => !drops(edge)) : play.edges,
  };
}

/** In its place when the port has one already, so that the order of a document tells no history. */
function withEdge(play: Play, edge: PlayEdge): Play {
  const at = play.edges.findIndex((other) => sameEdge(other, edge));
  return { ...play, edges: at === -1 ? [...play.edges, edge] : play.edges.with(at, edge) };
}

function withoutEdge(play: Play, key: EdgeKey): Play {
  return { ...play, edges: play.edges.filter((edge) => !sameEdge(edge, key)) };
}

function withMoves(play: Play | string, moves: readonly Move[] = []): Play | string {
  if (typeof play === 'string' || moves.length === 0) return play;
  const to = new Map(moves.map(({ id, x, y }) => [id, { x, y }]));
  return {
    ...play,
    nodes: play.nodes.map((node) => {
      const at = to.get(node.id);
      return at === undefined || (at.x === node.at.x && at.y === node.at.y) ? node : { ...node, at };
    }),
  };
}

/** Optional keys are absent, not undefined: a stored document holds no more than it says. */
function withOptional<Holder extends object, Key extends keyof Holder>(
  holder: Holder,
  key: Key,
  value: Holder[Key] | undefined,
): Holder {
  const next = { ...holder };
  if (value === undefined) delete next[key];
  else next[key] = value;
  return next;
}
