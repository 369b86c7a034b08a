import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EmailStatusName,
  mergeStatus,
  rankOf,
  type SmsStatusName,
  type StatusName,
} from '#workflows/message/delivery-status.ts';

const SMS: SmsStatusName[] = [
  'accepted',
  'queued',
  'sending',
  'sent',
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'read',
];
const EMAIL: EmailStatusName[] = [
  'queued',
  'sent',
  'delivery_delayed',
  'delivered',
  'bounced',
  'failed',
  'suppressed',
  'opened',
  'clicked',
  'complained',
];

function mergeAll(channel: 'sms' | 'email', news: readonly StatusName[]): StatusName | null {
  return news.reduce<StatusName | null>((old, one) => mergeStatus(channel, old, one).status, null);
}

describe('merging statuses', () => {
  it('ends with delivered in whatever order and however often the news of one message come', () => {
    const way: StatusName[] = ['queued', 'sending', 'sent', 'delivered'];
    fc.assert(
      fc.property(fc.shuffledSubarray([...way, ...way, ...way], { minLength: 12 }), (news) => {
        expect(mergeAll('sms', news)).toBe('delivered');
      }),
    );
  });

  it('never falls in rank, and saying the same thing twice changes nothing', () => {
    for (const [channel, names] of [
      ['sms', SMS],
      ['email', EMAIL],
    ] as const) {
      fc.assert(
        fc.property(fc.array(fc.constantFrom<StatusName>(...names), { maxLength: 12 }), (news) => {
          let old: StatusName | null = null;
          for (const one of news) {
            const merged = mergeStatus(channel, old, one);
            expect(merged.rank).toBeGreaterThanOrEqual(rankOf(channel, old));
            expect(merged.note === 'advanced').toBe(merged.status !== old);
            expect(mergeStatus(channel, merged.status, merged.status).note).toBe('repeat');
            old = merged.status;
          }
        }),
      );
    }
  });

  it('keeps the first of two endings and says so', () => {
    expect(mergeStatus('sms', 'delivered', 'undelivered')).toEqual({
      status: 'delivered',
      rank: 4,
      note: 'conflict',
    });
    expect(mergeStatus('email', 'bounced', 'delivered')).toMatchObject({
      status: 'bounced',
      note: 'conflict',
    });
    expect(mergeStatus('email', 'delivered', 'bounced')).toMatchObject({
      status: 'delivered',
      note: 'conflict',
    });
  });

  it('does not let a scanner that opens a bounced email revive it, but always hears a complaint', () => {
    expect(mergeStatus('email', 'bounced', 'opened')).toMatchObject({ status: 'bounced', note: 'conflict' });
    expect(mergeStatus('email', 'bounced', 'complained')).toMatchObject({
      status: 'complained',
      note: 'advanced',
    });
    expect(mergeStatus('email', 'clicked', 'complained')).toMatchObject({
      status: 'complained',
      note: 'advanced',
    });
  });

  it('calls old news late', () => {
    expect(mergeStatus('sms', 'delivered', 'sent')).toEqual({ status: 'delivered', rank: 4, note: 'late' });
    expect(mergeStatus('email', 'opened', 'delivered')).toMatchObject({ status: 'opened', note: 'late' });
  });
});
