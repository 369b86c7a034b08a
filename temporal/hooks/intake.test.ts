import { describe, expect, it } from 'vitest';
import { emailNews, smsNews } from '#temporal/hooks/intake.ts';
import { meaningOfTwilioCode } from '#temporal/providers/twilio-codes.ts';

const WALL_MS = Date.parse('2026-11-23T23:00:00Z');

function sms(status: 'undelivered' | 'failed' | 'delivered', code: number | null) {
  const meaning = code === null ? null : meaningOfTwilioCode(code);
  return smsNews({ providerId: 'SM1', status, errorCode: code, meaning, sendKey: null }, WALL_MS);
}

describe('news of a text', () => {
  it('that failed carries what its code means, and when a limit lifts', () => {
    expect(sms('undelivered', 30006)?.refusal).toMatchObject({ class: 'landline', code: '30006' });
    expect(sms('failed', 30023)?.refusal).toMatchObject({
      class: 'hold',
      liftsAtWallMs: Date.parse('2026-11-24T08:00:00Z'),
    });
    expect(sms('failed', null)?.refusal).toMatchObject({ class: 'soft' });
  });

  it('that arrived refuses nothing, whatever code came with it', () => {
    expect(sms('delivered', 30008)?.refusal).toBeNull();
  });
});

describe('news of an email', () => {
  const email = (
    status: 'bounced' | 'suppressed' | 'complained' | 'failed' | 'opened',
    type?: 'Permanent' | 'Transient',
  ) =>
    emailNews({
      emailId: 'E1',
      messageId: '<e1@brand.example>',
      status,
      tags: { message: 'm1' },
      bounce: type === undefined ? null : { type, subType: 'General' },
    });

  it('that came back for good or is suppressed stands against the address; a full mailbox does not', () => {
    expect(email('bounced', 'Permanent')?.refusal).toMatchObject({
      class: 'addressDead',
      code: 'Permanent/General',
    });
    expect(email('suppressed')?.refusal).toMatchObject({ class: 'addressDead' });
    expect(email('bounced', 'Transient')?.refusal).toMatchObject({ class: 'soft' });
    expect(email('bounced')?.refusal).toMatchObject({ class: 'soft' });
  });

  it('that was reported as spam is the reader’s no; one that could not be sent may still go', () => {
    expect(email('complained')?.refusal).toMatchObject({ class: 'revoked', code: 'complained' });
    expect(email('failed')?.refusal).toMatchObject({ class: 'replan' });
    expect(email('opened')).toMatchObject({ ours: { messageId: 'm1' }, refusal: null });
  });
});
