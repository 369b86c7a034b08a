import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerRow } from '#workflows/policy/consent.ts';
import { decide, type GateFacts, type Verdict } from '#workflows/policy/gate.ts';
import { isOpen, textWindows } from '#workflows/policy/windows.ts';
import { type PlaceFacts, placeOf } from '#workflows/time/place.ts';

const at = (iso: string) => Date.parse(iso);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const grant = (basis: LedgerRow['basis'], more: Partial<LedgerRow> = {}): LedgerRow => ({
  act: 'grant',
  channel: 'sms',
  address: '+12125550100',
  environment: 'sandbox',
  basis,
  purpose: 'all',
  atMs: 0,
  expiresAtMs: null,
  ...more,
});

/** A marketing text of a play that has consent and waits for nothing. */
function facts(more: Partial<GateFacts> & { lead?: PlaceFacts } = {}): GateFacts {
  const { lead, ...rest } = more;
  const address = rest.address ?? lead?.phones?.[0] ?? '+12125550100';
  return {
    channel: 'sms',
    purpose: 'marketing',
    kind: 'play',
    exempt: null,
    environment: 'sandbox',
    address,
    addressProblem: null,
    senderCountry: null,
    ledger: [grant('written', { address, channel: rest.channel ?? 'sms' })],
    place: placeOf({ country: 'US', phones: [address], ...lead }),
    recentSends: [],
    unansweredTexts: 0,
    caps: { perDay: null, perWeek: null, minGapMs: 0 },
    quietHours: null,
    lastInboundAtMs: null,
    isAnswer: false,
    senderHold: null,
    playPaused: false,
    enrolmentPaused: false,
    repEngaged: false,
    dueAtMs: 0,
    giveUpMs: null,
    jitter: 0,
    ...rest,
  };
}

const to = (phone: string, more: PlaceFacts = {}): PlaceFacts => ({
  country: 'US',
  phones: [phone],
  ...more,
});
const verdictAt = (lead: PlaceFacts, now: string, more: Partial<GateFacts> = {}) =>
  decide(facts({ lead, ...more }), at(now));
const until = (verdict: Verdict) =>
  verdict.kind === 'defer' ? new Date(verdict.untilMs).toISOString().replace('.000Z', 'Z') : verdict.kind;
const closes = (verdict: Verdict) =>
  verdict.kind === 'allow' && verdict.closesAtMs !== null
    ? new Date(verdict.closesAtMs).toISOString().replace('.000Z', 'Z')
    : null;

describe('windows by number and place (A3)', () => {
  it('T1 opens at 08:00:00 in New York, not a second sooner', () => {
    expect(until(verdictAt(to('+12125550100'), '2026-11-23T12:59:59Z'))).toBe('2026-11-23T13:00:00Z');
    expect(until(verdictAt(to('+12125550100'), '2026-11-23T13:00:00Z'))).toBe('allow');
  });

  it('T2 closes at 21:00:00 sharp', () => {
    expect(until(verdictAt(to('+12125550100'), '2026-11-24T01:59:59Z'))).toBe('allow');
    expect(until(verdictAt(to('+12125550100'), '2026-11-24T02:00:00Z'))).toBe('2026-11-24T13:00:00Z');
  });

  it('T3 keeps to Florida’s 20:00', () => {
    expect(until(verdictAt(to('+13055550100'), '2026-11-24T01:00:00Z'))).toBe('2026-11-24T13:00:00Z');
  });

  it('T4 and T5 keep to both clocks of the panhandle, for the overlay 448 as for 850', () => {
    for (const phone of ['+18505550100', '+14485550100']) {
      expect(until(verdictAt(to(phone), '2026-11-23T13:30:00Z'))).toBe('2026-11-23T14:00:00Z');
      expect(closes(verdictAt(to(phone), '2026-11-23T14:00:00Z'))).toBe('2026-11-24T01:00:00Z');
    }
  });

  it('T6 waits for noon on a Sunday in Texas', () => {
    expect(until(verdictAt(to('+15125550100'), '2026-11-22T17:30:00Z'))).toBe('2026-11-22T18:00:00Z');
  });

  it('T7 waits for 09:00 in Connecticut', () => {
    expect(until(verdictAt(to('+12035550100'), '2026-11-23T13:30:00Z'))).toBe('2026-11-23T14:00:00Z');
  });

  it('T8 and T9 follow the clock through both changes of daylight saving time', () => {
    expect(until(verdictAt(to('+12125550100'), '2027-03-13T12:30:00Z'))).toBe('2027-03-13T13:00:00Z');
    expect(until(verdictAt(to('+12125550100'), '2027-03-14T12:00:00Z'))).toBe('allow');
    expect(until(verdictAt(to('+12125550100'), '2026-10-31T12:00:00Z'))).toBe('allow');
    expect(until(verdictAt(to('+12125550100'), '2026-11-01T12:30:00Z'))).toBe('2026-11-01T13:00:00Z');
  });

  it('T10 knows that Arizona does not change its clocks', () => {
    expect(until(verdictAt(to('+16025550100'), '2026-07-01T14:30:00Z'))).toBe('2026-07-01T15:00:00Z');
  });

  it('T11 knows that the Navajo Nation does', () => {
    expect(until(verdictAt(to('+19285550100'), '2026-07-01T14:30:00Z'))).toBe('2026-07-01T15:00:00Z');
    expect(until(verdictAt(to('+19285550100'), '2026-07-02T03:00:00Z'))).toBe('2026-07-02T15:00:00Z');
  });

  it('T12 waits for Hawaii', () => {
    expect(until(verdictAt(to('+18085550100'), '2026-11-23T17:59:00Z'))).toBe('2026-11-23T18:00:00Z');
  });

  it('T13 keeps a number without a place to the strict preset on every clock of the country', () => {
    expect(until(verdictAt(to('+18005550100'), '2026-11-23T15:00:00Z'))).toBe('2026-11-23T19:00:00Z');
    expect(closes(verdictAt(to('+18005550100'), '2026-11-23T19:00:00Z'))).toBe('2026-11-24T01:00:00Z');
  });

  it('T14 keeps to both states when the number says Florida and the ZIP says Texas', () => {
    const lead = to('+13055550100', { postalCode: '78701' });
    expect(until(verdictAt(lead, '2026-11-23T14:30:00Z'))).toBe('2026-11-23T15:00:00Z');
    expect(closes(verdictAt(lead, '2026-11-23T15:00:00Z'))).toBe('2026-11-24T01:00:00Z');
  });

  it('T15 sends nothing in the Philippines from 21:00 to 07:00', () => {
    expect(until(verdictAt({ country: 'PH', phones: ['+639171234567'] }, '2026-11-23T13:00:00Z'))).toBe(
      '2026-11-23T23:00:00Z',
    );
  });

  it('T16 holds what a wait released at 22:30', () => {
    expect(
      until(verdictAt(to('+12125550100'), '2026-11-24T03:30:00Z', { dueAtMs: at('2026-11-24T03:30:00Z') })),
    ).toBe('2026-11-24T13:00:00Z');
  });

  it('T17 holds the fourth text of a day in Florida, from whatever sender and play, until the first is a day old', () => {
    const recentSends = ['15:00', '17:00', '19:00'].map((time) => ({
      atMs: at(`2026-11-23T${time}:00Z`),
      channel: 'sms' as const,
    }));
    const verdict = verdictAt(to('+13055550100'), '2026-11-23T21:00:00Z', { recentSends });
    expect(until(verdict)).toBe('2026-11-24T15:00:00Z');
    expect(verdict).toMatchObject({
      rule: 'cap-law',
      sentence: 'Held until Tue 10:00 in New York: at most 3 texts in 24 hours (Florida).',
    });
    expect(
      until(verdictAt(to('+13055550100'), '2026-11-23T21:00:00Z', { recentSends: recentSends.slice(1) })),
    ).toBe('allow');
  });

  it('closes Sundays and holidays where a state does (A2)', () => {
    expect(until(verdictAt(to('+12055550100'), '2026-11-22T16:00:00Z'))).toBe('2026-11-23T14:00:00Z');
    expect(until(verdictAt(to('+12055550100'), '2026-11-26T16:00:00Z'))).toBe('2026-11-27T14:00:00Z');
    expect(verdictAt(to('+12055550100'), '2026-11-26T16:00:00Z')).toMatchObject({
      sentence: 'Held until Fri 08:00 in Chicago: no texts on public holidays (Alabama).',
    });
  });

  it('leaves email to any hour', () => {
    const email = facts({
      channel: 'email',
      address: 'dana@example.com',
      quietHours: { fromMinute: 1260, toMinute: 480 },
    });
    expect(decide(email, at('2026-11-24T05:00:00Z'))).toEqual({ kind: 'allow', closesAtMs: null });
  });
});

describe('the sentence of a held text', () => {
  it('says until when, on whose clock and why', () => {
    expect(verdictAt(to('+13125550100'), '2026-11-24T04:00:00Z')).toMatchObject({
      kind: 'defer',
      rule: 'quiet-hours',
      sentence: 'Held until Tue 09:00 in Chicago: quiet hours 21:00 to 09:00 (Illinois).',
    });
    expect(verdictAt(to('+12125550100'), '2026-11-24T04:00:00Z')).toMatchObject({
      sentence: 'Held until Tue 08:00 in New York: quiet hours 21:00 to 08:00.',
    });
  });

  it('names the workspace’s own quiet hours when those bind', () => {
    const quietHours = { fromMinute: 18 * 60, toMinute: 10 * 60 };
    expect(verdictAt(to('+12125550100'), '2026-11-23T13:00:00Z', { quietHours })).toMatchObject({
      sentence: 'Held until Mon 10:00 in New York: quiet hours 18:00 to 10:00.',
    });
  });
});

describe('consent (A1)', () => {
  const noon = at('2026-11-23T17:00:00Z');
  const marketing = (ledger: LedgerRow[], more: Partial<GateFacts> & { lead?: PlaceFacts } = {}) =>
    decide(facts({ ledger, ...more }), noon);

  it('A1-1 marketing needs written consent for exactly this number', () => {
    expect(marketing([])).toMatchObject({
      kind: 'suppress',
      rule: 'no-consent',
      sentence: 'Not sent: no consent that covers marketing is on record for this number.',
    });
    expect(marketing([grant('written')])).toMatchObject({ kind: 'allow' });
    expect(marketing([grant('written')], { address: '+12125550101' })).toMatchObject({ rule: 'no-consent' });
  });

  it('A1-2 express consent covers informational texts and not marketing', () => {
    expect(marketing([grant('express')])).toMatchObject({ rule: 'no-consent' });
    expect(marketing([grant('express')], { purpose: 'informational' })).toMatchObject({ kind: 'allow' });
    expect(marketing([grant('permission')], { purpose: 'informational' })).toMatchObject({
      rule: 'no-consent',
    });
  });

  it('A1-3 a lead who writes first may be answered, and is not thereby in a campaign', () => {
    const asked = { lastInboundAtMs: noon - 2 * HOUR };
    expect(marketing([], { ...asked, purpose: 'conversational' })).toMatchObject({ kind: 'allow' });
    expect(marketing([], asked)).toMatchObject({ rule: 'no-consent' });
    expect(marketing([], { purpose: 'conversational' })).toMatchObject({ rule: 'no-consent' });
  });

  it('A1-11, E14 a STOP suppresses every play, for whoever has the number', () => {
    const stop: LedgerRow = { ...grant('keyword'), act: 'revoke', atMs: at('2026-11-20T10:00:00Z') };
    expect(marketing([grant('written'), stop])).toMatchObject({
      rule: 'refused',
      sentence: 'Not sent: the lead opted out of texts on 20 Nov 2026.',
    });
    for (const purpose of ['informational', 'conversational'] as const)
      expect(marketing([grant('written'), stop], { purpose })).toMatchObject({ rule: 'refused' });
    expect(marketing([grant('written'), stop], { kind: 'rep' })).toMatchObject({ rule: 'refused' });
  });

  it('A1-11 a refusal limited to marketing leaves informational texts', () => {
    const limited: LedgerRow = { ...grant('form'), act: 'revoke', purpose: 'marketing', atMs: 5 };
    expect(marketing([grant('written'), limited])).toMatchObject({ rule: 'refused' });
    expect(marketing([grant('written'), limited], { purpose: 'informational' })).toMatchObject({
      kind: 'allow',
    });
  });

  it('A1-12 a STOP by text leaves email open', () => {
    const stop: LedgerRow = { ...grant('keyword'), act: 'revoke' };
    expect(
      decide(facts({ channel: 'email', address: 'dana@example.com', ledger: [stop] }), noon),
    ).toMatchObject({ kind: 'allow' });
  });

  it('E12 START lifts a refusal and grants nothing; a later import does not lift it', () => {
    const stop: LedgerRow = { ...grant('keyword'), act: 'revoke', atMs: 10 };
    const start: LedgerRow = { ...grant('keyword'), act: 'restore', atMs: 20 };
    expect(marketing([stop, start])).toMatchObject({ rule: 'no-consent' });
    expect(marketing([grant('written'), stop, start])).toMatchObject({ kind: 'allow' });
    expect(marketing([stop, grant('written', { atMs: 30 })])).toMatchObject({ rule: 'refused' });
    expect(marketing([grant('written'), start, { ...stop, atMs: 30 }])).toMatchObject({ rule: 'refused' });
  });

  it('E12 START lifts neither a STOP that came after it on a clock set back, nor one that was said after it', () => {
    const stop: LedgerRow = { ...grant('keyword'), act: 'revoke', atMs: 10 };
    const start: LedgerRow = { ...grant('keyword'), act: 'restore', atMs: 20 };
    expect(marketing([grant('written'), start, stop])).toMatchObject({ rule: 'refused' });
    expect(marketing([grant('written'), { ...stop, atMs: 30 }, start])).toMatchObject({ rule: 'refused' });
  });

  it('A1-6 the sandbox’s consent does not count for real messages, nor its refusals', () => {
    expect(marketing([grant('written')], { environment: 'real' })).toMatchObject({ rule: 'no-consent' });
  });

  it('A5 implied consent in Canada ends: inquiry 31 January, nothing on 1 August', () => {
    const lead = { country: 'CA', phones: ['+14165550100'] };
    const implied = grant('implied', { address: '+14165550100', expiresAtMs: at('2026-08-01T00:00:00Z') });
    const ask = (now: string) => decide(facts({ lead, ledger: [implied] }), at(now));
    expect(ask('2026-07-31T16:00:00Z')).toMatchObject({ kind: 'allow' });
    expect(ask('2026-08-01T16:00:00Z')).toMatchObject({
      rule: 'consent-expired',
      sentence: 'Not sent: consent to marketing texts ended on 31 Jul 2026.',
    });
  });

  it('A5 two unanswered texts end texting in the Philippines', () => {
    const lead = { country: 'PH', phones: ['+639171234567'] };
    expect(decide(facts({ lead, unansweredTexts: 2 }), at('2026-11-23T02:00:00Z'))).toMatchObject({
      rule: 'unanswered',
    });
    expect(decide(facts({ lead, unansweredTexts: 1 }), at('2026-11-23T02:00:00Z'))).toMatchObject({
      kind: 'allow',
    });
  });

  it('S0 texts stay within a country', () => {
    const lead = { country: 'CA', phones: ['+14165550100'] };
    expect(decide(facts({ lead, senderCountry: 'US' }), noon)).toMatchObject({ rule: 'other-country' });
    expect(decide(facts({ senderCountry: 'US' }), noon)).toMatchObject({ kind: 'allow' });
  });

  it('A6 marketing email goes until refused in the United States, and needs a grant in Canada', () => {
    const email = { channel: 'email', address: 'dana@example.com' } as const;
    const toCountry = (country: string, ledger: LedgerRow[] = []) =>
      decide(facts({ ...email, ledger, lead: { country } }), noon);
    const own = { channel: 'email', address: 'Dana@Example.com' } as const;
    expect(toCountry('US')).toMatchObject({ kind: 'allow' });
    expect(toCountry('US', [{ ...grant('link', own), act: 'revoke' }])).toMatchObject({ rule: 'refused' });
    expect(toCountry('CA')).toMatchObject({
      rule: 'no-consent',
      sentence: 'Not sent: no consent is on record for this address.',
    });
    expect(toCountry('CA', [grant('permission', own)])).toMatchObject({ kind: 'allow' });
  });

  it('E16 an address that cannot be written to is refused before all else', () => {
    expect(marketing([], { addressProblem: 'landline' })).toMatchObject({
      kind: 'suppress',
      rule: 'address',
      sentence: 'Not sent: the number is a landline.',
    });
  });
});

describe('exempt messages', () => {
  const stop: LedgerRow = { ...grant('wording'), act: 'revoke' };
  const received = at('2026-11-24T03:00:00Z');
  const confirmation = facts({
    kind: 'system',
    exempt: 'revocationConfirmation',
    purpose: 'informational',
    ledger: [stop],
    dueAtMs: received,
    giveUpMs: 5 * 60_000,
  });

  it('A1-10 the one confirmation passes refusal and quiet hours, within five minutes', () => {
    expect(decide(confirmation, received + 299_000)).toEqual({ kind: 'allow', closesAtMs: null });
    expect(decide(confirmation, received + 301_000)).toMatchObject({ kind: 'suppress', rule: 'too-late' });
  });

  it('A1-19 help works for those who opted out', () => {
    expect(decide({ ...confirmation, exempt: 'help', giveUpMs: null }, received)).toMatchObject({
      kind: 'allow',
    });
  });

  it('A2 an answer within 24 hours goes at any hour and beyond caps; the next day it does not', () => {
    const answer = facts({
      purpose: 'conversational',
      isAnswer: true,
      lastInboundAtMs: received,
      caps: { perDay: 1, perWeek: 1, minGapMs: HOUR },
      recentSends: [{ atMs: received, channel: 'sms' }],
    });
    expect(decide(answer, received + 60_000)).toEqual({ kind: 'allow', closesAtMs: null });
    expect(decide(answer, received + DAY + 1)).toMatchObject({ kind: 'defer' });
  });
});

describe('holds', () => {
  const now = at('2026-11-23T17:00:00Z');

  it('stop a play until a person lifts them, with a review time', () => {
    expect(decide(facts({ playPaused: true }), now)).toEqual({
      kind: 'hold',
      rule: 'play-paused',
      reviewAtMs: now + DAY,
      sentence: 'Held: the play is paused.',
    });
    expect(decide(facts({ enrolmentPaused: true }), now)).toMatchObject({ rule: 'enrolment-paused' });
    expect(decide(facts({ repEngaged: true }), now)).toMatchObject({
      rule: 'rep-engaged',
      sentence: 'Held: a rep is talking with the lead.',
    });
    expect(decide(facts({ senderHold: { why: 'out of credit.' } }), now)).toMatchObject({
      sentence: 'Held: the sender is on hold (out of credit).',
      reviewAtMs: now + HOUR,
    });
  });

  it('do not stop a rep, but for a sender that cannot send', () => {
    expect(
      decide(facts({ kind: 'rep', playPaused: true, enrolmentPaused: true, repEngaged: true }), now),
    ).toMatchObject({ kind: 'allow' });
    expect(decide(facts({ kind: 'rep', senderHold: { why: 'suspended' } }), now)).toMatchObject({
      kind: 'hold',
    });
  });

  it('give way to refusals, which are final', () => {
    expect(decide(facts({ playPaused: true, ledger: [] }), now)).toMatchObject({ kind: 'suppress' });
  });
});

describe('caps and gaps of the workspace', () => {
  const now = at('2026-11-23T17:00:00Z');
  const sent = (...hoursAgo: number[]) =>
    hoursAgo.map((h) => ({ atMs: now - h * HOUR, channel: 'email' as const }));

  it('count every channel, and free at the instant the oldest leaves the window', () => {
    const caps = { perDay: 2, perWeek: null, minGapMs: 0 };
    expect(decide(facts({ caps, recentSends: sent(1, 23) }), now)).toMatchObject({
      kind: 'defer',
      untilMs: now + HOUR,
      rule: 'cap-day',
    });
    expect(decide(facts({ caps, recentSends: sent(1, 24) }), now)).toMatchObject({ kind: 'allow' });
  });

  it('then wait for the window to open again', () => {
    const caps = { perDay: 1, perWeek: null, minGapMs: 0 };
    const verdict = decide(facts({ caps, recentSends: sent(12) }), now);
    expect(verdict).toMatchObject({ rule: 'quiet-hours', untilMs: at('2026-11-24T13:00:00Z') });
  });

  it('keep a gap between messages', () => {
    expect(
      decide(facts({ caps: { perDay: null, perWeek: null, minGapMs: HOUR }, recentSends: sent(0.5) }), now),
    ).toMatchObject({
      untilMs: now + HOUR / 2,
      sentence: 'Held until Mon 12:30 in New York: 1 hour between messages.',
    });
  });

  it('count a rep’s message and do not stop it', () => {
    expect(
      decide(
        facts({ kind: 'rep', caps: { perDay: 1, perWeek: 1, minGapMs: HOUR }, recentSends: sent(0.1) }),
        now,
      ),
    ).toMatchObject({ kind: 'allow' });
  });

  it('hold when they allow nothing', () => {
    expect(decide(facts({ caps: { perDay: 0, perWeek: null, minGapMs: 0 } }), now)).toMatchObject({
      kind: 'hold',
      rule: 'cap-day',
    });
  });
});

describe('lateness', () => {
  const night = at('2026-11-24T04:00:00Z');

  it('drops what is already too late', () => {
    expect(decide(facts({ dueAtMs: night - 3 * HOUR, giveUpMs: 2 * HOUR }), night)).toMatchObject({
      kind: 'suppress',
      rule: 'too-late',
      sentence: 'Not sent: it would be 3 hours late, and may be 2 hours late at most.',
    });
  });

  it('drops at once what would be too late when the window opens, and says so', () => {
    expect(decide(facts({ dueAtMs: night, giveUpMs: 2 * HOUR }), night)).toMatchObject({
      kind: 'suppress',
      sentence:
        'Not sent: it had to wait until Tue 08:00 in New York (quiet hours 21:00 to 08:00), and may be 2 hours late at most.',
    });
    expect(decide(facts({ dueAtMs: night, giveUpMs: 9 * HOUR }), night)).toMatchObject({ kind: 'defer' });
  });
});

describe('jitter', () => {
  const night = at('2026-11-24T04:00:00Z');
  const opens = at('2026-11-24T13:00:00Z');

  it('spreads over the first ten minutes of the window', () => {
    expect(decide(facts({ jitter: 0.5 }), night)).toMatchObject({
      untilMs: opens + 300_000,
      sentence: expect.stringContaining('Tue 08:05'),
    });
    expect(decide(facts({ jitter: 1 }), night)).toMatchObject({ untilMs: opens + 600_000 });
  });

  it('never carries a message past its give-up time', () => {
    expect(decide(facts({ jitter: 0.9, dueAtMs: night, giveUpMs: 9 * HOUR }), night)).toMatchObject({
      untilMs: opens,
    });
  });
});

describe('any verdict', () => {
  const phone = fc.constantFrom(
    '+12125550100',
    '+13055550100',
    '+18505550100',
    '+15125550100',
    '+19285550100',
    '+18005550100',
    '+14165550100',
    '+447911123456',
  );
  const instant = fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') });

  it('is never early: what is deferred may go then, within law and caps, and lands inside the window', () => {
    fc.assert(
      fc.property(
        phone,
        instant,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 6 }),
        (number, now, jitter, hoursAgo) => {
          const base = facts({
            lead: {
              country: number.startsWith('+44') ? 'GB' : number.startsWith('+1416') ? 'CA' : 'US',
              phones: [number],
            },
            jitter,
            caps: { perDay: 3, perWeek: 8, minGapMs: HOUR },
            quietHours: { fromMinute: 1260, toMinute: 480 },
            recentSends: hoursAgo.map((h) => ({ atMs: now - h * HOUR, channel: 'sms' as const })),
          });
          const verdict = decide(base, now);
          if (verdict.kind !== 'defer') {
            expect(verdict.kind).toBe('allow');
            return;
          }
          expect(verdict.untilMs).toBeGreaterThan(now);
          expect(decide(base, verdict.untilMs)).toMatchObject({ kind: 'allow' });
          expect(isOpen(textWindows(base.place, base.quietHours), verdict.untilMs)).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
