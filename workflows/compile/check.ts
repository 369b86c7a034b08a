import type { CompileContext } from '#workflows/compile/context.ts';
import { type Graph, type GraphNode, livePorts, successors, walk } from '#workflows/compile/graph.ts';
import { issueSentence } from '#workflows/compile/parse.ts';
import type { Lowered, Problem } from '#workflows/node.ts';
import { AFTER_MAX } from '#workflows/nodes/registry.ts';
import type { Play } from '#workflows/play.ts';

/** A step with its config parsed, or null where the config is not finished. */
export type Configs = ReadonlyMap<string, unknown>;

/** Parses every config by its kind. What is refused becomes a problem at the field it names. */
export function configProblems(
  graph: Graph,
  context: CompileContext,
): { problems: Problem[]; configs: Map<string, unknown> } {
  const problems: Problem[] = [];
  const configs = new Map<string, unknown>();
  for (const { node, kind } of graph.nodes.values()) {
    if (kind === undefined) {
      problems.push({
        code: 'kind-unknown',
        severity: 'error',
        node: node.id,
        sentence: `This Baton does not know the step "${node.kind}". Update Baton, or remove the step.`,
      });
      continue;
    }
    if (node.disabled === true && kind.shape !== 'card') {
      problems.push(
        kind.shape === 'trigger'
          ? {
              code: 'trigger-disabled',
              severity: 'error',
              node: node.id,
              sentence: 'The start is switched off, so nobody comes in. Switch it on.',
            }
          : {
              code: 'end-disabled',
              severity: 'error',
              node: node.id,
              sentence: 'An end cannot be passed over. Switch it on, or remove it.',
            },
      );
    }
    // A step that is passed over may stay unfinished: that is what switching it off is for.
    if (node.disabled === true) continue;
    const parsed = kind.config.safeParse(node.config);
    if (!parsed.success) {
      const seen = new Set<string>();
      for (const issue of parsed.error.issues) {
        const path = issue.path.map(String).join('.');
        if (seen.has(path)) continue;
        seen.add(path);
        const field = kind.fields
          .filter((one) => path === one.path || path.startsWith(`${one.path}.`))
          .sort((a, b) => b.path.length - a.path.length)[0];
        const label = field?.label ?? path;
        const sentence = issue.message.endsWith('.')
          ? issue.message
          : issue.code === 'unrecognized_keys'
            ? issueSentence(issue)
            : `"${label}" is missing or cannot be used. Fill it in.`;
        problems.push({
          code: 'config',
          severity: 'error',
          node: node.id,
          field: path === '' ? undefined : path,
          sentence,
        });
      }
      continue;
    }
    configs.set(node.id, parsed.data);
    const found = kind.check(parsed.data as never, { ...context, node });
    for (const problem of found) problems.push({ ...problem, node: node.id });
  }
  return { problems, configs };
}

/** Edges that say something impossible. */
export function edgeProblems(play: Play, graph: Graph): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const edge of play.edges) {
    const from = graph.nodes.get(edge.from);
    const to = graph.nodes.get(edge.to);
    const fail = (code: string, sentence: string): void => {
      problems.push({ code, severity: 'error', node: from?.node.id, port: edge.port, sentence });
    };
    if (from === undefined)
      fail('edge-from-nowhere', `A line starts at a step that is gone ("${edge.from}"). Remove the line.`);
    else if (to === undefined)
      fail('edge-to-nowhere', `A line leads to a step that is gone ("${edge.to}"). Remove the line.`);
    else if (to.kind?.shape === 'trigger') {
      fail(
        'edge-into-trigger',
        'A line leads into the start. Leads come in there; lead it to the step after.',
      );
    } else if (from.kind !== undefined && !from.ports.some((port) => port.id === edge.port)) {
      fail(
        'edge-from-missing-port',
        `A line leaves by a port that this step no longer has ("${edge.port}"). Remove the line.`,
      );
    } else if (seen.has(`${edge.from} ${edge.port}`)) {
      fail('edge-twice', 'Two lines leave by the same port. A lead can take only one: remove the other.');
    }
    seen.add(`${edge.from} ${edge.port}`);
  }
  return problems;
}

/** One trigger, everything reached, every port with a way on. */
export function shapeProblems(play: Play, graph: Graph): Problem[] {
  const problems: Problem[] = [];
  const [trigger, ...others] = graph.triggers;
  if (trigger === undefined) {
    problems.push({
      code: 'trigger-missing',
      severity: 'error',
      sentence: 'This play has no start. Add one from the palette, so that leads can come in.',
    });
  }
  for (const other of others) {
    problems.push({
      code: 'trigger-twice',
      severity: 'error',
      node: other.node.id,
      sentence: 'A play has one start. Remove this one, or make a play of its own of it.',
    });
  }
  const anyReply = play.anyReply === undefined ? undefined : graph.nodes.get(play.anyReply);
  if (play.anyReply !== undefined && (anyReply === undefined || anyReply.kind?.shape === 'trigger')) {
    problems.push({
      code: 'any-reply-nowhere',
      severity: 'error',
      sentence:
        'Replies that no step waits for go to a step that is gone. Choose another in the settings of the play.',
    });
  }
  if (trigger === undefined) return problems;
  const reached = new Set(walk(graph, [trigger, anyReply]));
  for (const drawn of graph.nodes.values()) {
    if (!reached.has(drawn)) {
      if (drawn.kind?.shape !== 'trigger') {
        problems.push({
          code: 'unreachable',
          severity: 'error',
          node: drawn.node.id,
          sentence: 'No lead can come here. Lead a line to this step, or remove it.',
        });
      }
      continue;
    }
    for (const port of livePorts(drawn)) {
      if (drawn.ways.get(port.id) !== 'open') continue;
      problems.push({
        code: 'port-open',
        severity: 'error',
        node: drawn.node.id,
        port: port.id,
        sentence:
          drawn.ports.length === 1
            ? 'Leads have nowhere to go from here. Draw a line to the next step, or to an end.'
            : `Leads who leave by "${port.label}" have nowhere to go. Draw a line to a step, or to an end.`,
      });
    }
  }
  return problems;
}

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
export function loopProblems(
  play: Play,
  graph: Graph,
  lowered: ReadonlyMap<string, readonly Lowered[]>,
): Problem[] {
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
    const block = lowered.get(drawn.node.id);
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
        (lowered.get(drawn.node.id) ?? []).some(
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

/** Plays that start each other in a circle need a gap before a lead may enter one of them again. */
export function circleProblems(play: Play, graph: Graph, context: CompileContext): Problem[] {
  const self = context.playId;
  if (self === undefined || play.reentry !== undefined) return [];
  const startsOf = new Map(context.plays.map((known) => [known.id, known]));
  const problems: Problem[] = [];
  for (const { node } of graph.nodes.values()) {
    if (node.kind !== 'startPlay' || node.disabled === true || typeof node.config.play !== 'string') continue;
    const path = wayBack(node.config.play, self, startsOf);
    if (path === null) continue;
    problems.push({
      code: 'plays-in-a-circle',
      severity: 'error',
      node: node.id,
      field: 'play',
      sentence:
        path.length === 0
          ? 'This play starts itself. Set how soon a lead may enter it again, in the settings of the play.'
          : `This starts a play that leads back here (${path.join(', ')}). Set how soon a lead may enter this play again, in its settings.`,
    });
  }
  return problems;
}

/** Names of the plays on a way from `from` to `to` on which nothing asks for a gap; null: there is no such way. */
function wayBack(
  from: string,
  to: string,
  plays: ReadonlyMap<string, CompileContext['plays'][number]>,
): string[] | null {
  const seen = new Set<string>();
  const open: { id: string; names: string[] }[] = [{ id: from, names: [] }];
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    if (at.id === to) return at.names;
    const known = plays.get(at.id);
    if (known === undefined || known.hasReentryGap || seen.has(at.id)) continue;
    seen.add(at.id);
    for (const next of known.starts) open.push({ id: next, names: [...at.names, known.name] });
  }
  return null;
}
