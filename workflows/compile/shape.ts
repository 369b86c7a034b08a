import { type Graph, type GraphNode, livePorts, walk } from '#workflows/compile/graph.ts';
import type { Port, Problem } from '#workflows/node.ts';
import type { Play } from '#workflows/play.ts';

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
  const led = ledTo(play, [trigger.node.id, play.anyReply]);
  for (const drawn of graph.nodes.values()) {
    if (!reached.has(drawn)) {
      if (drawn.kind?.shape !== 'trigger' && !led.has(drawn.node.id)) {
        problems.push({
          code: 'unreachable',
          severity: 'error',
          node: drawn.node.id,
          sentence: 'No lead can come here. Lead a line to this step, or remove it.',
        });
      }
      continue;
    }
    const open = openPorts(drawn);
    if (open !== null) problems.push(open);
  }
  return problems;
}

/** The ways out of a step that lead nowhere, as one thing to mend: `port` is the first that wants a line of its own. */
function openPorts(drawn: GraphNode): Problem | null {
  const open = livePorts(drawn).filter((port) => drawn.ways.get(port.id) === 'open');
  const [first] = open;
  if (first === undefined) return null;
  // Others take the way of the port they follow: with its line they have one too.
  const wanting = open.filter((port) => !open.some((other) => other.id === port.follows));
  const [port = first] = wanting;
  const problem = { code: 'port-open', severity: 'error', node: drawn.node.id, port: port.id } as const;
  if (drawn.ports.length === 1) {
    const sentence = 'Leads have nowhere to go from here. Draw a line to the next step, or to an end.';
    return { ...problem, sentence };
  }
  const who = `Leads who leave by ${either(open)} have nowhere to go.`;
  const mend =
    wanting.length < open.length
      ? `A line from ${either(wanting)} to a step, or to an end, is enough: the others follow it.`
      : open.length === 1
        ? 'Draw a line to a step, or to an end.'
        : 'Draw a line from each to a step, or to an end.';
  return { ...problem, sentence: `${who} ${mend}` };
}

/** "Sent", "Not sent" or "Unconfirmed". */
function either(ports: readonly Port[]): string {
  const labels = ports.map((port) => `"${port.label}"`);
  const last = labels.pop() ?? '';
  return labels.length === 0 ? last : `${labels.join(', ')} or ${last}`;
}

/**
 * Steps that lines lead to, whether or not leads can take them now: what stands behind a step that is switched off, or
 * of an unknown kind, is not the thing to mend.
 */
function ledTo(play: Play, roots: readonly (string | undefined)[]): Set<string> {
  const next = new Map<string, string[]>();
  for (const edge of play.edges) {
    const targets = next.get(edge.from);
    if (targets === undefined) next.set(edge.from, [edge.to]);
    else targets.push(edge.to);
  }
  const seen = new Set<string>();
  const open = roots.filter((root) => root !== undefined);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(next.get(id) ?? []));
  }
  return seen;
}
