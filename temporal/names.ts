/** Names that workflow, worker and client must agree on. Imports nothing at run time: the workflow bundle holds it. */

import type { ActivityKind, Effect } from '#workflows/engine/effect.ts';
import type { OutsideEvent, Result } from '#workflows/engine/event.ts';
import type { Plan } from '#workflows/engine/plan.ts';
import type { State } from '#workflows/engine/state.ts';

export const TASK_QUEUE = 'enrolments';
export const WORKFLOW_TYPE = 'enrolment';
/** Carries `OutsideEvent[]`, in seq order. */
export const OUTSIDE_SIGNAL = 'outside';
/** Says that it is time to look: watchdog, moved clock. Carries a `Wake`. */
export const WAKE_SIGNAL = 'wake';

export type Wake = { atMs: number; skewMs: number };

/** All that a run needs; continue-as-new, a rebuild and a move to another cluster start from the same thing. */
export type EnrolmentInput = {
  engine: number;
  enrolmentId: string;
  /** Which run of this enrolment may act; sends check it. */
  epoch: number;
  plan: Plan;
  state: State;
  unread: OutsideEvent[];
};

export type ActivityInput = {
  enrolmentId: string;
  epoch: number;
  asked: Extract<Effect, { type: 'activity' }>;
  /** The state the activity was asked from: its answer is recorded by stepping from here. */
  state: State;
};

/** Every activity answers with what `step` consumes. */
export type EnrolmentActivities = Record<ActivityKind, (input: ActivityInput) => Promise<Result>>;

/** Ids only: names, addresses and texts never enter Temporal. */
export function workflowId(row: {
  workspaceId: string;
  playId: string;
  leadId: string;
  entry: number;
}): string {
  return `enr/${row.workspaceId}/${row.playId}/${row.leadId}/${row.entry}`;
}

/** Set once at start, which costs nothing; no personal data. */
export const SEARCH_ATTRIBUTES = {
  WorkspaceId: 'KEYWORD',
  PlayId: 'KEYWORD',
  PlanHash: 'KEYWORD',
  LeadId: 'KEYWORD',
  Engine: 'INT',
} as const;
