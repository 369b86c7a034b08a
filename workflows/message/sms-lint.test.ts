import { describe, expect, it } from 'vitest';
import { CONSENT_DISCLOSURE, lintConsentRequest } from '#workflows/message/consent-lint.ts';
import { lintSms, type SmsLintContext } from '#workflows/message/sms-lint.ts';

const codes = (preview: string, more: Partial<SmsLintContext> = {}) =>
  lintSms({
    preview,
    brand: 'Northline',
    purpose: 'conversational',
    first: false,
    country: 'US',
    ...more,
  }).map((p) => p.code);

describe('a text that invites a carrier keyword', () => {
  it.each([
    'Reply CANCEL to cancel your visit',
    'Still on for Tuesday? Reply YES or CANCEL',
    'Text END when you are done',
    'Reply "quit" to call the visit off',
    'Reply INFO for our price list',
    'Send START to begin your trial',
    'Y to confirm, STOP to move your appointment',
    'Reply STOP to cancel your visit',
  ])('is refused: %s', (text) => {
    expect(codes(text)).toContain('sms-invites-keyword');
  });

  it.each([
    'Reply STOP to opt out',
    'Reply STOP to end.',
    'Txt STOP 2 end, HELP for help',
    'Reply STOP to unsubscribe or HELP for help.',
    'Reply YES to confirm or CHANGE to move it',
    'Reply CANCEL to opt out',
    'Reply START to opt back in',
    'Is this the right number? Reply yes',
    'We can help at the end of the week, no need to cancel anything',
    'Questions? Reply and I will help. Or call me',
  ])('is fine when the word does what it says: %s', (text) => {
    expect(codes(text)).not.toContain('sms-invites-keyword');
  });
});

describe('links in texts', () => {
  it('may not go through public shorteners (A1-20)', () => {
    for (const text of ['See bit.ly/x', 'https://TinyURL.com/abc', 'go to t.co/9'])
      expect(codes(text)).toContain('sms-public-shortener');
    for (const text of ['See https://orbit.ly.example/x', 'cat.company/x', 'https://northline.example/go']) {
      expect(codes(text)).not.toContain('sms-public-shortener');
    }
  });
});

describe('the first text', () => {
  const complete =
    'Northline: thanks for signing up! Up to 4 msgs/month. Msg & data rates may apply. Reply HELP for help, STOP to opt out.';

  it('names the brand and how to stop (A1-18)', () => {
    expect(codes('Hi Dana, still keen?', { first: true, purpose: 'marketing' })).toEqual(
      expect.arrayContaining(['sms-no-brand', 'sms-no-opt-out']),
    );
    expect(codes('Hi Dana, still keen?', { purpose: 'marketing' })).toEqual([]);
    expect(codes(complete, { first: true, purpose: 'marketing' })).toEqual([]);
  });

  it('is asked for help, frequency and rates when it is marketing in the US', () => {
    expect(codes('Northline: 20% off. Reply STOP to opt out', { first: true, purpose: 'marketing' })).toEqual(
      ['sms-first-help', 'sms-first-frequency', 'sms-first-rates'],
    );
    expect(
      codes('Northline: see you at 10. Reply STOP to opt out', { first: true, purpose: 'informational' }),
    ).toEqual([]);
  });

  it('may be a bare answer in a conversation', () => {
    expect(codes('Northline here: it is $40 a month.', { first: true })).toEqual([]);
  });
});

describe('other countries', () => {
  it('want an opt-out line in every marketing text: the UK and the Philippines (A5)', () => {
    for (const country of ['GB', 'PH', 'AU']) {
      expect(codes('Northline: new times this week', { purpose: 'marketing', country })).toEqual([
        'sms-no-opt-out',
      ]);
      expect(codes('New times. Reply STOP to opt out', { purpose: 'marketing', country })).toEqual([
        'sms-no-brand',
      ]);
    }
  });
});

describe('the length of a text', () => {
  it('is refused when empty or beyond 1600, and remarked on when costly', () => {
    expect(codes('  ')).toEqual(['sms-empty']);
    expect(codes('a'.repeat(1601))).toEqual(['sms-too-long']);
    expect(codes('a'.repeat(700))).toEqual(['sms-many-segments']);
    expect(codes(`It\u2019s time${'a'.repeat(90)}`)).toEqual(['sms-costly-characters']);
  });
});

describe('a message that asks for consent to texts (A1-4)', () => {
  it('carries every disclosure', () => {
    expect(
      lintConsentRequest(CONSENT_DISCLOSURE.text.replace('{{ sender.brand }}', 'Northline'), 'Northline'),
    ).toEqual([]);
  });

  it('names each disclosure that is missing', () => {
    const without = CONSENT_DISCLOSURE.text.replace('Consent is not a condition of purchase. ', '');
    expect(lintConsentRequest(without, 'Northline').map((p) => p.code)).toEqual([
      'consent-brand',
      'consent-not-condition',
    ]);
    expect(lintConsentRequest('Email, text or phone?', null)).toHaveLength(9);
  });
});
