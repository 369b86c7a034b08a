import { type Graph, type GraphNode, livePorts, successors, walk } from '#workflows/compile/graph.ts';
import type { StepWork } from '#workflows/compile/step-work.ts';
import type { Lowered, Problem } from '#workflows/node.ts';
import { AFTER_MAX } from '#workflows/nodes/registry.ts';
import type { Play } from '#workflows/play.ts';

/** What a lead may pass without any time going by, per step: the ports reached without a wait. */
export type InstantPorts = ReadonlyMap<string, ReadonlySet<string>>;

/** Ports of a block of instructions that can be come to from its first one without passing a wait. */
export function instantPorts(block: readonly Lowered[]): Set<string> {
  const ports = new Set<string>();
  const seen = new Set<number>();
  const open = [0];
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    const instruction = block[i];
    if (instruction === undefined || seen.has(i)) continue;
    seen.add(i);
    for (const target of instantTargets(instruction)) {
      if ('port' in target) ports.add(target.port);
      else open.push(target.instruction);
    }
  }
  return ports;
}

function instantTargets(lowered: Lowered) {
  switch (lowered.op) {
    case 'wait':
    case 'awaitReply':
      return [];
    case 'waitUntil':
      // A date of the lead may be past already; a time of day is always ahead.
      return lowered.fact.kind === 'instant' && lowered.fact.rule === 'localTime'
        ? []
        : [lowered.next, lowered.never];
    case 'send':
      return [lowered.sent, lowered.notSent, lowered.unconfirmed];
    case 'branch':
      return [...lowered.cases.map((one) => one.exit), lowered.otherwise];
    case 'split':
      return lowered.arms.map((arm) => arm.exit);
    case 'act':
      return [lowered.next, lowered.refused];
    case 'end':
      return [];
  }
}

/** Every way round passes a wait and uses up a visit; the any-reply rule is a way from everywhere. */
export function loopProblems(play: Play, graph: Graph, works: ReadonlyMap<string, StepWork>): Problem[] {
  const problems: Problem[] = [];
  const [trigger] = graph.triggers;
  if (trigger === undefined) return problems;
  const anyReply = play.anyReply === undefined ? undefined : graph.nodes.get(play.anyReply);
  const roots = [trigger, anyReply];

  const uncounted = (drawn: GraphNode): GraphNode[] =>
    drawn.node.maxVisits === undefined || drawn.node.disabled === true
      ? successors(graph, drawn)
      : byPorts(graph, drawn, new Set([AFTER_MAX]));
  for (const back of backEdges(graph, roots, uncounted)) {
    problems.push({
      code: 'loop-without-limit',
      severity: 'error',
      node: back.node.id,
      field: 'maxVisits',
      sentence:
        'Leads can come back here again and again. Set how often at most, and draw where they go after that.',
    });
  }

  const instant = (drawn: GraphNode): GraphNode[] => {
    if (drawn.node.disabled === true) return successors(graph, drawn);
    const block = works.get(drawn.node.id)?.lowered;
    // An unfinished step is not blamed twice: its own problem comes first.
    if (block === undefined) return [];
    const ports = instantPorts(block);
    if (drawn.node.maxVisits !== undefined) ports.add(AFTER_MAX);
    return byPorts(graph, drawn, ports);
  };
  for (const back of backEdges(graph, roots, instant)) {
    problems.push({
      code: 'loop-without-wait',
      severity: 'error',
      node: back.node.id,
      sentence: 'Leads come back here without any time going by. Put a wait on the way round.',
    });
  }

  const inLoop = loopMembers(graph, roots, anyReply);
  for (const drawn of walk(graph, roots)) {
    if (drawn.node.maxVisits !== undefined && drawn.node.disabled !== true && !inLoop.has(drawn)) {
      problems.push({
        code: 'limit-without-loop',
        severity: 'warning',
        node: drawn.node.id,
        field: 'maxVisits',
        sentence:
          'No line leads back here, so leads come here once at most. Remove the limit, or draw the way back.',
      });
    }
  }
  if (anyReply !== undefined && anyReply.node.maxVisits === undefined) {
    const acts = walk(graph, [anyReply]).some(
      (drawn) =>
        drawn.node.disabled !== true &&
        (works.get(drawn.node.id)?.lowered ?? []).some(
          (one) => one.op !== 'end' && one.op !== 'branch' && one.op !== 'split',
        ),
    );
    if (acts || anyReply.node.disabled === true) {
      problems.push({
        code: 'any-reply-without-limit',
        severity: 'error',
        node: anyReply.node.id,
        field: 'maxVisits',
        sentence:
          'Every unexpected reply leads here, so leads can come back again and again. Set how often at most; after that replies go to the owner.',
      });
    }
  }
  return problems;
}

function byPorts(graph: Graph, drawn: GraphNode, ports: ReadonlySet<string>): GraphNode[] {
  const found: GraphNode[] = [];
  for (const port of livePorts(drawn)) {
    const way = ports.has(port.id) ? drawn.ways.get(port.id) : undefined;
    const next = typeof way === 'object' ? graph.nodes.get(way.to) : undefined;
    if (next !== undefined) found.push(next);
  }
  return found;
}

/** Steps that a line leads back to, found by one walk in port order from the roots. Each once. */
function backEdges(
  graph: Graph,
  roots: readonly (GraphNode | undefined)[],
  next: (drawn: GraphNode) => GraphNode[],
): GraphNode[] {
  const state = new Map<GraphNode, 'open' | 'done'>();
  const found = new Set<GraphNode>();
  // Some steps are reached only by ways that `next` leaves out, so every reachable step is a start of its own.
  for (const root of walk(graph, roots)) {
    if (state.has(root)) continue;
    const frames: { drawn: GraphNode; rest: GraphNode[] }[] = [{ drawn: root, rest: next(root).reverse() }];
    state.set(root, 'open');
    for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
      const child = frame.rest.pop();
      if (child === undefined) {
        state.set(frame.drawn, 'done');
        frames.pop();
        continue;
      }
      const seen = state.get(child);
      if (seen === 'open') found.add(child);
      if (seen !== undefined) continue;
      state.set(child, 'open');
      frames.push({ drawn: child, rest: next(child).reverse() });
    }
  }
  return [...found];
}

/** Steps that some way leads back to from themselves. */
function loopMembers(
  graph: Graph,
  roots: readonly (GraphNode | undefined)[],
  anyReply: GraphNode | undefined,
): Set<GraphNode> {
  const members = new Set<GraphNode>();
  for (const drawn of walk(graph, roots)) {
    if (drawn.node.maxVisits === undefined) continue;
    if (drawn === anyReply || walk(graph, successors(graph, drawn)).includes(drawn)) members.add(drawn);
  }
  return members;
}
