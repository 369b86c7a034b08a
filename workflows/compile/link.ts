import type { ContentStore } from '#workflows/compile/contents.ts';
import type { Graph, GraphNode, Way } from '#workflows/compile/graph.ts';
import { livePorts } from '#workflows/compile/graph.ts';
import type { StepWork } from '#workflows/compile/step-work.ts';
import type { Exit, FactId, Instruction, Pc } from '#workflows/engine/plan.ts';
import type { FactRule, Lowered, Target } from '#workflows/node.ts';
import { ENDED } from '#workflows/nodes/end.ts';
import { AFTER_MAX } from '#workflows/nodes/registry.ts';

export type Linked = {
  nodes: string[];
  code: Instruction[];
  facts: string[];
  start: Pc;
  /** Where each step's leads come in; a disabled step has the way it is passed by. */
  entries: Map<string, Pc>;
};

/**
 * Turns the steps of a graph without errors into linked instructions: one block a step, in `order`; a count before a
 * step with `maxVisits`, an end after one with a port that may end. Facts get numbers; reads are placed later.
 * @param works what each step brings, by id; steps without instructions are passed over or are the trigger
 */
export function link(
  graph: Graph,
  order: readonly GraphNode[],
  works: ReadonlyMap<string, StepWork>,
  contents: ContentStore,
): Linked {
  const nodes = order.map((drawn) => drawn.node.id);
  const facts: string[] = [];
  const factIds = new Map<string, FactId>();
  const factOf = (rule: FactRule): FactId => {
    const hash = contents.add(rule);
    const known = factIds.get(hash);
    if (known !== undefined) return known;
    const id = facts.push(hash) - 1;
    factIds.set(hash, id);
    return id;
  };

  // First where everything will stand, then the jumps.
  const entries = new Map<string, Pc>();
  const bodies = new Map<string, Pc>();
  const ends = new Map<string, Pc>();
  let size = 0;
  for (const drawn of order) {
    const block = works.get(drawn.node.id)?.lowered ?? [];
    if (block.length === 0) continue;
    entries.set(drawn.node.id, size);
    if (drawn.node.maxVisits !== undefined) size += 1;
    bodies.set(drawn.node.id, size);
    size += block.length;
    if ([...drawn.ways.values()].includes('end')) {
      ends.set(drawn.node.id, size);
      size += 1;
    }
  }

  const enter = (id: string): Pc => {
    let at = graph.nodes.get(id);
    for (let hops = order.length; at !== undefined && hops >= 0; hops--) {
      const pc = entries.get(at.node.id);
      if (pc !== undefined) return pc;
      const [port] = livePorts(at);
      const way: Way | undefined = port === undefined ? undefined : at.ways.get(port.id);
      if (typeof way !== 'object') break;
      at = graph.nodes.get(way.to);
    }
    throw new Error(`Step "${id}" leads nowhere. Checks find that before anything is linked.`);
  };
  const code: Instruction[] = [];
  for (const [index, drawn] of order.entries()) {
    const block = works.get(drawn.node.id)?.lowered ?? [];
    const body = bodies.get(drawn.node.id);
    if (body === undefined) continue;
    const leaveBy = (port: string): Exit => {
      const way = drawn.ways.get(port);
      if (typeof way === 'object') return { to: enter(way.to), port };
      const end = ends.get(drawn.node.id);
      if (way === 'end' && end !== undefined) return { to: end, port };
      throw new Error(
        `Port "${port}" of step "${drawn.node.id}" leads nowhere. Checks find that before anything is linked.`,
      );
    };
    const exit = (target: Target): Exit =>
      'port' in target ? leaveBy(target.port) : { to: body + target.instruction };
    if (drawn.node.maxVisits !== undefined) {
      code.push({
        op: 'count',
        node: index,
        max: drawn.node.maxVisits,
        next: { to: body },
        after: leaveBy(AFTER_MAX),
      });
    }
    for (const instruction of block) code.push(linkOne(instruction, index, exit, factOf));
    if (ends.has(drawn.node.id)) code.push({ op: 'end', node: index, label: ENDED });
  }
  const [trigger] = order;
  const way = trigger === undefined ? undefined : trigger.ways.get(trigger.ports[0]?.id ?? '');
  if (typeof way !== 'object')
    throw new Error('The trigger leads nowhere. Checks find that before anything is linked.');
  for (const drawn of order) {
    if (!entries.has(drawn.node.id) && drawn !== trigger) entries.set(drawn.node.id, enter(drawn.node.id));
  }
  return { nodes, code, facts, start: enter(way.to), entries };
}

function linkOne(
  lowered: Lowered,
  node: number,
  exit: (target: Target) => Exit,
  factOf: (rule: FactRule) => FactId,
): Instruction {
  switch (lowered.op) {
    case 'send':
      return {
        ...lowered,
        node,
        sent: exit(lowered.sent),
        notSent: exit(lowered.notSent),
        unconfirmed: exit(lowered.unconfirmed),
      };
    case 'wait':
      return { ...lowered, node, next: exit(lowered.next) };
    case 'waitUntil':
      return {
        ...lowered,
        node,
        fact: factOf(lowered.fact),
        next: exit(lowered.next),
        never: exit(lowered.never),
      };
    case 'awaitReply': {
      const { optOut, ...rest } = lowered;
      return {
        ...rest,
        node,
        replies: Object.fromEntries(
          Object.entries(lowered.replies).map(([intent, target]) => [intent, exit(target)]),
        ),
        otherwise: exit(lowered.otherwise),
        silence: exit(lowered.silence),
        ...(optOut === undefined ? {} : { optOut: exit(optOut) }),
      };
    }
    case 'branch':
      return {
        ...lowered,
        node,
        cases: lowered.cases.map((one) => ({ fact: factOf(one.fact), exit: exit(one.exit) })),
        otherwise: exit(lowered.otherwise),
      };
    case 'split':
      return {
        ...lowered,
        node,
        arms: lowered.arms.map((arm) => ({ upTo: arm.upTo, exit: exit(arm.exit) })),
      };
    case 'act':
      return { ...lowered, node, next: exit(lowered.next), refused: exit(lowered.refused) };
    case 'end':
      return { ...lowered, node };
  }
}
