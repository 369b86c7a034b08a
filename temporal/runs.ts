import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionStatusName,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import type { Db } from '#prisma/client.ts';
import { bump } from '#prisma/counters.ts';
import { readPlan } from '#prisma/enrolments.ts';
import { eventsAfter } from '#prisma/events.ts';
import type { Enrolment } from '#prisma/generated/client.ts';
import type { OutsideEvent } from '#workflows/engine/event.ts';
import { ENGINE_VERSION } from '#workflows/engine/plan.ts';
import type { State } from '#workflows/engine/state.ts';
import { withDeadline } from './client/connection.ts';
import {
  type EnrolmentInput,
  OUTSIDE_SIGNAL,
  TASK_QUEUE,
  WAKE_SIGNAL,
  type Wake,
  WORKFLOW_TYPE,
  workflowId,
} from './names.ts';

const workspaceKey = defineSearchAttributeKey('WorkspaceId', SearchAttributeType.KEYWORD);
const playKey = defineSearchAttributeKey('PlayId', SearchAttributeType.KEYWORD);
const planKey = defineSearchAttributeKey('PlanHash', SearchAttributeType.KEYWORD);
const leadKey = defineSearchAttributeKey('LeadId', SearchAttributeType.KEYWORD);
const engineKey = defineSearchAttributeKey('Engine', SearchAttributeType.INT);

/**
 * Starts the run of an enrolment.
 * @returns false when it runs or ran already: starts are deduplicated by the id
 */
export async function startRun(
  db: Db,
  client: Client,
  row: Enrolment,
  unread: OutsideEvent[],
  options: { priority: number; rebuild: boolean },
): Promise<boolean> {
  const plan = await db.rows((sql) => readPlan(sql, row.workspaceId, row.planHash));
  const state: State = JSON.parse(row.state);
  const input: EnrolmentInput = {
    engine: ENGINE_VERSION,
    enrolmentId: row.id,
    epoch: row.epoch,
    plan,
    state,
    unread,
  };
  try {
    await withDeadline(client, () =>
      client.workflow.start(WORKFLOW_TYPE, {
        workflowId: workflowId(row),
        taskQueue: TASK_QUEUE,
        args: [input],
        workflowIdReusePolicy: options.rebuild ? 'ALLOW_DUPLICATE' : 'REJECT_DUPLICATE',
        workflowIdConflictPolicy: options.rebuild ? 'TERMINATE_EXISTING' : 'FAIL',
        priority: { priorityKey: options.priority },
        typedSearchAttributes: new TypedSearchAttributes([
          { key: workspaceKey, value: row.workspaceId },
          { key: playKey, value: row.playId },
          { key: planKey, value: row.planHash },
          { key: leadKey, value: row.leadId },
          { key: engineKey, value: ENGINE_VERSION },
        ]),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

/** @returns false when there is no such run, or it is closed */
export async function signalRun(
  client: Client,
  row: Pick<Enrolment, 'workspaceId' | 'playId' | 'leadId' | 'entry'>,
  signal: { outside: OutsideEvent[] } | { wake: Wake },
): Promise<boolean> {
  const handle = client.workflow.getHandle(workflowId(row));
  try {
    await withDeadline(client, () =>
      'outside' in signal
        ? handle.signal(OUTSIDE_SIGNAL, signal.outside)
        : handle.signal(WAKE_SIGNAL, signal.wake),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** What Temporal knows of a run; null when it knows nothing. */
export async function runStatus(
  client: Client,
  row: Pick<Enrolment, 'workspaceId' | 'playId' | 'leadId' | 'entry'>,
): Promise<WorkflowExecutionStatusName | null> {
  try {
    const found = await withDeadline(client, () => client.workflow.getHandle(workflowId(row)).describe());
    return found.status.name;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/**
 * Starts a lost run again, from its projection row and the events after it, under the same id with a new epoch: what
 * is left of the old one, if anything, can no longer send or record.
 */
export async function rebuildRun(db: Db, client: Client, enrolmentId: string): Promise<void> {
  const lost = await db.tx(async (tx) => {
    const row = await tx.enrolment.findUnique({ where: { id: enrolmentId } });
    if (row === null || row.status === 'ended') return null;
    await bump(tx, 'rebuilt-run');
    const raised = await tx.enrolment.update({ where: { id: row.id }, data: { epoch: { increment: 1 } } });
    const state: State = JSON.parse(raised.state);
    return { row: raised, unread: await eventsAfter(tx, row.id, state.seq) };
  });
  if (lost !== null) await startRun(db, client, lost.row, lost.unread, { priority: 2, rebuild: true });
}
