import type { z } from 'zod';
import { personaFor } from '#temporal/carrier/answers.ts';
import type { Change } from '#temporal/carrier/book.ts';
import type { Carrier } from '#temporal/carrier/carrier.ts';
import type {
  CHANGES_QUERY,
  THREADS_QUERY,
  WEBHOOKS_QUERY,
  WITNESS_QUERY,
} from '#temporal/carrier/control-forms.ts';
import { PERSONAS, personaByHash } from '#temporal/carrier/personas.ts';
import type { EmailMessage, Post, SmsMessage } from '#temporal/carrier/records.ts';
import type { Thread } from '#temporal/carrier/threads.ts';

type Row = Record<string, unknown>;

/** The carrier's own bookkeeping of a message (its plan, its hashes) stays out of what a person sees. */
export function smsRow(message: SmsMessage): Row {
  const { plan, next, answers, listedMs, ...row } = message;
  return { channel: 'sms', id: message.sid, ...row };
}

export function emailRow(message: EmailMessage): Row {
  const { plan, next, answers, listedMs, payloadHash, ...row } = message;
  return { channel: 'email', ...row };
}

function personaRow(carrier: Carrier, address: string): Row {
  const assigned = carrier.book.assignments.get(address);
  return {
    active: personaFor(carrier, address)?.id ?? null,
    byNature: personaByHash(address).id,
    assigned: assigned?.persona ?? null,
    /** A person has answered here by hand, so nobody answers by itself any more. */
    takenOver: assigned?.taken ?? false,
  };
}

function answerDue(carrier: Carrier, address: string): number | null {
  let dueMs: number | null = null;
  for (const answer of carrier.book.answers.values()) {
    if (answer.address === address && (dueMs === null || answer.dueMs < dueMs)) dueMs = answer.dueMs;
  }
  return dueMs;
}

function optedOutOf(carrier: Carrier, lead: string): string[] {
  const senders: string[] = [];
  for (const pair of carrier.book.optedOut)
    if (pair.endsWith(`|${lead}`)) senders.push(pair.slice(0, pair.indexOf('|')));
  return senders;
}

/** Conversations, the latest first. */
export function threads(
  carrier: Carrier,
  channel: 'sms' | 'email',
  query: z.infer<typeof THREADS_QUERY>,
): Row {
  const { book } = carrier;
  const source = channel === 'sms' ? book.phones : book.mailboxes;
  const search = query.search.toLowerCase().replace(channel === 'sms' ? /[\s().-]/g : /\s/g, '');
  const found: Thread[] = [];
  for (const thread of source.values()) {
    if (search && !thread.address.includes(search)) continue;
    if (query.account !== undefined && !lastOf(carrier, channel, thread, query.account)) continue;
    found.push(thread);
  }
  found.reverse();
  return {
    total: found.length,
    rows: found.slice(query.offset, query.offset + query.limit).map((thread) => {
      const last = lastOf(carrier, channel, thread, query.account);
      return {
        address: thread.address,
        messages: thread.ids.length,
        lastMs: thread.lastMs,
        last: last && ('sid' in last ? smsRow(last) : emailRow({ ...last, html: null })),
        optedOutOf: channel === 'sms' ? optedOutOf(carrier, thread.address) : [],
        persona: personaRow(carrier, thread.address),
      };
    }),
  };
}

function lastOf(
  carrier: Carrier,
  channel: 'sms' | 'email',
  thread: Thread,
  account: string | undefined,
): SmsMessage | EmailMessage | null {
  const { book } = carrier;
  for (let i = thread.ids.length - 1; i >= 0; i--) {
    const id = thread.ids[i] ?? '';
    const message = channel === 'sms' ? book.sms.get(id) : book.emails.get(id);
    if (message && (account === undefined || message.account === account)) return message;
  }
  return null;
}

/** One conversation, oldest first, at most the last `limit`. */
export function thread(carrier: Carrier, channel: 'sms' | 'email', address: string, limit: number): Row {
  const { book } = carrier;
  const ids = (channel === 'sms' ? book.phones : book.mailboxes).get(address)?.ids.slice(-limit) ?? [];
  return {
    address,
    messages:
      channel === 'sms'
        ? ids
            .map((id) => book.sms.get(id))
            .filter((m) => m !== undefined)
            .map(smsRow)
        : ids
            .map((id) => book.emails.get(id))
            .filter((m) => m !== undefined)
            .map(emailRow),
    optedOutOf: channel === 'sms' ? optedOutOf(carrier, address) : [],
    persona: personaRow(carrier, address),
    answerDueMs: answerDue(carrier, address),
  };
}

/** What happened since the cursor; `reset` when the cursor is too old or of another start: read everything anew. */
export function changes(
  carrier: Carrier,
  query: z.infer<typeof CHANGES_QUERY>,
): Row & { changes: Change[]; reset: boolean } {
  const { book, boot } = carrier;
  const at = query.since.lastIndexOf('.');
  const since = Number(query.since.slice(at + 1));
  const all = book.changes.items;
  const oldest = all[0]?.seq ?? book.seq + 1;
  const known = at > 0 && query.since.slice(0, at) === boot && Number.isInteger(since) && since >= oldest - 1;
  if (!known) return { cursor: `${boot}.${book.seq}`, changes: [], reset: true };
  const start = Math.max(0, since + 1 - oldest);
  const found = all.slice(start, start + query.limit);
  return { cursor: `${boot}.${found.at(-1)?.seq ?? since}`, changes: found, reset: false };
}

/**
 * Requests to send, grouped by what they said (body) or by what the caller calls the same message (key): how many
 * came, how many messages they made. More than one message in a group by key is a lead who got it twice.
 */
export function witness(carrier: Carrier, query: z.infer<typeof WITNESS_QUERY>): Row {
  const groups = new Map<
    string,
    { first: Post; posts: number; accepted: Post[]; refused: Record<string, number> }
  >();
  for (const post of carrier.book.posts.items) {
    if (query.channel !== undefined && post.channel !== query.channel) continue;
    if (query.account !== undefined && post.account !== query.account) continue;
    if (query.to !== undefined && post.to !== query.to) continue;
    if (query.key !== undefined && post.key !== query.key) continue;
    const what =
      query.by === 'key' ? (post.key ?? `${post.to}|${post.bodyHash}`) : `${post.to}|${post.bodyHash}`;
    const name = `${post.channel}|${post.account}|${what}`;
    const group = groups.get(name) ?? { first: post, posts: 0, accepted: [], refused: {} };
    groups.set(name, group);
    group.posts++;
    if (post.outcome === 'accepted') group.accepted.push(post);
    if (post.outcome === 'refused') {
      const why = post.code ?? String(post.httpStatus);
      group.refused[why] = (group.refused[why] ?? 0) + 1;
    }
  }
  let posts = 0;
  let accepted = 0;
  let duplicated = 0;
  let passed = 0;
  const rows: Row[] = [];
  for (const group of groups.values()) {
    posts += group.posts;
    accepted += group.accepted.length;
    if (group.accepted.length > 1) duplicated++;
    if (query.duplicatesOnly && group.accepted.length < 2) continue;
    if (passed++ < query.offset || rows.length >= query.limit) continue;
    const { first } = group;
    rows.push({
      channel: first.channel,
      account: first.account,
      to: first.to,
      key: first.key,
      body: bodyOf(carrier, group.accepted[0]?.messageId ?? null),
      posts: group.posts,
      accepted: group.accepted.length,
      refused: group.refused,
      messageIds: group.accepted.map((post) => post.messageId),
      acceptedMs: group.accepted.map((post) => post.atMs),
      told: group.accepted.map((post) => post.httpStatus),
    });
  }
  return { totals: { groups: groups.size, posts, accepted, duplicated }, rows };
}

function bodyOf(carrier: Carrier, id: string | null): string | null {
  if (id === null) return null;
  return carrier.book.sms.get(id)?.body ?? carrier.book.emails.get(id)?.text ?? null;
}

export function webhooks(carrier: Carrier, query: z.infer<typeof WEBHOOKS_QUERY>): Row {
  const { book } = carrier;
  const mine = (account: string): boolean => query.account === undefined || account === query.account;
  const results = book.results.items.filter(
    (result) => mine(result.account) && !(query.failedOnly && result.outcome === 'delivered'),
  );
  const pending = [...book.hooks.values()].filter((hook) => mine(hook.account));
  return {
    pendingCount: pending.length,
    pending: pending.slice(0, query.limit),
    results: results.slice(-query.limit).reverse(),
  };
}

export function personas(carrier: Carrier): Row {
  return {
    on: carrier.book.settings.personasOn,
    speed: carrier.book.settings.personaSpeed,
    personas: PERSONAS.map(({ id, name, about, weight }) => ({ id, name, about, weight })),
    assignments: [...carrier.book.assignments].map(([address, { persona, taken }]) => ({
      address,
      persona,
      takenOver: taken,
    })),
  };
}
