import type { z } from 'zod';
import type { SetContent } from '#workflows/compile/content.ts';
import type { Outcome } from '#workflows/engine/event.ts';
import type { Act } from '#workflows/engine/plan.ts';
import { note } from './changes.ts';
import { sqlOf, type Tx } from './client.ts';
import { readContent } from './contents.ts';
import { enrolChunk } from './enrolments.ts';
import type { Enrolment } from './generated/client.ts';
import { applyLeadChanges } from './lead-changes.ts';
import { appendTask } from './tasks.ts';
import { appendTimeline } from './timeline.ts';

type ActRequest = { row: Enrolment; instruction: Act; nowMs: number; wallMs: number };

/** Does what an `act` instruction says, in the transaction that records it. */
export async function performAct(tx: Tx, request: ActRequest): Promise<Outcome> {
  const { row, instruction } = request;
  const content = readContent(sqlOf(tx), row.workspaceId, instruction.arg);
  switch (content.kind) {
    case 'set':
      return setOnLead(tx, request, content);
    case 'startPlay': {
      const entered = await enrolChunk(tx, row.workspaceId, {
        playId: content.play,
        leadIds: [row.leadId],
        origin: 'play',
        wallMs: request.wallMs,
      });
      const refusal = entered.notEntered[0];
      return refusal === undefined ? { kind: 'done' } : { kind: 'refused', why: refusal.reason };
    }
    case 'task':
      await appendTask(tx, row.workspaceId, {
        leadId: row.leadId,
        enrolmentId: row.id,
        messageId: null,
        kind: content.reason,
        sentence: 'The play has gone as far as it may with this lead. Decide what is next.',
        nowMs: request.nowMs,
        key: `limit/${row.id}`,
      });
      return { kind: 'done' };
    default:
      return { kind: 'blocked', why: 'The plan has a step that this version cannot do.' };
  }
}

async function setOnLead(tx: Tx, request: ActRequest, content: z.infer<typeof SetContent>): Promise<Outcome> {
  const { row, nowMs } = request;
  const words = await applyLeadChanges(tx, row.workspaceId, row.leadId, {
    fields: content.fields,
    addTags: content.addTags,
    removeTags: content.removeTags,
    nowMs,
  });
  if (words.length > 0) {
    await appendTimeline(tx, row.workspaceId, {
      leadId: row.leadId,
      atMs: nowMs,
      kind: 'set',
      title: 'The play changed the lead',
      detail: words.join(', '),
      enrolmentId: row.id,
      playId: row.playId,
      nodeId: row.nodeId,
    });
    await note(tx, row.workspaceId, 'lead', row.leadId);
  }
  return { kind: 'done' };
}
