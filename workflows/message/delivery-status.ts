/**
 * Provider statuses come late, twice and out of order, without a time of the event. They are merged by rank and never
 * overwrite: a lower rank is late news, a second different ending is logged and not applied (a failure stays one,
 * except that a complaint always counts).
 */
const SMS_RANKS = {
  accepted: 0,
  scheduled: 0,
  queued: 1,
  sending: 2,
  sent: 3,
  delivered: 4,
  undelivered: 4,
  failed: 4,
  canceled: 4,
  read: 5,
} as const;

const EMAIL_RANKS = {
  scheduled: 0,
  queued: 1,
  sent: 2,
  delivery_delayed: 3,
  delivered: 4,
  bounced: 4,
  failed: 4,
  suppressed: 4,
  canceled: 4,
  opened: 5,
  clicked: 6,
  complained: 7,
} as const;

export type SmsStatusName = keyof typeof SMS_RANKS;
export type EmailStatusName = keyof typeof EMAIL_RANKS;
export type StatusName = SmsStatusName | EmailStatusName;

const FAILURES: ReadonlySet<StatusName> = new Set([
  'undelivered',
  'failed',
  'canceled',
  'bounced',
  'suppressed',
]);

/** From this rank on nothing more is expected of the carrier: no need to poll. */
export const FINAL_RANK = 4;

export function isSmsStatus(text: string): text is SmsStatusName {
  return Object.hasOwn(SMS_RANKS, text);
}

export function isEmailStatus(text: string): text is EmailStatusName {
  return Object.hasOwn(EMAIL_RANKS, text);
}

/** -1 for null: any status is news then. */
export function rankOf(channel: 'sms' | 'email', status: StatusName | null): number {
  if (status === null) return -1;
  if (channel === 'sms' && isSmsStatus(status)) return SMS_RANKS[status];
  if (channel === 'email' && isEmailStatus(status)) return EMAIL_RANKS[status];
  throw new Error(`"${status}" is not a status of ${channel}`);
}

export interface MergedStatus {
  status: StatusName;
  rank: number;
  /** advanced: write it. repeat, late: known already. conflict: two endings that exclude each other, keep the first. */
  note: 'advanced' | 'repeat' | 'late' | 'conflict';
}

/** What a message's status is after this news. Pure; both statuses of the same channel. */
export function mergeStatus(
  channel: 'sms' | 'email',
  old: StatusName | null,
  news: StatusName,
): MergedStatus {
  const oldRank = rankOf(channel, old);
  const newRank = rankOf(channel, news);
  if (old === null) return { status: news, rank: newRank, note: 'advanced' };
  const kept = (note: MergedStatus['note']): MergedStatus => ({ status: old, rank: oldRank, note });
  if (news === old) return kept('repeat');
  if (newRank < oldRank)
    return kept(newRank === FINAL_RANK && failed(old) !== failed(news) ? 'conflict' : 'late');
  if (newRank === oldRank) return kept(newRank < FINAL_RANK ? 'late' : 'conflict');
  // A scanner may "open" what bounced.
  if (failed(old) && news !== 'complained') return kept('conflict');
  return { status: news, rank: newRank, note: 'advanced' };
}

function failed(status: StatusName): boolean {
  return FAILURES.has(status);
}
