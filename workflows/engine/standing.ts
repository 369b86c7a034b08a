import type { Plan } from './plan.ts';
import type { State } from './state.ts';
import { deadlineMs } from './stay.ts';

/** Where a lead stands, in the words of the projection row. */
export type Standing = {
  status: 'running' | 'waiting' | 'paused' | 'held' | 'blocked' | 'ended';
  /** Id of the drawn node. */
  nodeId: string;
  sinceMs: number;
  /** When the engine looks again by itself; null while running, ended, or waiting for a person only. */
  untilMs: number | null;
  note: string | null;
};

export function standing(plan: Plan, s: State): Standing {
  const node = plan.code[s.pc]?.node ?? 0;
  const base = { nodeId: plan.nodes[node] ?? '', sinceMs: s.sinceMs };
  if (s.done !== null) return { ...base, status: 'ended', untilMs: null, note: s.done };
  if (s.flight !== null) return { ...base, status: 'running', untilMs: null, note: null };
  if (s.paused !== null) {
    return s.paused.untilMs === null
      ? { ...base, status: 'paused', untilMs: null, note: null }
      : { ...base, status: 'held', untilMs: s.paused.untilMs, note: 'A reply is with the owner.' };
  }
  const rest = s.rest;
  if (rest === null) return { ...base, status: 'running', untilMs: null, note: null };
  const untilMs = deadlineMs(plan, s);
  const note = rest.note ?? null;
  if (rest.why === 'blocked') return { ...base, status: 'blocked', untilMs, note };
  return { ...base, status: rest.why === 'hold' ? 'held' : 'waiting', untilMs, note };
}
