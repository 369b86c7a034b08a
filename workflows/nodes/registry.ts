import type { NodeKind, Port } from '#workflows/node.ts';
import { branch } from '#workflows/nodes/branch.ts';
import { end } from '#workflows/nodes/end.ts';
import { outcome } from '#workflows/nodes/outcome.ts';
import { sendEmail } from '#workflows/nodes/send-email.ts';
import { sendSms } from '#workflows/nodes/send-sms.ts';
import { set } from '#workflows/nodes/set.ts';
import { split } from '#workflows/nodes/split.ts';
import { startPlay } from '#workflows/nodes/start-play.ts';
import { trigger } from '#workflows/nodes/trigger.ts';
import { wait } from '#workflows/nodes/wait.ts';
import { waitForReply } from '#workflows/nodes/wait-for-reply.ts';
import type { PlayNode } from '#workflows/play.ts';

/** A kind whose config type only its own file knows. */
export type AnyNodeKind = Omit<NodeKind<never>, 'config'> & Pick<NodeKind, 'config'>;

/** Every kind there is, in the palette's order. The only list: a new kind is one file and one line here. */
export const NODE_KINDS: readonly AnyNodeKind[] = [
  trigger,
  sendSms,
  sendEmail,
  waitForReply,
  wait,
  branch,
  split,
  set,
  outcome,
  startPlay,
  end,
];

const BY_NAME = new Map(NODE_KINDS.map((kind) => [kind.kind, kind]));

/** The kind of a drawn node; undefined for one that this version does not know. */
export function nodeKind(kind: string): AnyNodeKind | undefined {
  return BY_NAME.get(kind);
}

/** The port of a step that closes a loop: where a lead goes who has been here `maxVisits` times. */
export const AFTER_MAX = 'afterMax';

/** All ports of a drawn node: its kind's own, and the way out of a loop. None for an unknown kind. */
export function portsOf(node: PlayNode): Port[] {
  const ports = nodeKind(node.kind)?.ports(node.config) ?? [];
  if (node.maxVisits === undefined) return ports;
  const times = node.maxVisits === 1 ? 'After once' : `After ${node.maxVisits} times`;
  return [...ports, { id: AFTER_MAX, label: times }];
}
