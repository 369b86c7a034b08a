import type { Outcome, Result } from '#workflows/engine/event.ts';
import type { FactId, FactValue, Plan, Send } from '#workflows/engine/plan.ts';
import type { State } from '#workflows/engine/state.ts';
import { sqlOf, type Tx } from './client.ts';
import { eventsAfter } from './events.ts';
import type { Enrolment, Message, Workspace } from './generated/client.ts';
import { getRow } from './plain-rows.ts';
import { recordAnswer } from './projection.ts';

/** A step of a run that sends. */
export type StepSend = {
  enrolment: Enrolment;
  plan: Plan;
  instruction: Send;
  nodeId: string;
  asked: { id: number; attempt: number; epoch: number };
  before: State;
  role: string | null;
  purpose: Purpose;
  /** Facts that ride on the answer, read in the answering transaction. */
  readFacts: (tx: Tx, nowMs: number) => Promise<[FactId, FactValue][]>;
};
export type Purpose = 'marketing' | 'informational' | 'conversational';

/** An instant on both clocks: the workspace's, the wall's, and how far they are apart. */
export type Time = { nowMs: number; wallMs: number; skewMs: number };

export function timeIn(workspace: Pick<Workspace, 'clockOffsetMs'>, wallMs: number): Time {
  const skewMs = workspace.clockOffsetMs;
  return { nowMs: wallMs + skewMs, wallMs, skewMs };
}

/**
 * Records what came of a send as the answer of the step that asked, in the transaction that decided it.
 * @param found the message, where its row said so already: a callback, or an attempt that another run took over from, had
 * settled it before the run hears of it
 */
export async function recordStep(
  tx: Tx,
  step: StepSend,
  outcome: Outcome,
  time: Time,
  found: Message | null = null,
): Promise<Result> {
  const row = getRow(sqlOf(tx), 'Enrolment', step.enrolment.id);
  const settles = outcome.kind === 'sent' || outcome.kind === 'notSent' || outcome.kind === 'unconfirmed';
  const answer = {
    asked: step.asked,
    before: step.before,
    outcome,
    facts: settles ? await step.readFacts(tx, time.nowMs) : [],
    nowMs: time.nowMs,
    settledMs: settles && found !== null && found.atMs < time.nowMs ? found.atMs : null,
    skewMs: time.skewMs,
  };
  // Nothing was done, so nothing is recorded: the row keeps the state from which the run was asked.
  if (outcome.kind === 'stale') {
    const events = await eventsAfter(tx, row.id, step.before.seq);
    return { type: 'result', id: step.asked.id, atMs: time.nowMs, outcome, events, skewMs: time.skewMs };
  }
  return recordAnswer(tx, row, step.plan, answer);
}

/** Says of an outcome that the message may have gone out. */
export const unansweredIf = (repeats: boolean): { unanswered?: true } =>
  repeats ? { unanswered: true } : {};

/** What a message's row says, as a step's outcome. */
export function outcomeOf(message: Message): Outcome {
  if (message.state === 'accepted') return { kind: 'sent' };
  if (message.state === 'unconfirmed') return { kind: 'unconfirmed' };
  if (message.state === 'rejected' || message.state === 'suppressed') {
    return { kind: 'notSent', why: message.why ?? 'It was refused.' };
  }
  return { kind: 'inDoubt' };
}
