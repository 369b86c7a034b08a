import { nodeOf } from '#workflows/edit/graph.ts';
import type { Operation, OperationKind, OperationOf } from '#workflows/edit/operation.ts';
import { valueAt } from '#workflows/edit/path.ts';
import { nameOf, portsOf } from '#workflows/edit/ports.ts';
import type { Field } from '#workflows/node.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import type { Play } from '#workflows/play.ts';
import { durationSchema, durationWords } from '#workflows/time/duration.ts';

/** What an operation did, for the list of changes and the toast of an undo: "Changed how long from 1 day to 2 days". */
export function operationWords(operation: Operation, before: Play, after: Play): string {
  const say = sayings[operation.op] as Say<OperationKind>;
  return say(operation, { before, after });
}

type Scene = { before: Play; after: Play };
type Say<Kind extends OperationKind> = (operation: OperationOf<Kind>, scene: Scene) => string;

const sayings: { [Kind in OperationKind]: Say<Kind> } = {
  addNode: ({ node }, scene) => `Added ${called(scene, node.id)}`,
  insertOnEdge: ({ node, edge }, scene) => `Put ${called(scene, node.id)} after ${called(scene, edge.from)}`,
  removeNodes: ({ ids }, scene) => `Deleted ${several(ids, scene)}`,
  moveNodes: ({ to }, scene) =>
    `Moved ${several(
      to.map(({ id }) => id),
      scene,
    )}`,
  tidy: () => 'Tidied up',
  connect: ({ edge }, scene) =>
    `Led ${called(scene, edge.from)}${way(scene, edge.from, edge.port)} to ${called(scene, edge.to)}`,
  disconnect: ({ from, port }, scene) =>
    `Took away the way from ${called(scene, from)}${way(scene, from, port)}`,
  setConfig: (operation, scene) => changeWords(operation, scene),
  setTitle: ({ id, title }, scene) =>
    title === undefined ? `Took the name of ${called(scene, id)} away` : `Named a step ${quoted(title)}`,
  setDisabled: ({ ids, disabled }, scene) => `${disabled ? 'Disabled' : 'Enabled'} ${several(ids, scene)}`,
  setMaxVisits: ({ id, maxVisits }, scene) =>
    maxVisits === undefined
      ? `Took the limit of visits of ${called(scene, id)} away`
      : `Limited ${called(scene, id)} to ${maxVisits} ${maxVisits === 1 ? 'visit' : 'visits'}`,
  duplicate: ({ nodes }, scene) =>
    `Duplicated ${several(
      nodes.map(({ id }) => id),
      scene,
    )}`,
  paste: ({ nodes }, scene) =>
    `Pasted ${several(
      nodes.map(({ id }) => id),
      scene,
    )}`,
  renamePlay: ({ name }) => `Named the play ${quoted(name)}`,
  setLimits: () => "Changed the play's limits",
  setReentry: () => 'Changed when leads may enter again',
  setAnyReply: ({ node }, scene) =>
    node === undefined
      ? 'Any other reply goes to the owner'
      : `Any other reply goes to ${called(scene, node)}`,
  patch: () => 'Took a change back',
  together: ({ ops }, scene) =>
    ops[0] === undefined ? '' : operationWords(ops[0], scene.before, scene.after),
};

function called({ before, after }: Scene, id: string): string {
  const node = nodeOf(after, id) ?? nodeOf(before, id);
  if (node === undefined) return 'a step';
  return node.title === undefined ? lowerFirst(nameOf(node)) : quoted(node.title);
}

function several(ids: readonly string[], scene: Scene): string {
  const [only] = ids;
  return ids.length === 1 && only !== undefined ? called(scene, only) : `${ids.length} steps`;
}

function way({ before, after }: Scene, id: string, port: string): string {
  const play = nodeOf(after, id) ? after : before;
  const node = nodeOf(play, id);
  const ports = node ? portsOf(play, node) : [];
  const label = ports.length > 1 ? ports.find((each) => each.id === port)?.label : undefined;
  return label === undefined ? '' : `, ${lowerFirst(label)},`;
}

function changeWords({ id, path }: OperationOf<'setConfig'>, { before, after }: Scene): string {
  const node = nodeOf(after, id) ?? nodeOf(before, id);
  const field = node && fieldOf(nodeKind(node.kind)?.fields ?? [], path);
  if (node === undefined || field === undefined) return `Changed ${called({ before, after }, id)}`;
  const label = lowerFirst(field.label);
  const was = valueWords(valueAt(nodeOf(before, id)?.config, field.path), field);
  const is = valueWords(valueAt(nodeOf(after, id)?.config, field.path), field);
  if (was === null || is === null) return `Changed ${label} of ${called({ before, after }, id)}`;
  if (was === '') return `Set ${label} to ${is}`;
  return is === '' ? `Took ${label} away` : `Changed ${label} from ${was} to ${is}`;
}

function fieldOf(fields: readonly Field[], path: string): Field | undefined {
  return fields.find((field) => path === field.path || path.startsWith(`${field.path}.`));
}

/** A value in a few words; '' for none, null when it cannot be told briefly (lists, documents). */
function valueWords(value: unknown, { widget }: Field): string | null {
  if (value === undefined || value === null || value === '') return '';
  if (widget.type === 'choice') {
    return quoted(widget.options.find((option) => option.value === value)?.label ?? String(value));
  }
  if (widget.type === 'switch') return value === true ? 'on' : 'off';
  const duration = durationSchema.safeParse(value);
  if (duration.success) return durationWords(duration.data);
  if (typeof value === 'number')
    return widget.type === 'number' && widget.unit ? `${value} ${widget.unit}` : String(value);
  return typeof value === 'string' ? quoted(value) : null;
}

function quoted(text: string): string {
  const short = text.length > 32 ? `${text.slice(0, 31).trimEnd()}…` : text;
  return `“${short}”`;
}

/** "A way for STOP" inside a sentence: abbreviations stay. */
function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
