import { problemsOf } from '#workflows/compile/compile.ts';
import { graphOf, successors, walk } from '#workflows/compile/graph.ts';
import { context } from '#workflows/compile/testing/context.ts';
import { AFTER_MAX, nodeKind, portsOf } from '#workflows/nodes/registry.ts';
import { EXAMPLES } from '#workflows/nodes/testing/examples.ts';
import type { Play, PlayEdge, PlayNode } from '#workflows/play.ts';

/** Chance for tests: the same seed grows the same play on every machine (mulberry32, public domain). */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new Error('Nothing to pick from.');
    return item;
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  shuffled<T>(items: readonly T[]): T[] {
    const all = items.map((item) => ({ item, at: this.next() }));
    return all.sort((a, b) => a.at - b.at).map(({ item }) => item);
  }
}

export type Grown = {
  play: Play;
  /** How many lines lead back. */
  loops: number;
  /** Loops that were tried and would have gone round without end or without a wait. */
  refused: number;
};

const STEPS = [
  'sendSms',
  'sendSms',
  'sendEmail',
  'wait',
  'wait',
  'waitForReply',
  'waitForReply',
  'branch',
  'split',
  'set',
  'startPlay',
];

/**
 * A well-formed play, grown from "start, end" by edits that keep it so: steps put into lines, other ports led on or to
 * ends of their own, lines back to counted steps, steps switched off, limits, an any-reply rule.
 */
export function grow(chance: Chance, edits: number, withLoops: boolean, withOptOuts = true): Grown {
  let made = 0;
  let nodes: PlayNode[] = [
    { id: 'start', kind: 'trigger', config: { by: 'hand' }, at: { x: 0, y: 0 } },
    { id: 'bye', kind: 'end', config: {}, at: { x: 0, y: 0 } },
  ];
  let edges: PlayEdge[] = [{ from: 'start', port: 'next', to: 'bye' }];
  let anyReply: string | undefined;
  let loops = 0;
  let refused = 0;

  const add = (kind: string, more: Partial<PlayNode> = {}): PlayNode => {
    made += 1;
    const node: PlayNode = {
      id: `${kind}${made}`.slice(0, 24),
      kind,
      config: configOf(chance, kind, made, withOptOuts),
      at: { x: 0, y: 0 },
      ...more,
    };
    nodes.push(node);
    return node;
  };
  const finish = (): PlayNode =>
    chance.happens(0.5) ? add('end') : add('outcome', { config: { label: `Label ${made + 1}` } });
  /** Leads every port that must go somewhere: to what lies ahead anyway, or to an end of its own. */
  const leadOn = (node: PlayNode, ahead: string, but: string | null): void => {
    for (const port of portsOf(node)) {
      if (port.id === but) continue;
      const optional = port.follows !== undefined || port.mayEnd === true;
      if (optional && chance.happens(0.6)) continue;
      edges.push({ from: node.id, port: port.id, to: chance.happens(0.45) ? ahead : finish().id });
    }
  };
  const drawn = (): Play => {
    const play: Play = { format: 'baton.play', version: 1, name: 'Grown', nodes, edges };
    if (anyReply !== undefined) play.anyReply = anyReply;
    return play;
  };

  for (let i = 0; i < edits; i++) {
    if (withLoops && chance.happens(0.2)) {
      const cards = nodes.filter((node) => nodeKind(node.kind)?.shape === 'card');
      const target = cards.length === 0 ? undefined : chance.pick(cards);
      if (target === undefined) continue;
      const graph = graphOf(drawn());
      const behind = new Set(walk(graph, [graph.nodes.get(target.id)]).map(({ node }) => node.id));
      const back = edges.filter((edge) => behind.has(edge.from) && edge.port !== AFTER_MAX);
      if (back.length === 0) continue;
      const line = chance.pick(back);
      const before = { nodes, edges };
      // A line from somewhere behind a step back to it, through a wait, and the step counts.
      nodes = [...nodes];
      edges = edges.filter((edge) => edge !== line);
      const rest = add('wait', { config: EXAMPLES.wait?.[0] ?? {} });
      edges.push({ ...line, to: rest.id }, { from: rest.id, port: 'next', to: target.id });
      if (target.maxVisits === undefined) {
        nodes[nodes.indexOf(target)] = { ...target, maxVisits: 1 + chance.below(3) };
        edges.push({ from: target.id, port: AFTER_MAX, to: finish().id });
      }
      // What the line led to before may stand alone now.
      const pruned = trimmed(drawn());
      if (problemsOf(pruned, context).some((problem) => problem.severity === 'error')) {
        ({ nodes, edges } = before);
        refused += 1;
      } else {
        ({ nodes, edges } = pruned);
        loops += 1;
      }
      continue;
    }
    const line = chance.pick(edges);
    // A step into a line: first what leads on, then the rest of its ports.
    const node = add(chance.pick(STEPS));
    const ports = portsOf(node);
    const on = chance.pick(ports.filter((port) => port.follows === undefined));
    edges = edges.filter((edge) => edge !== line);
    edges.push({ ...line, to: node.id }, { from: node.id, port: on.id, to: line.to });
    leadOn(node, line.to, on.id);
  }
  if (chance.happens(0.25)) {
    const off = chance.pick(nodes);
    if (nodeKind(off.kind)?.shape === 'card' && off.maxVisits === undefined) {
      nodes = nodes.map((node) => (node === off ? { ...node, disabled: true } : node));
      if (problemsOf(drawn(), context).some((problem) => problem.severity === 'error')) {
        nodes = nodes.map((node) => (node.id === off.id ? off : node));
      }
    }
  }
  if (withLoops && chance.happens(0.3)) {
    const answer = add(chance.pick(['sendSms', 'sendEmail', 'set', 'branch', 'outcome']), {});
    const isEnd = nodeKind(answer.kind)?.shape === 'terminal';
    if (!isEnd) {
      nodes[nodes.length - 1] = { ...answer, maxVisits: 1 + chance.below(3) };
      const ahead = chance.pick(walk(graphOf(drawn()), graphOf(drawn()).triggers)).node;
      leadOn({ ...answer, maxVisits: 1 }, ahead.kind === 'trigger' ? finish().id : ahead.id, null);
    }
    anyReply = answer.id;
    if (problemsOf(drawn(), context).some((problem) => problem.severity === 'error')) {
      // Led into a loop that its visits do not close: it only ends instead.
      const [end] = [finish()];
      edges = edges.filter((edge) => edge.from !== answer.id);
      nodes = nodes.filter((node) => node.id !== answer.id);
      anyReply = end.id;
      refused += 1;
    }
  }
  return { play: trimmed(drawn()), loops, refused };
}

/** Without the steps that nothing leads to any more. */
export function trimmed(play: Play): Play {
  const next = new Map<string, string[]>();
  for (const edge of play.edges) next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to]);
  const kept = new Set<string>();
  const open = ['start', ...(play.anyReply === undefined ? [] : [play.anyReply])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (kept.has(id)) continue;
    kept.add(id);
    open.push(...(next.get(id) ?? []));
  }
  return {
    ...play,
    nodes: play.nodes.filter((node) => kept.has(node.id)),
    edges: play.edges.filter((edge) => kept.has(edge.from)),
  };
}

const UNITS = ['minutes', 'hours', 'days'] as const;

function configOf(chance: Chance, kind: string, made: number, withOptOuts: boolean): PlayNode['config'] {
  const duration = () => ({ value: 1 + chance.below(9), unit: chance.pick(UNITS) });
  const base = chance.pick(EXAMPLES[kind] ?? [{}]);
  switch (kind) {
    case 'sendSms':
    case 'sendEmail':
      return { ...base, giveUp: { value: 13 + chance.below(60), unit: 'hours' } };
    case 'wait':
      return base.mode === 'duration'
        ? { mode: 'duration', duration: duration() }
        : {
            ...base,
            time: `${String(8 + chance.below(10)).padStart(2, '0')}:${chance.pick(['00', '15', '30'])}`,
            ...(base.mode === 'dateField' ? { maxDays: 1 + chance.below(40) } : {}),
          };
    case 'waitForReply':
      return {
        ...base,
        ...(withOptOuts ? {} : { optOut: false }),
        duration: duration(),
        channels: chance.pick([['sms'], ['email'], ['sms', 'email']]),
      };
    case 'branch':
      return {
        cases: Array.from({ length: 1 + chance.below(3) }, (_, i) => ({
          id: `c${i}`,
          // Every question is one of its own, so that answers to one never bind another.
          condition: { field: 'score', operator: 'atLeast', value: made * 10 + i },
        })),
      };
    case 'split': {
      const share = 10 + chance.below(80);
      return {
        arms: [
          { id: 'a', label: 'A', percent: share },
          { id: 'b', label: 'B', percent: 100 - share },
        ],
      };
    }
    default:
      return base;
  }
}

/** Steps that lines lead back to, for telling what was grown. */
export function hasCycle(play: Play): boolean {
  const graph = graphOf(play);
  const [trigger] = graph.triggers;
  if (trigger === undefined) return false;
  return walk(graph, [trigger]).some((node) => walk(graph, successors(graph, node)).includes(node));
}
