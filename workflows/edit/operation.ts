import { z } from 'zod';
import { NodeId, Play, PlayEdge, PlayNode } from '#workflows/play.ts';

/**
 * Everything that can be done to a drawn play, as plain data: the browser applies an operation at once, keeps it while
 * it is offline, and can do it again on a newer draft. An operation carries all it needs (ids, healed edges, moves);
 * whoever plans it (`add.ts`, `heal.ts`, `copy.ts`, `layout.ts`) asks the node kinds, applying it never does.
 */

export const Move = z.strictObject({ id: NodeId, x: z.int(), y: z.int() });
export type Move = z.infer<typeof Move>;

const Port = PlayEdge.shape.port;

/** A dotted path into a config: "duration.value", "cases.0.value". */
const Path = z
  .string()
  .max(120)
  .regex(/^(?!.*__proto__)[\w-]+(\.[\w-]+)*$/);

const AddNode = z.strictObject({
  op: z.literal('addNode'),
  node: PlayNode,
  /** The way out that now leads to it; what that led to before follows the new step's `onward` port, when given. */
  after: z.strictObject({ from: NodeId, port: Port }).optional(),
  onward: Port.optional(),
  /** Later steps that make room. */
  moved: z.array(Move).optional(),
});

/** A step put into an edge: both sides are rewired. Without `onward` (the new step ends) the rest is left unconnected. */
const InsertOnEdge = z.strictObject({
  op: z.literal('insertOnEdge'),
  node: PlayNode,
  edge: z.strictObject({ from: NodeId, port: Port }),
  onward: Port.optional(),
  moved: z.array(Move).optional(),
});

const RemoveNodes = z.strictObject({
  op: z.literal('removeNodes'),
  ids: z.array(NodeId).min(1),
  /** Edges that close the way round the removed steps. */
  heal: z.array(PlayEdge),
});

const MoveNodes = z.strictObject({ op: z.literal('moveNodes'), to: z.array(Move).min(1) });
const Tidy = z.strictObject({ op: z.literal('tidy'), to: z.array(Move) });

const Connect = z.strictObject({
  op: z.literal('connect'),
  edge: PlayEdge,
  /** The edge whose end was dragged here, when it started elsewhere. */
  instead: z.strictObject({ from: NodeId, port: Port }).optional(),
});
const Disconnect = z.strictObject({ op: z.literal('disconnect'), from: NodeId, port: Port });

const SetConfig = z.strictObject({
  op: z.literal('setConfig'),
  id: NodeId,
  path: Path,
  /** Absent: the value is taken away. */
  value: z.json().optional(),
  /** Ports that this change ends; their edges go with them. */
  dropPorts: z.array(Port).optional(),
});
const SetTitle = z.strictObject({
  op: z.literal('setTitle'),
  id: NodeId,
  /** Absent: the kind's own name again. */
  title: PlayNode.shape.title,
});
const SetDisabled = z.strictObject({
  op: z.literal('setDisabled'),
  ids: z.array(NodeId).min(1),
  disabled: z.boolean(),
});
const SetMaxVisits = z.strictObject({
  op: z.literal('setMaxVisits'),
  id: NodeId,
  /** Absent: no such limit; the edge of its "after N times" way goes too. */
  maxVisits: PlayNode.shape.maxVisits,
});

const subgraph = { nodes: z.array(PlayNode).min(1), edges: z.array(PlayEdge) };
const Duplicate = z.strictObject({ op: z.literal('duplicate'), ...subgraph });
const Paste = z.strictObject({ op: z.literal('paste'), ...subgraph });

const RenamePlay = z.strictObject({ op: z.literal('renamePlay'), name: Play.shape.name });
const SetLimits = z.strictObject({ op: z.literal('setLimits'), limits: Play.shape.limits });
const SetReentry = z.strictObject({ op: z.literal('setReentry'), reentry: Play.shape.reentry });
const SetAnyReply = z.strictObject({ op: z.literal('setAnyReply'), node: NodeId.optional() });

/**
 * What takes any operation back: exactly what differs. `node: null` and `edge: null` mean "not there"; `index` is the
 * place in the result.
 */
const Patch = z.strictObject({
  op: z.literal('patch'),
  nodes: z.array(z.strictObject({ id: NodeId, index: z.int().min(0), node: PlayNode.nullable() })),
  edges: z.array(
    z.strictObject({ from: NodeId, port: Port, index: z.int().min(0), edge: PlayEdge.nullable() }),
  ),
  /** Top-level values; absent inside `play`: the value is taken away. */
  play: z.array(
    z.discriminatedUnion('field', [
      z.strictObject({ field: z.literal('name'), value: Play.shape.name }),
      z.strictObject({ field: z.literal('limits'), value: Play.shape.limits }),
      z.strictObject({ field: z.literal('reentry'), value: Play.shape.reentry }),
      z.strictObject({ field: z.literal('anyReply'), value: Play.shape.anyReply }),
    ]),
  ),
});
export type Patch = z.infer<typeof Patch>;

const single = [
  AddNode,
  InsertOnEdge,
  RemoveNodes,
  MoveNodes,
  Tidy,
  Connect,
  Disconnect,
  SetConfig,
  SetTitle,
  SetDisabled,
  SetMaxVisits,
  Duplicate,
  Paste,
  RenamePlay,
  SetLimits,
  SetReentry,
  SetAnyReply,
  Patch,
] as const;

const SingleOperation = z.discriminatedUnion('op', single);

/** Several as one step, the first of which names it: a change that widens a card also moves what stands in its way. */
const Together = z.strictObject({ op: z.literal('together'), ops: z.array(SingleOperation).min(1) });

export const Operation = z.discriminatedUnion('op', [...single, Together]);
export type Operation = z.infer<typeof Operation>;
export type OperationKind = Operation['op'];
export type OperationOf<Kind extends OperationKind> = Extract<Operation, { op: Kind }>;
export type SingleOperation = z.infer<typeof SingleOperation>;
