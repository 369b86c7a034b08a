import type { Outcome, Result } from '#workflows/engine/event.ts';
import type { FactId, FactValue, Plan } from '#workflows/engine/plan.ts';
import { standing } from '#workflows/engine/standing.ts';
import type { LeaveReason, State, TrailStep } from '#workflows/engine/state.ts';
import { step } from '#workflows/engine/step.ts';
import { keepAnswer } from './answers.ts';
import { note } from './changes.ts';
import { sqlOf, type Tx } from './client.ts';
import { bump } from './counters.ts';
import { eventsAfter } from './events.ts';
import type { Enrolment, Message } from './generated/client.ts';
import { updateRow } from './plain-rows.ts';
import { nounOf } from './send-lines.ts';
import { appendTimeline } from './timeline.ts';
import { leaveUnconfirmed } from './unconfirmed.ts';

/** What an activity found out, to be recorded as the run's own next step. */
export type Answer = {
  asked: { id: number; attempt: number; epoch: number };
  /** The state the activity was asked from. */
  before: State;
  outcome: Outcome;
  facts?: [FactId, FactValue][];
  /** Workspace clock. */
  nowMs: number;
  /** When the message of a send or a check was settled, if that was before now. */
  settledMs?: number | null;
  /** Workspace clock minus wall clock. */
  skewMs: number;
};

/**
 * Records an answer: the enrolment row becomes what `step` makes of (before, answer + events committed so far), so
 * that the row is always a state the run itself reaches. The workflow gets the same answer and steps to the same state.
 *
 * A run that ends here is ended in this transaction, with every committed event consumed; later ones find it ended.
 * @returns the result to give to the workflow, `superseded` when another run or a later attempt has taken over
 */
export async function recordAnswer(tx: Tx, row: Enrolment, plan: Plan, answer: Answer): Promise<Result> {
  const { asked, before } = answer;
  const events = await eventsAfter(tx, row.id, before.seq);
  const result: Result = {
    type: 'result',
    id: asked.id,
    atMs: answer.nowMs,
    outcome: answer.outcome,
    events,
    skewMs: answer.skewMs,
  };
  if (answer.facts !== undefined && answer.facts.length > 0) result.facts = answer.facts;
  if (isTakenOver(row, asked)) return { ...result, outcome: { kind: 'superseded' }, events: [] };
  if (isAheadOf(row, before)) await bump(tx, 'projection-mismatch');

  const { state, effect } = step(plan, before, [result]);
  const now = standing(plan, state);
  const ended = effect?.type === 'finish';
  updateRow(sqlOf(tx), 'Enrolment', row.id, {
    state: JSON.stringify(state),
    recordedId: asked.id,
    recordedAttempt: asked.attempt,
    recordedWallMs: answer.nowMs - answer.skewMs,
    recordedOutcome: JSON.stringify(answer.outcome),
    status: ended ? 'ended' : now.status,
    nodeId: now.nodeId,
    sinceMs: now.sinceMs,
    untilMs: now.untilMs,
    note: now.note,
    endedAtMs: ended ? state.nowMs : null,
    endLabel: ended ? effect.label : null,
  });
  await keepAnswer(tx, row.id, {
    before,
    result,
    stood: ended ? { status: 'ended', untilMs: null } : now,
    settledMs: answer.settledMs ?? null,
  });
  if (row.recordedId === asked.id) await forgetLeavings(tx, row, before);
  await recordLeavings(tx, row, plan, before, state);
  await closeOvertaken(tx, row, plan, state, ended);
  await note(tx, row.workspaceId, 'enrolment', row.id);
  return result;
}

/**
 * Another run of this enrolment, or a later attempt of this activity, has written already. The same attempt asking
 * again (its answer was recorded and then lost on the way) records the same thing again, also when that ended the run.
 */
function isTakenOver(row: Enrolment, asked: Answer['asked']): boolean {
  if (row.epoch !== asked.epoch) return true;
  if (row.recordedId !== asked.id) return row.recordedId > asked.id || row.status === 'ended';
  return row.recordedAttempt > asked.attempt;
}

/** The row may never be ahead of the run that writes it. What is written now mends it; the count shows in health. */
function isAheadOf(row: Enrolment, before: State): boolean {
  if (row.recordedId === before.n) return false;
  const stored: State = JSON.parse(row.state);
  return stored.left > before.left || stored.seq > before.seq || stored.messages > before.messages;
}

/** What no activity has written down, since nobody was asked. */
function leftBecause(why: LeaveReason, noun: string): { title: string; detail: string } {
  switch (why) {
    case 'closed':
      return { title: `${noun} not sent`, detail: `The lead opted out of ${noun.toLowerCase()}s.` };
    case 'late':
      return { title: `${noun} not sent`, detail: 'It would have come later than the step allows.' };
    case 'limit':
      return {
        title: 'The play stopped here',
        detail: 'The lead has been in it as long, or was written to as often, as it may.',
      };
  }
}

/** What the drawn step sends. */
function nounOfNode(plan: Plan, node: number): string {
  const send = plan.code.find((instruction) => instruction.op === 'send' && instruction.node === node);
  return send?.op === 'send' ? nounOf(send.channel) : 'Message';
}

/**
 * A message that waited for its window while the lead moved on (answered, left) is shown as not sent; one that may have
 * gone out, and that would have been asked or looked for again, as unconfirmed.
 */
async function closeOvertaken(
  tx: Tx,
  row: Enrolment,
  plan: Plan,
  after: State,
  ended: boolean,
): Promise<void> {
  const isAtSend = !ended && plan.code[after.pc]?.op === 'send';
  const current = isAtSend ? stepSendKey(row.id, after.pc, after.left) : '';
  const sql = sqlOf(tx);
  const overtaken = sql.all<Message>(
    `SELECT * FROM "Message" WHERE "enrolmentId" = ? AND "direction" = 'out' AND "sendKey" <> ?
       AND ("state" IN ('waiting', 'inDoubt') OR ("state" = 'calling' AND "token" IS NULL))`,
    row.id,
    current,
  );
  for (const message of overtaken) {
    if (message.state !== 'waiting') await leaveUnconfirmed(tx, message, 'movedOn', after.nowMs);
    else {
      const why = 'The lead moved on before it could be sent.';
      updateRow(sql, 'Message', message.id, { state: 'suppressed', why, atMs: after.nowMs });
    }
  }
}

/** One message is one key, however often it is tried: the run, the instruction, and which visit it is. */
export function stepSendKey(enrolmentId: string, pc: number, left: number): string {
  return `${enrolmentId}/${pc}/${left}`;
}

/**
 * This answer has been recorded before: it was lost on the way, or the task that asked was, and the one that asks now
 * may have heard more. What was written for it then is not what happened.
 */
async function forgetLeavings(tx: Tx, row: Enrolment, before: State): Promise<void> {
  const since = { enrolmentId: row.id, number: { gt: before.left - before.trail.length } };
  const gone = await tx.leaving.findMany({ where: since, select: { number: true, port: true } });
  if (gone.length === 0) return;
  const keys = gone.map(({ number, port }) => leavingKey(row.id, number, port));
  await tx.timelineEntry.deleteMany({ where: { key: { in: keys } } });
  await tx.leaving.deleteMany({ where: since });
}

const leavingKey = (enrolmentId: string, number: number, port: string): string =>
  `left/${enrolmentId}/${number}/${port}`;

async function recordLeavings(
  tx: Tx,
  row: Enrolment,
  plan: Plan,
  before: State,
  after: State,
): Promise<void> {
  const numbered = new Map<number, TrailStep>();
  for (const s of [before, after]) {
    s.trail.forEach((left, i) => {
      numbered.set(s.left - s.trail.length + i + 1, left);
    });
  }
  if (numbered.size === 0) return;
  const sql = sqlOf(tx);
  for (const number of [...numbered.keys()]) {
    const known = 'SELECT 1 FROM "Leaving" WHERE "enrolmentId" = ? AND "number" = ?';
    if (sql.get(known, row.id, number) !== undefined) numbered.delete(number);
  }
  for (const [number, [node, port, atMs, why]] of numbered) {
    if (why !== undefined) {
      await appendTimeline(tx, row.workspaceId, {
        leadId: row.leadId,
        atMs,
        kind: why === 'limit' ? 'limit' : 'notSent',
        ...leftBecause(why, nounOfNode(plan, node)),
        enrolmentId: row.id,
        playId: row.playId,
        nodeId: plan.nodes[node] ?? '',
        key: leavingKey(row.id, number, port),
      });
    }
  }
  for (const [number, [node, port, atMs]] of numbered) {
    sql.run(
      `INSERT INTO "Leaving" ("enrolmentId", "number", "workspaceId", "playId", "versionId", "nodeId", "port", "atMs")
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      row.id,
      number,
      row.workspaceId,
      row.playId,
      row.versionId,
      plan.nodes[node] ?? '',
      port,
      atMs,
    );
  }
}
