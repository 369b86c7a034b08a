import type { Tx } from './client.ts';
import type { Enrolment } from './generated/client.ts';
import { appendTask } from './tasks.ts';
import { appendTimeline } from './timeline.ts';

/**
 * Replies that no step of the play waited for: a task for the lead's owner, and the reason why the play stands still.
 * @param seqs the events' numbers; the same ones twice are one task
 */
export async function handToOwner(
  tx: Tx,
  row: Enrolment,
  seqs: readonly number[],
  nowMs: number,
): Promise<void> {
  if (seqs.length === 0) return;
  const key = `unheard/${row.id}/${seqs.join('-')}`;
  const at = { leadId: row.leadId, enrolmentId: row.id, playId: row.playId };
  await appendTask(tx, row.workspaceId, {
    leadId: row.leadId,
    enrolmentId: row.id,
    messageId: null,
    kind: 'unheard',
    sentence: 'Replied when the play did not ask. Answer them, then resume the play or end it.',
    nowMs,
    key,
  });
  await appendTimeline(tx, row.workspaceId, {
    ...at,
    nodeId: row.nodeId,
    atMs: nowMs,
    kind: 'held',
    title: 'The play waits for a person',
    detail:
      'The lead replied when no step was waiting for it. It goes on when somebody resumes it, or after 3 days.',
    key,
  });
}
