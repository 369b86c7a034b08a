import { z } from 'zod';
import type { OperationOf } from '#workflows/edit/operation.ts';
import { CARD_WIDTH, onGrid } from '#workflows/edit/size.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';
import { type Play, PlayEdge, PlayNode } from '#workflows/play.ts';

/** What is on the clipboard: plain JSON with a name and a version, so that it may be kept, mailed and pasted anywhere. */
export const CLIP_VERSION = 1;

const Clip = z.strictObject({
  format: z.literal('baton.steps'),
  version: z.literal(CLIP_VERSION),
  nodes: z.array(PlayNode).min(1).max(1_000),
  edges: z.array(PlayEdge).max(4_000),
});
export type Clip = z.infer<typeof Clip>;

/** The chosen steps with the edges between them. Undefined when nothing was chosen. */
export function clipOf(play: Play, ids: ReadonlySet<string>): Clip | undefined {
  const nodes = play.nodes.filter((node) => ids.has(node.id));
  if (nodes.length === 0) return undefined;
  const edges = play.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to));
  return { format: 'baton.steps', version: CLIP_VERSION, nodes, edges };
}

export type ReadClip = { ok: true; clip: Clip } | { ok: false; reason: string };

/** Reads clipboard text. Junk and steps of a newer Baton are refused in words. */
export function readClip(text: string): ReadClip {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {
      ok: false,
      reason: 'The clipboard holds no steps. Copy steps in Baton first, then paste them here.',
    };
  }
  const head = z.object({ format: z.literal('baton.steps'), version: z.int() }).safeParse(value);
  if (!head.success) {
    return {
      ok: false,
      reason: 'The clipboard holds no steps. Copy steps in Baton first, then paste them here.',
    };
  }
  if (head.data.version > CLIP_VERSION) {
    return {
      ok: false,
      reason: 'These steps were copied from a newer Baton. Nothing was pasted; update this one first.',
    };
  }
  const clip = Clip.safeParse(value);
  if (!clip.success) {
    return { ok: false, reason: 'The copied steps are damaged. Nothing was pasted; copy them again.' };
  }
  return { ok: true, clip: clip.data };
}

/** How far copies stand from what they copy, when no place is given. */
const OFFSET = 24;

/**
 * Copies with new ids and the edges between them, for `play`. `middle` is where the middle of their top edge goes;
 * without it they stand a little down and right of the originals. A play has one start: a second is left out.
 * Undefined when nothing is left to copy.
 */
export function copiesFor(
  play: Play,
  clip: Pick<Clip, 'nodes' | 'edges'>,
  newId: () => string,
  middle?: { x: number; y: number },
): Pick<OperationOf<'paste'>, 'nodes' | 'edges'> | undefined {
  const isStart = (node: PlayNode) => nodeKind(node.kind)?.shape === 'trigger';
  const hasStart = play.nodes.some(isStart);
  const nodes = clip.nodes.filter((node) => !(hasStart && isStart(node)));
  if (nodes.length === 0) return undefined;
  const ids = new Map(nodes.map((node) => [node.id, newId()]));
  const left = Math.min(...nodes.map((node) => node.at.x));
  const right = Math.max(...nodes.map((node) => node.at.x + CARD_WIDTH));
  const top = Math.min(...nodes.map((node) => node.at.y));
  const by = middle ? { x: middle.x - (left + right) / 2, y: middle.y - top } : { x: OFFSET, y: OFFSET };
  return {
    nodes: nodes.map((node) => ({
      ...node,
      id: ids.get(node.id) ?? node.id,
      at: { x: onGrid(node.at.x + by.x), y: onGrid(node.at.y + by.y) },
    })),
    edges: clip.edges.flatMap((edge) => {
      const from = ids.get(edge.from);
      const to = ids.get(edge.to);
      return from === undefined || to === undefined ? [] : [{ ...edge, from, to }];
    }),
  };
}
