import type { Plan } from './plan.ts';
import type { Rest, State } from './state.ts';

/** Whether this rest is automation's own time, and so counts for the play's maximum stay. */
function counts(rest: Rest): boolean {
  return rest.why === 'wait' || rest.why === 'reply' || rest.why === 'defer' || rest.why === 'doubt';
}

/** Adds the waiting since the last count. Lateness beyond the rest's own end (an outage, a sleeping laptop) is nobody's. */
export function countStay(s: State): void {
  const rest = s.rest;
  if (rest === null || s.paused !== null || rest.untilMs === null || !counts(rest)) return;
  const upToMs = Math.min(s.nowMs, rest.untilMs);
  if (upToMs <= rest.countedMs) return;
  s.stayMs += upToMs - rest.countedMs;
  s.rest = { ...rest, countedMs: upToMs };
}

/** True when, with what is not counted yet, the lead has been in the play for as long as it may. */
export function stayIsUsedUp(plan: Plan, s: State): boolean {
  const rest = s.rest;
  if (s.limited || rest === null || !counts(rest)) return false;
  return s.stayMs + s.nowMs - rest.countedMs >= plan.limit.stayMs;
}

/** When to look again: the rest's end, or the end of the longest stay, whichever comes first. */
export function deadlineMs(plan: Plan, s: State): number | null {
  if (s.paused !== null) return s.paused.untilMs;
  const rest = s.rest;
  if (rest === null || rest.untilMs === null) return null;
  if (s.limited || !counts(rest)) return rest.untilMs;
  return Math.min(rest.untilMs, rest.countedMs + plan.limit.stayMs - s.stayMs);
}

/** A hold or a block ends. Somebody else's time does not make a message late. */
export function release(s: State): void {
  const rest = s.rest;
  s.rest = null;
  if (rest === null || counts(rest) || s.due === null) return;
  // During a pause only what came before it: the pause itself is made good when it ends.
  const upToMs = s.paused === null ? s.nowMs : s.paused.sinceMs;
  s.due = { atMs: s.due.atMs + Math.max(0, upToMs - rest.countedMs), checks: s.due.checks };
}

export function pause(s: State, untilMs: number | null): void {
  if (s.paused !== null) {
    // A person's pause (null) outlasts a hold for a reply; a later reply prolongs the hold.
    const keepsPerson = s.paused.untilMs === null || untilMs === null;
    s.paused = {
      sinceMs: s.paused.sinceMs,
      untilMs: keepsPerson ? null : Math.max(s.paused.untilMs ?? 0, untilMs),
    };
    return;
  }
  countStay(s);
  s.paused = { sinceMs: s.nowMs, untilMs };
}

/**
 * Durations keep the time they had left; calendar instants stay, and act at once where they have passed. A message that
 * was due is not the later for it.
 */
export function resume(s: State): void {
  if (s.paused === null) return;
  const heldMs = s.nowMs - s.paused.sinceMs;
  s.paused = null;
  s.owedMs += heldMs;
  if (s.due !== null) s.due = { atMs: s.due.atMs + heldMs, checks: s.due.checks };
  const rest = s.rest;
  if (rest === null) return;
  const untilMs = rest.untilMs === null || rest.fixed ? rest.untilMs : rest.untilMs + heldMs;
  s.rest = { ...rest, countedMs: s.nowMs, untilMs };
}
