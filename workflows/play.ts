import { z } from 'zod';
import { durationSchema } from '#workflows/time/duration.ts';

/**
 * The play document: what is drawn. Ours, not React Flow's. A draft may be incomplete, so a node's config is checked
 * by its kind when the play is compiled, not when it is stored; ids, ports and edges are checked here.
 */

/** The newest document version. Older ones are upgraded by `parsePlay`; newer ones are refused in words. */
export const PLAY_VERSION = 1;

export const NodeId = z.string().regex(/^[a-z0-9_-]{1,24}$/i);

export const PlayNode = z.strictObject({
  id: NodeId,
  /** A kind of the registry; an unknown one is a problem, not a parse error, so that nothing is lost. */
  kind: z.string().min(1).max(40),
  /** A person's own name for the step. */
  title: z.string().max(80).optional(),
  config: z.record(z.string().max(40), z.json()),
  /** Top left corner on the canvas, in px, multiples of 4. */
  at: z.strictObject({ x: z.number().int(), y: z.number().int() }),
  /** Passed over: leads leave at once by the port its kind names for that. */
  disabled: z.literal(true).optional(),
  /**
   * How often one lead may come in here; the next time it leaves by the port `afterMax`. Kept beside the config, not in
   * it, so that every kind can close a loop without knowing about loops.
   */
  maxVisits: z.number().int().min(1).max(100).optional(),
});
export type PlayNode = z.infer<typeof PlayNode>;

export const PlayEdge = z.strictObject({
  from: NodeId,
  /** A port of the `from` node. One edge a port at most. */
  port: z.string().min(1).max(40),
  to: NodeId,
});
export type PlayEdge = z.infer<typeof PlayEdge>;

export const Play = z.strictObject({
  format: z.literal('baton.play'),
  version: z.literal(PLAY_VERSION),
  name: z.string().min(1).max(80),
  /** How soon a lead may enter again after leaving; absent: never. */
  reentry: z.strictObject({ after: durationSchema }).optional(),
  /** The play's own bounds. Absent: as far as the drawn graph can go. */
  limits: z
    .strictObject({
      stay: durationSchema.optional(),
      messages: z.number().int().min(0).max(1_000).optional(),
      /** What happens at the bound: end quietly, or end and raise a task for the lead's owner. */
      then: z.enum(['end', 'owner']),
    })
    .optional(),
  /** The step a reply goes to that no step waits for; absent: the lead's owner, with a clock. */
  anyReply: NodeId.optional(),
  nodes: z.array(PlayNode).max(1_000),
  edges: z.array(PlayEdge).max(4_000),
});
export type Play = z.infer<typeof Play>;
