import { apply } from '#workflows/edit/apply.ts';
import { nodeOf } from '#workflows/edit/graph.ts';
import type { OperationOf, SingleOperation } from '#workflows/edit/operation.ts';
import { portsOf } from '#workflows/edit/ports.ts';
import type { Play } from '#workflows/play.ts';

type Value = OperationOf<'setConfig'>['value'];

/**
 * A change of one value, with the edges of the ways out that it ends: removing an answer from a wait takes that
 * answer's wire along, in one step.
 */
export function configure(play: Play, id: string, path: string, value: Value): OperationOf<'setConfig'> {
  const change: OperationOf<'setConfig'> = {
    op: 'setConfig',
    id,
    path,
    ...(value === undefined ? {} : { value }),
  };
  const dropPorts = endedPorts(play, id, change);
  return dropPorts.length === 0 ? change : { ...change, dropPorts };
}

/** Ports with an edge that are no longer there after the change. */
export function endedPorts(play: Play, id: string, change: SingleOperation): string[] {
  const after = apply(play, change);
  const node = after.ok ? nodeOf(after.play, id) : undefined;
  if (!after.ok || node === undefined) return [];
  const left = new Set(portsOf(after.play, node).map((port) => port.id));
  return play.edges.filter((edge) => edge.from === id && !left.has(edge.port)).map((edge) => edge.port);
}
