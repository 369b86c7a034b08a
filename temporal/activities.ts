import { ApplicationFailure, Context } from '@temporalio/activity';
import { keepAnswer } from '#prisma/answers.ts';
import { type Db, sqlOf, type Tx } from '#prisma/client.ts';
import { readContent } from '#prisma/contents.ts';
import { readPlan } from '#prisma/enrolments.ts';
import { eventsAfter } from '#prisma/events.ts';
import { failpoint } from '#prisma/failpoint.ts';
import type { Enrolment } from '#prisma/generated/client.ts';
import { leadView } from '#prisma/lead-view.ts';
import { findRow, getRow } from '#prisma/plain-rows.ts';
import { recordAnswer } from '#prisma/projection.ts';
import { performAct } from '#prisma/step-acts.ts';
import { handToOwner } from '#prisma/unheard.ts';
import type { Outcome, Result } from '#workflows/engine/event.ts';
import type { FactId, FactValue, Plan } from '#workflows/engine/plan.ts';
import { leadFact } from '#workflows/leads/lead-facts.ts';
import type { ActivityInput, EnrolmentActivities } from './names.ts';
import { performCheck, performStepSend, type SendDeps } from './perform-send.ts';

export type ActivityDeps = SendDeps & { db: Db; wallMs: () => number };

/** While a call is out, this tells Temporal that the worker lives; a killed one is replaced within seconds. */
const HEARTBEAT_MS = 1_500;

/** Everything an activity needs to know about the run that asks. */
export type Asked = { input: ActivityInput; attempt: number; row: Enrolment; plan: Plan };

/**
 * The activities of an enrolment. Each ends in one transaction that records its answer by the run's own `step`, and
 * gives the same answer to the workflow.
 */
export function createActivities(deps: ActivityDeps): EnrolmentActivities {
  const plans = new Map<string, Plan>();

  async function load(input: ActivityInput): Promise<Asked> {
    const row = await deps.db.rows((sql) => findRow(sql, 'Enrolment', 'id', input.enrolmentId));
    if (row === null) throw ApplicationFailure.nonRetryable('The lead of this run has been erased.');
    const key = `${row.workspaceId}/${row.planHash}`;
    const plan =
      plans.get(key) ?? (await deps.db.rows((sql) => readPlan(sql, row.workspaceId, row.planHash)));
    plans.set(key, plan);
    return { input, attempt: Context.current().info.attempt, row, plan };
  }

  /** One transaction: what the step does, and its answer. */
  async function inOneTransaction(
    asked: Asked,
    act: (tx: Tx, nowMs: number) => Promise<Outcome>,
  ): Promise<Result> {
    const { input, row, plan } = asked;
    const instruction = plan.code[input.asked.pc];
    return deps.db.tx(async (tx) => {
      const now = getRow(sqlOf(tx), 'Enrolment', row.id);
      const workspace = getRow(sqlOf(tx), 'Workspace', row.workspaceId);
      const skewMs = workspace.clockOffsetMs;
      const nowMs = deps.wallMs() + skewMs;
      const { id, kind } = input.asked;
      const isCurrent = now.epoch === input.epoch && now.recordedId < id && now.status !== 'ended';
      if (!isCurrent && now.recordedId !== id) {
        return { type: 'result', id, atMs: nowMs, outcome: { kind: 'superseded' }, events: [], skewMs };
      }
      if (isCurrent && kind === 'act') {
        // An act must not overtake what happened before it: newer events first.
        const events = await eventsAfter(tx, row.id, input.state.seq);
        if (events.length > 0)
          return { type: 'result', id, atMs: nowMs, outcome: { kind: 'stale' }, events, skewMs };
      }
      const outcome = now.recordedId === id ? recordedOutcome(now) : await act(tx, nowMs);
      const reads = instruction !== undefined && 'reads' in instruction ? (instruction.reads ?? []) : [];
      return recordAnswer(tx, now, plan, {
        asked: { id, attempt: asked.attempt, epoch: input.epoch },
        before: input.state,
        outcome,
        facts: await readFacts(tx, now, plan, reads, nowMs),
        nowMs,
        skewMs,
      });
    });
  }

  /** Nothing was done and the row stays as it is, but what the run hears now it hears for good. */
  async function keepStale(input: ActivityInput, result: Result): Promise<Result> {
    if (result.outcome.kind !== 'stale') return result;
    const stood = { status: 'running' as const, untilMs: null };
    await deps.db.tx((tx) => keepAnswer(tx, input.enrolmentId, { before: input.state, result, stood }));
    return result;
  }

  return {
    async send(input) {
      return heartbeating(async () => keepStale(input, await performStepSend(deps, await load(input))));
    },
    async check(input) {
      return heartbeating(async () => performCheck(deps, await load(input)));
    },
    async act(input) {
      const asked = await load(input);
      const instruction = asked.plan.code[input.asked.pc];
      if (instruction?.op !== 'act') throw ApplicationFailure.nonRetryable('The plan has no such step.');
      const result = await inOneTransaction(asked, (tx, nowMs) =>
        performAct(tx, { row: asked.row, instruction, nowMs, wallMs: deps.wallMs() }),
      );
      failpoint('act-after-record');
      return keepStale(input, result);
    },
    async read(input) {
      return inOneTransaction(await load(input), async () => ({ kind: 'done' }));
    },
    async unheard(input) {
      const asked = await load(input);
      return inOneTransaction(asked, async (tx, nowMs) => {
        await handToOwner(tx, asked.row, input.state.unheard, nowMs);
        return { kind: 'done' };
      });
    },
    async record(input) {
      const result = await inOneTransaction(await load(input), async () => ({ kind: 'done' }));
      failpoint('record-after-commit');
      return result;
    },
  };
}

/** Recorded already, and the answer was lost on the way: it is said again, and nothing is done twice. */
function recordedOutcome(row: Enrolment): Outcome {
  if (row.recordedOutcome === null) throw new Error(`Enrolment ${row.id} has a record without an outcome.`);
  return JSON.parse(row.recordedOutcome);
}

/** Answers a plan's questions about the lead, as of this transaction. */
export async function readFacts(
  tx: Tx,
  row: Pick<Enrolment, 'workspaceId' | 'leadId'>,
  plan: Plan,
  reads: readonly FactId[],
  nowMs: number,
): Promise<[FactId, FactValue][]> {
  if (reads.length === 0) return [];
  const sql = sqlOf(tx);
  const lead = getRow(sql, 'Lead', row.leadId);
  const workspace = getRow(sql, 'Workspace', row.workspaceId);
  const view = leadView(lead, workspace.timeZone);
  const facts: [FactId, FactValue][] = [];
  for (const read of reads) {
    const hash = plan.facts[read];
    if (hash === undefined)
      throw ApplicationFailure.nonRetryable('The plan asks for a fact that it does not name.');
    const content = readContent(sql, row.workspaceId, hash);
    if (content.kind !== 'predicate' && content.kind !== 'instant') {
      throw ApplicationFailure.nonRetryable('The plan asks for a fact that is none.');
    }
    facts.push([read, leadFact(content, view, nowMs)]);
  }
  return facts;
}

async function heartbeating<T>(work: () => Promise<T>): Promise<T> {
  const context = Context.current();
  const timer = setInterval(() => context.heartbeat(), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
