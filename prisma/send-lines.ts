import type { Tx } from './client.ts';
import type { Message } from './generated/client.ts';
import { appendTimeline } from './timeline.ts';

/** Lines of the lead's timeline about messages that did not go out, or not yet. */

export const nounOf = (channel: string) => (channel === 'email' ? 'Email' : 'Text');

export async function sayNotSent(tx: Tx, message: Message, why: string, rule: string): Promise<void> {
  if (message.leadId === null) return;
  await appendTimeline(tx, message.workspaceId, {
    leadId: message.leadId,
    atMs: message.atMs,
    kind: 'notSent',
    title: `${nounOf(message.channel)} not sent`,
    detail: why,
    enrolmentId: message.enrolmentId,
    playId: message.playId,
    nodeId: message.nodeId,
    messageId: message.id,
    key: `notSent/${message.id}/${rule}`,
  });
}

export async function sayHeld(
  tx: Tx,
  message: Message,
  held: { why: string; rule: string; untilMs: number; nowMs: number },
): Promise<void> {
  if (message.leadId === null) return;
  await appendTimeline(tx, message.workspaceId, {
    leadId: message.leadId,
    atMs: held.nowMs,
    kind: 'held',
    title: `${nounOf(message.channel)} held`,
    detail: held.why,
    enrolmentId: message.enrolmentId,
    playId: message.playId,
    nodeId: message.nodeId,
    messageId: message.id,
    key: `held/${message.id}/${held.rule}/${held.untilMs}`,
  });
}
