import type { Client } from '@temporalio/client';

/** A run whose workflow task fails again and again: its lead stands still until the worker is mended. */
export type FailingRun = { workflowId: string; leadId: string | null };

const DEADLINE_MS = 2_000;

/**
 * Runs of a workspace with failing workflow tasks, as Temporal itself reports them after several failures in a row.
 * @returns null when Temporal does not answer
 */
export async function failingRuns(
  client: Client,
  workspaceId: string,
  limit: number,
): Promise<FailingRun[] | null> {
  const query = `WorkspaceId = '${workspaceId.replaceAll("'", '')}' AND ExecutionStatus = 'Running' AND TemporalReportedProblems IS NOT NULL`;
  try {
    return await client.connection.withDeadline(Date.now() + DEADLINE_MS, async () => {
      const found: FailingRun[] = [];
      for await (const run of client.workflow.list({ query, pageSize: limit })) {
        // enr/<workspace>/<play>/<lead>/<entry>
        found.push({ workflowId: run.workflowId, leadId: run.workflowId.split('/')[3] ?? null });
        if (found.length === limit) break;
      }
      return found;
    });
  } catch {
    // Down, restarting, or a cluster without the attribute: health says what Temporal's state is.
    return null;
  }
}
