import type { MessageView, TimelineItem } from '#components/lead/lead-sheet.ts';
import type { TimelineShow } from '#components/lead/timeline-filter.tsx';
import type { Caller } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { stepsOfLead } from '#prisma/lead-steps.ts';
import { readTimeline, type TimelineLine, type TimelineMessage } from '#prisma/timeline.ts';
import { intentLabel } from '#workflows/intent/intents.ts';

export function parseShow(text: string | undefined): TimelineShow {
  return text === 'messages' || text === 'decisions' ? text : 'everything';
}

const MESSAGE_KINDS = new Set(['sent', 'reply', 'unconfirmed']);
/** What the play or the gate decided; what a person did or a file brought is neither. */
const DECISION_KINDS = new Set([
  'entered',
  'notEntered',
  'moved',
  'ended',
  'held',
  'notSent',
  'unconfirmed',
  'limit',
  'set',
]);

const PAGE = 200;

/** The newest lines of a lead's timeline, with the ways it took through its plays between them. */
export async function leadTimeline(
  db: Db,
  caller: Caller,
  request: { leadId: string; entries: number; show: TimelineShow },
): Promise<{ items: TimelineItem[]; hasOlder: boolean }> {
  const { leadId, entries, show } = request;
  const lines: TimelineLine[] = [];
  let cursor: string | null = null;
  do {
    const page = await readTimeline(db, caller, {
      leadId,
      cursor,
      limit: Math.min(PAGE, entries - lines.length),
    });
    lines.push(...page.lines);
    cursor = page.older;
  } while (cursor !== null && lines.length < entries);
  const sinceMs = cursor === null ? 0 : (lines.at(-1)?.atMs ?? 0);
  const steps = await stepsOfLead(db, caller, { leadId, sinceMs });
  const items = [
    ...messageItems(lines),
    ...steps.map(({ key, ...step }): TimelineItem => ({ ...step, id: key, message: null })),
  ].sort(newestFirst);
  const wanted = { everything: null, messages: MESSAGE_KINDS, decisions: DECISION_KINDS }[show];
  return {
    items: wanted === null ? items : items.filter((item) => wanted.has(item.kind)),
    hasOlder: cursor !== null,
  };
}

/** What came of something stands above it, also where both happened at the same moment. */
const CONSEQUENCE: Record<string, number> = {
  ended: 3,
  sent: 2,
  held: 2,
  notSent: 2,
  unconfirmed: 2,
  limit: 2,
  set: 2,
  moved: 1,
};

function newestFirst(a: TimelineItem, b: TimelineItem): number {
  return b.atMs - a.atMs || (CONSEQUENCE[b.kind] ?? 0) - (CONSEQUENCE[a.kind] ?? 0);
}

function messageItems(lines: readonly TimelineLine[]): TimelineItem[] {
  // Lines about one message (held, then sent) show its words once: at what became of it, which is the newest.
  const told = new Set<string>();
  return lines.map(({ id, enrolmentId: _, nodeId: __, message, ...line }) => {
    // A line about consent names the message that gave or took it; its words stand at the reply.
    const shows = message !== null && line.kind !== 'consent' && !told.has(message.id);
    if (shows) told.add(message.id);
    return {
      ...line,
      id: String(id),
      message: message === null ? null : messageView(message, line.kind, shows),
    };
  });
}

function messageView(message: TimelineMessage, lineKind: string, shows: boolean): MessageView {
  const isReply = message.direction === 'in';
  return {
    id: message.id,
    channel: message.channel === 'email' ? 'email' : 'sms',
    direction: isReply ? 'in' : 'out',
    subject: shows && isReply ? message.subject : null,
    body: shows ? wordsOf(message) : '',
    fate: lineKind === 'sent' ? fateOf(message) : null,
    intent:
      lineKind === 'reply' && message.intent !== null
        ? { words: intentLabel(message.intent), sure: message.confidence, why: message.evidence }
        : null,
  };
}

/** An email's own words: its footer (address, unsubscribe link) is the same in all, and what a reply quotes stands above. */
function wordsOf(message: TimelineMessage): string {
  if (message.channel !== 'email') return message.body;
  const [own = ''] = message.body.split(/\n-- ?\n|\n>|\nOn .{0,200} wrote:\n/);
  return own.trim();
}

const FATES: Record<string, NonNullable<MessageView['fate']>> = {
  queued: { words: 'on its way', tone: 'plain' },
  accepted: { words: 'on its way', tone: 'plain' },
  sending: { words: 'on its way', tone: 'plain' },
  sent: { words: 'handed to the carrier', tone: 'plain' },
  delivered: { words: 'delivered', tone: 'ok' },
  opened: { words: 'delivered and opened', tone: 'ok' },
  clicked: { words: 'delivered, a link was followed', tone: 'ok' },
  read: { words: 'read', tone: 'ok' },
  delivery_delayed: { words: 'delayed on its way', tone: 'warn' },
  undelivered: { words: 'not delivered', tone: 'late' },
  failed: { words: 'not delivered', tone: 'late' },
  bounced: { words: 'came back', tone: 'late' },
  complained: { words: 'reported as spam', tone: 'late' },
};

function fateOf(message: TimelineMessage): MessageView['fate'] {
  const fate = FATES[message.status ?? ''];
  if (fate === undefined) return null;
  return fate.tone === 'late' && message.why ? { ...fate, words: `${fate.words}: ${message.why}` } : fate;
}
