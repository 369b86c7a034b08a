import fc from 'fast-check';
import { Operation, type OperationKind } from '#workflows/edit/operation.ts';
import { portsOf } from '#workflows/edit/ports.ts';
import { NODE_KINDS, nodeKind } from '#workflows/nodes/registry.ts';
import { Play, type PlayEdge, type PlayNode } from '#workflows/play.ts';

/** A drawn play of up to `most` steps: near-trees with merges, loops, loose steps and unknown kinds. */
export function arbitraryPlay(most = 14): fc.Arbitrary<Play> {
  const kind = fc.constantFrom(
    ...NODE_KINDS.map((each) => each.kind).filter((each) => each !== 'trigger'),
    'unheardOf',
  );
  const coordinate = fc.integer({ min: -200, max: 400 }).map((value) => value * 4);
  const node = fc.record(
    {
      kind,
      title: fc.string({ minLength: 1, maxLength: 12 }),
      at: fc.record({ x: coordinate, y: coordinate }),
      disabled: fc.constant(true as const),
      maxVisits: fc.integer({ min: 1, max: 9 }),
    },
    { requiredKeys: ['kind', 'at'] },
  );
  return fc
    .record({
      nodes: fc.array(node, { maxLength: most }),
      wires: fc.array(fc.record({ from: fc.nat(), port: fc.nat(), to: fc.nat() }), { maxLength: most * 2 }),
      anyReply: fc.option(fc.nat(), { nil: undefined }),
      name: fc.string({ minLength: 1, maxLength: 20 }),
    })
    .map(({ nodes, wires, anyReply, name }) => {
      const drawn: PlayNode[] = [
        { id: 'start', kind: 'trigger', config: { by: 'hand' }, at: { x: 400, y: 0 } },
        ...nodes.map((each, i) => ({
          ...each,
          id: `n${i}`,
          config: nodeKind(each.kind)?.draft() ?? { kept: 'as is' },
        })),
      ];
      const play: Play = { format: 'baton.play', version: 1, name, nodes: drawn, edges: [] };
      if (anyReply !== undefined) play.anyReply = pick(drawn, anyReply).id;
      return Play.parse(asStored({ ...play, edges: edgesOf(play, wires) }));
    });
}

function edgesOf(play: Play, wires: { from: number; port: number; to: number }[]): PlayEdge[] {
  const edges = new Map<string, PlayEdge>();
  for (const wire of wires) {
    const from = pick(play.nodes, wire.from);
    const ports = portsOf(play, from);
    const targets = play.nodes.filter((node) => node.id !== 'start' && node.id !== from.id);
    if (ports.length === 0 || targets.length === 0) continue;
    const edge = { from: from.id, port: pick(ports, wire.port).id, to: pick(targets, wire.to).id };
    edges.set(`${edge.from} ${edge.port}`, edge);
  }
  return [...edges.values()];
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('Nothing to pick from.');
  return item;
}

/** A node's id that is in the play, or (one time in eight) one that is not. */
function idIn(play: Play): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 7, arbitrary: fc.constantFrom(...play.nodes.map((node) => node.id)) },
    { weight: 1, arbitrary: fc.constant('nowhere') },
  );
}

const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.constant(undefined),
  fc.constant({ value: 2, unit: 'days' }),
);

/** As it comes back from JSON: plain objects, no undefined. */
function asStored(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** One operation of each kind, sensible or not for this play. */
export function arbitraryOperation(play: Play): { [Kind in OperationKind]: fc.Arbitrary<Operation> } {
  const id = idIn(play);
  const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 4 });
  const port = fc.constantFrom(
    'next',
    'sent',
    'notSent',
    'case-a',
    'arm-a',
    'otherwise',
    'noReply',
    'intent-interested',
    'afterMax',
  );
  const edgeKey = fc.oneof(
    fc.record({ from: id, port }),
    ...(play.edges.length > 0
      ? [fc.constantFrom(...play.edges).map(({ from, port }) => ({ from, port }))]
      : []),
  );
  const edge = fc.record({ from: id, port, to: id });
  const move = fc.record({ id, x: fc.integer({ min: -50, max: 50 }), y: fc.integer({ min: -50, max: 50 }) });
  const moves = fc.array(move, { minLength: 1, maxLength: 4 });
  const node = fc.record({
    id: fc.oneof(fc.constantFrom('new1', 'new2'), id),
    kind: fc.constantFrom('sendSms', 'wait', 'end'),
    config: fc.constant({ text: 'Hi' }),
    at: fc.record({ x: fc.integer(), y: fc.integer() }),
  });
  const subgraph = {
    nodes: fc.uniqueArray(node, { minLength: 1, maxLength: 3, selector: (each) => each.id }),
    edges: fc.array(
      fc.record({ from: fc.constantFrom('new1', 'new2'), port, to: fc.constantFrom('new1', 'new2') }),
      { maxLength: 1 },
    ),
  };
  const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined });
  const duration = fc.record({
    value: fc.integer({ min: 1, max: 9 }),
    unit: fc.constantFrom('hours' as const, 'days' as const),
  });

  const single = {
    addNode: fc.record({
      op: fc.constant('addNode' as const),
      node,
      after: optional(edgeKey),
      onward: optional(port),
      moved: optional(moves),
    }),
    insertOnEdge: fc.record({
      op: fc.constant('insertOnEdge' as const),
      node,
      edge: edgeKey,
      onward: optional(port),
      moved: optional(moves),
    }),
    removeNodes: fc.record({
      op: fc.constant('removeNodes' as const),
      ids,
      heal: fc.array(edge, { maxLength: 3 }),
    }),
    moveNodes: fc.record({ op: fc.constant('moveNodes' as const), to: moves }),
    tidy: fc.record({ op: fc.constant('tidy' as const), to: moves }),
    connect: fc.record({ op: fc.constant('connect' as const), edge, instead: optional(edgeKey) }),
    disconnect: edgeKey.map((key) => ({ op: 'disconnect' as const, ...key })),
    setConfig: fc.record({
      op: fc.constant('setConfig' as const),
      id,
      path: fc.constantFrom('text', 'duration', 'duration.value', 'intents', 'intents.0', 'cases.2.field'),
      value,
      dropPorts: optional(fc.uniqueArray(port, { maxLength: 2 })),
    }),
    setTitle: fc.record({
      op: fc.constant('setTitle' as const),
      id,
      title: optional(fc.string({ maxLength: 8 })),
    }),
    setDisabled: fc.record({ op: fc.constant('setDisabled' as const), ids, disabled: fc.boolean() }),
    setMaxVisits: fc.record({
      op: fc.constant('setMaxVisits' as const),
      id,
      maxVisits: optional(fc.integer({ min: 1, max: 9 })),
    }),
    duplicate: fc.record({ op: fc.constant('duplicate' as const), ...subgraph }),
    paste: fc.record({ op: fc.constant('paste' as const), ...subgraph }),
    renamePlay: fc.record({
      op: fc.constant('renamePlay' as const),
      name: fc.string({ minLength: 1, maxLength: 9 }),
    }),
    setLimits: fc.record({
      op: fc.constant('setLimits' as const),
      limits: optional(
        fc.record({ stay: duration, then: fc.constantFrom('end' as const, 'owner' as const) }),
      ),
    }),
    setReentry: fc.record({
      op: fc.constant('setReentry' as const),
      reentry: optional(fc.record({ after: duration })),
    }),
    setAnyReply: fc.record({ op: fc.constant('setAnyReply' as const), node: optional(id) }),
    patch: fc.record({
      op: fc.constant('patch' as const),
      nodes: fc.constant([]),
      edges: fc.constant([]),
      play: fc.array(
        fc.record({ field: fc.constant('name' as const), value: fc.string({ minLength: 1, maxLength: 5 }) }),
        { maxLength: 1 },
      ),
    }),
  };
  const every: { [Kind in OperationKind]: fc.Arbitrary<unknown> } = {
    ...single,
    together: fc.record({
      op: fc.constant('together' as const),
      ops: fc.array(
        fc.oneof(single.addNode, single.setConfig, single.connect, single.moveNodes, single.removeNodes),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  };
  const parsed = Object.entries(every).map(([kind, arbitrary]) => [
    kind,
    arbitrary.map((operation) => Operation.parse(asStored(operation))),
  ]);
  return Object.fromEntries(parsed);
}
