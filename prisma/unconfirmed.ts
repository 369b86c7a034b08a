import type { Tx } from './client.ts';
import type { Message } from './generated/client.ts';
import { nounOf } from './send-lines.ts';
import { appendTask } from './tasks.ts';
import { appendTimeline } from './timeline.ts';

/** Why nobody asks any more. */
const UNCONFIRMED_BECAUSE = {
  notListed:
    'The provider did not answer, and does not list it. It was not sent again, so that it is not sent twice.',
  movedOn:
    'The provider did not answer, and the lead moved on before it was asked again. It was not sent again.',
};

/**
 * A message of which nobody knows whether it went out, and nobody asks any more: never sent again, a line on the
 * timeline, and a task for the owner. News of it that comes later replaces this.
 */
export async function leaveUnconfirmed(
  tx: Tx,
  message: Message,
  because: keyof typeof UNCONFIRMED_BECAUSE,
  nowMs: number,
): Promise<void> {
  const why = UNCONFIRMED_BECAUSE[because];
  await tx.message.update({ where: { id: message.id }, data: { state: 'unconfirmed', why, atMs: nowMs } });
  if (message.leadId === null) return;
  const at = {
    leadId: message.leadId,
    enrolmentId: message.enrolmentId,
    playId: message.playId,
    nodeId: message.nodeId,
    messageId: message.id,
  };
  await appendTimeline(tx, message.workspaceId, {
    ...at,
    atMs: nowMs,
    kind: 'unconfirmed',
    title: `${nounOf(message.channel)} unconfirmed`,
    detail: why,
    key: `unconfirmed/${message.id}`,
  });
  await appendTask(tx, message.workspaceId, {
    leadId: message.leadId,
    enrolmentId: message.enrolmentId,
    messageId: message.id,
    kind: 'unconfirmed',
    sentence: `${message.channel === 'email' ? 'An email' : 'A text'} may not have arrived. Ask the lead, or send it again yourself.`,
    nowMs,
    key: `unconfirmed/${message.id}`,
  });
}
