import type { Pc } from './plan.ts';

/**
 * - `send`, `check`, `act`, `read`: the instruction at `pc` (a `check` looks for a text of unknown fate; `final` is the
 *   last look). All four answer the instruction's `reads` with their result; a `read` at a send answers nothing else.
 * - `unheard`: replies that no step waited for go to the lead's owner, with a clock.
 * - `record`: nothing but the projection; shells may run it as a local activity.
 */
export type ActivityKind = 'send' | 'check' | 'act' | 'read' | 'unheard' | 'record';

export type Effect =
  | { type: 'activity'; id: number; kind: ActivityKind; pc: Pc; final?: true }
  /** The one timer; null disarms it. Absolute, in workspace time. */
  | { type: 'deadline'; atMs: number | null }
  | { type: 'finish'; label: string }
  | { type: 'continueAsNew' };
