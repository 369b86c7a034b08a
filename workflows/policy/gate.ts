import {
  type Channel,
  consentCoverage,
  type LedgerRow,
  type Purpose,
  standingRefusal,
} from '#workflows/policy/consent.ts';
import { jurisdictionsOf } from '#workflows/policy/jurisdictions.ts';
import {
  closesAt,
  nextOpening,
  type QuietHours,
  quietWords,
  textWindows,
  type Window,
} from '#workflows/policy/windows.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, msWords, WEEK_MS } from '#workflows/time/duration.ts';
import { dayWords, instantInZoneWords } from '#workflows/time/instant-words.ts';
import { localAt } from '#workflows/time/local-time.ts';

/**
 * The gate: whether this message may go to this address now. One pure decision over facts that were read in the same
 * transaction, asked for every message of every kind, at the last moment. Plays, the simulator and the screen ask the
 * same function; its sentences are what a person reads on a timeline.
 */

/** Why an address cannot be written to. */
export type AddressProblem =
  | 'missing'
  | 'invalid'
  | 'landline'
  | 'tollFree'
  | 'premium'
  | 'extension'
  | 'unreachable'
  | 'wrongPerson'
  | 'bounced'
  | 'complained';

export interface GateFacts {
  channel: Channel;
  purpose: Purpose;
  /**
   * `play`: automation. `rep`: a person wrote it to this lead. `system`: what Baton itself must say (an opt-out
   * confirmation, help, a notice to a member). `test`: a member's "send me a test".
   */
  kind: 'play' | 'rep' | 'system' | 'test';
  /** System messages that the law exempts from refusals, hours and caps: exactly one confirmation, and the answer to HELP. */
  exempt: 'revocationConfirmation' | 'help' | null;
  environment: 'sandbox' | 'real';
  /** E.164 number, or email address in lower case. */
  address: string;
  addressProblem: AddressProblem | null;
  /** ISO 3166-1 alpha-2. Texts never cross a border. */
  senderCountry: string | null;
  /** Ledger rows of this address; rows of others do no harm. */
  ledger: readonly LedgerRow[];
  /** Where the lead may be: `messagePlace`. */
  place: { country: string | null; regions: readonly string[]; zones: readonly string[]; likely: string };
  /** Accepted or in-doubt messages to this lead within the last 7 days, of all plays and people. */
  recentSends: readonly { atMs: number; channel: Channel }[];
  /** Texts sent since the lead last wrote. */
  unansweredTexts: number;
  caps: { perDay: number | null; perWeek: number | null; minGapMs: number };
  /** The workspace's own; for texts. */
  quietHours: QuietHours | null;
  /** When the lead last wrote what this may answer (`answering`); null: never. */
  lastInboundAtMs: number | null;
  /** Whether the message answers that (`answering`). An answer within 24 hours may go at any hour and is not counted against caps. */
  isAnswer: boolean;
  senderHold: { why: string } | null;
  playPaused: boolean;
  enrolmentPaused: boolean;
  /** Whether a rep has taken over; a follow-up that the hand-off asked for is sent with false. */
  repEngaged: boolean;
  /** When it should have gone; time on hold has been added. */
  dueAtMs: number;
  /** How late it may be; null: always sent. */
  giveUpMs: number | null;
  /** In [0, 1), fixed per lead: spreads what was held until a window opens over its first ten minutes. */
  jitter: number;
}

export type GateRule =
  | 'address'
  | 'other-country'
  | 'refused'
  | 'no-consent'
  | 'consent-expired'
  | 'unanswered'
  | 'sender-held'
  | 'play-paused'
  | 'enrolment-paused'
  | 'rep-engaged'
  | 'too-late'
  | 'quiet-hours'
  | 'never-open'
  | 'cap-day'
  | 'cap-week'
  | 'cap-law'
  | 'gap';

export type Verdict =
  /** `closesAtMs`: the provider must not deliver it later; null: at any time. */
  | { kind: 'allow'; closesAtMs: number | null }
  | { kind: 'defer'; untilMs: number; rule: GateRule; sentence: string }
  | { kind: 'hold'; reviewAtMs: number; rule: GateRule; sentence: string }
  | { kind: 'suppress'; rule: GateRule; sentence: string };

const RESPONSIVE_MS = DAY_MS;
const JITTER_MS = 10 * MINUTE_MS;

/** How soon a hold is looked at again although nobody lifted it. */
const REVIEW_MS = {
  'sender-held': HOUR_MS,
  'play-paused': DAY_MS,
  'enrolment-paused': DAY_MS,
  'rep-engaged': DAY_MS,
  'never-open': WEEK_MS,
};

/** Decides. Refusals first, as they are final; then holds, which a person lifts; then the clock. */
export function decide(facts: GateFacts, nowMs: number): Verdict {
  return refusal(facts, nowMs) ?? hold(facts, nowMs) ?? clock(facts, nowMs);
}

function suppress(rule: GateRule, sentence: string): Verdict {
  return { kind: 'suppress', rule, sentence };
}

const ADDRESS_SENTENCES: Record<AddressProblem, string> = {
  missing: 'there is no address for it',
  invalid: 'the address is not valid',
  landline: 'the number is a landline',
  tollFree: 'the number is toll-free, not a person’s',
  premium: 'the number is not a normal phone',
  extension: 'the number is an extension behind a switchboard',
  unreachable: 'the carrier could not reach the number',
  wrongPerson: 'the number belongs to somebody else',
  bounced: 'mail to the address came back',
  complained: 'the address reported our mail as spam',
};

function refusal(facts: GateFacts, nowMs: number): Verdict | null {
  const { channel, kind, place } = facts;
  const noun = channel === 'sms' ? 'text' : 'email';
  if (facts.addressProblem !== null)
    return suppress('address', `Not sent: ${ADDRESS_SENTENCES[facts.addressProblem]}.`);
  if (facts.exempt !== null) return null;
  const to = { channel, address: facts.address, environment: facts.environment };
  const refused = standingRefusal(facts.ledger, to, facts.purpose);
  if (refused !== null) {
    const since = dayWords(localAt(refused.atMs, place.likely).day);
    const what = refused.purpose === 'all' ? `${noun}s` : `${refused.purpose} ${noun}s`;
    return suppress('refused', `Not sent: the lead opted out of ${what} on ${since}.`);
  }
  if (kind === 'system' || kind === 'test') return null;
  const isForeign =
    facts.senderCountry !== null && place.country !== null && facts.senderCountry !== place.country;
  if (channel === 'sms' && isForeign) {
    return suppress(
      'other-country',
      `Not sent: the number is in ${place.country}, the sender in ${facts.senderCountry}. Texts do not cross borders.`,
    );
  }
  // A person's own message to one lead is bound by refusals and hours, not by the consent that automation needs.
  if (kind === 'rep') return null;
  const coverage = consentCoverage({ ...facts, to }, nowMs);
  if (!coverage.ok) {
    if (coverage.expiredAtMs !== undefined) {
      const day = dayWords(localAt(coverage.expiredAtMs, place.likely).day);
      return suppress('consent-expired', `Not sent: consent to ${facts.purpose} ${noun}s ended on ${day}.`);
    }
    const needs = channel === 'sms' && facts.purpose === 'marketing' ? ' that covers marketing' : '';
    return suppress(
      'no-consent',
      `Not sent: no consent${needs} is on record for this ${channel === 'sms' ? 'number' : 'address'}.`,
    );
  }
  const limit =
    channel === 'sms'
      ? Math.min(...jurisdictionsOf(place).map((j) => j.unansweredTexts ?? Number.POSITIVE_INFINITY))
      : Number.POSITIVE_INFINITY;
  if (facts.unansweredTexts >= limit) {
    return suppress(
      'unanswered',
      `Not sent: ${facts.unansweredTexts} texts went unanswered, which counts as a no in ${place.country}.`,
    );
  }
  return null;
}

function hold(facts: GateFacts, nowMs: number): Verdict | null {
  const held = (rule: keyof typeof REVIEW_MS, why: string): Verdict => ({
    kind: 'hold',
    rule,
    reviewAtMs: nowMs + REVIEW_MS[rule],
    sentence: `Held: ${why}.`,
  });
  if (facts.kind === 'play' && facts.playPaused) return held('play-paused', 'the play is paused');
  if (facts.kind === 'play' && facts.enrolmentPaused)
    return held('enrolment-paused', 'this lead is paused in the play');
  // Without a name: sentences of the gate go into Temporal's history, which holds no personal data.
  if (facts.kind === 'play' && facts.repEngaged) return held('rep-engaged', 'a rep is talking with the lead');
  if (facts.senderHold !== null)
    return held('sender-held', `the sender is on hold (${facts.senderHold.why.replace(/\.$/, '')})`);
  return null;
}

function clock(facts: GateFacts, nowMs: number): Verdict {
  const giveUpAtMs = facts.giveUpMs === null ? Number.POSITIVE_INFINITY : facts.dueAtMs + facts.giveUpMs;
  if (nowMs > giveUpAtMs) {
    return suppress(
      'too-late',
      `Not sent: it would be ${msWords(nowMs - facts.dueAtMs)} late, and may be ${msWords(facts.giveUpMs ?? 0)} late at most.`,
    );
  }
  const responsive =
    facts.isAnswer && facts.lastInboundAtMs !== null && nowMs - facts.lastInboundAtMs <= RESPONSIVE_MS;
  const unbound = facts.exempt !== null || responsive || facts.kind === 'system' || facts.kind === 'test';
  if (unbound) return { kind: 'allow', closesAtMs: null };

  if (facts.kind === 'play' && (facts.caps.perDay === 0 || facts.caps.perWeek === 0)) {
    const sentence = 'Held: the caps of this workspace allow no messages at all.';
    return { kind: 'hold', rule: 'cap-day', reviewAtMs: nowMs + DAY_MS, sentence };
  }
  const windows =
    facts.channel === 'sms' ? textWindows(facts.place, facts.kind === 'rep' ? null : facts.quietHours) : [];
  let atMs = nowMs;
  let why: { rule: GateRule; words: string; zone: string } | null = null;
  let opened: Window | null = null;
  // Window and caps push each other on; each push goes forward to a boundary, of which there are few.
  for (;;) {
    const opening = nextOpening(windows, atMs);
    if (opening === null) {
      const sentence =
        'Held: no hour is allowed in all the places where this lead may be. Set the lead’s time zone or state.';
      return { kind: 'hold', rule: 'never-open', reviewAtMs: nowMs + REVIEW_MS['never-open'], sentence };
    }
    if (opening.binding !== null) {
      opened = opening.binding;
      why = {
        rule: 'quiet-hours',
        words: quietWords(opening.binding, opening.atMs),
        zone: opening.binding.zone,
      };
    }
    atMs = opening.atMs;
    const capped = facts.kind === 'rep' ? null : firstFree(facts, atMs);
    if (capped === null) break;
    atMs = capped.atMs;
    opened = null;
    why = { rule: capped.rule, words: capped.words, zone: facts.place.likely };
  }
  const closesAtMs = closesAt(windows, atMs);
  if (why === null) return { kind: 'allow', closesAtMs };
  if (atMs > giveUpAtMs) {
    const until = instantInZoneWords(atMs, why.zone, nowMs);
    return suppress(
      'too-late',
      `Not sent: it had to wait until ${until} (${why.words}), and may be ${msWords(facts.giveUpMs ?? 0)} late at most.`,
    );
  }
  // Only a window lets many leads go at the same instant; a cap frees each at its own.
  const spreadMs = opened === null ? 0 : Math.floor(Math.min(Math.max(facts.jitter, 0), 1) * JITTER_MS);
  const untilMs = Math.min(atMs + spreadMs, (closesAtMs ?? Number.POSITIVE_INFINITY) - 1, giveUpAtMs);
  return {
    kind: 'defer',
    untilMs,
    rule: why.rule,
    sentence: `Held until ${instantInZoneWords(untilMs, why.zone, nowMs)}: ${why.words}.`,
  };
}

interface Freed {
  atMs: number;
  rule: GateRule;
  words: string;
}

/** When caps and the gap let a message go, if that is later than `atMs`; null when they let it go then. */
function firstFree(facts: GateFacts, atMs: number): Freed | null {
  const all = facts.recentSends.map((send) => send.atMs);
  const texts = facts.recentSends.filter((send) => send.channel === 'sms').map((send) => send.atMs);
  const { perDay, perWeek, minGapMs } = facts.caps;
  const found: Freed[] = [];
  const cap = (
    sends: readonly number[],
    most: number | null,
    windowMs: number,
    rule: GateRule,
    words: string,
  ) => {
    const freeMs = most === null ? null : freeAt(sends, most, windowMs, atMs);
    if (freeMs !== null) found.push({ atMs: freeMs, rule, words });
  };
  cap(all, perDay, DAY_MS, 'cap-day', `at most ${perDay} messages in 24 hours`);
  cap(all, perWeek, WEEK_MS, 'cap-week', `at most ${perWeek} messages in 7 days`);
  if (facts.channel === 'sms') {
    for (const { textsPer24h, name } of jurisdictionsOf(facts.place)) {
      cap(texts, textsPer24h, DAY_MS, 'cap-law', `at most ${textsPer24h} texts in 24 hours (${name})`);
    }
  }
  if (minGapMs > 0) cap(all, 1, minGapMs, 'gap', `${msWords(minGapMs)} between messages`);
  return found.sort((a, b) => b.atMs - a.atMs)[0] ?? null;
}

/** When fewer than `most` sends lie within the `windowMs` before; null when that is so at `atMs`. */
function freeAt(sends: readonly number[], most: number, windowMs: number, atMs: number): number | null {
  const within = sends.filter((sentMs) => sentMs > atMs - windowMs).sort((a, b) => a - b);
  if (within.length < most) return null;
  // The send that must leave the window for there to be room.
  const leaving = within[within.length - most];
  return leaving === undefined ? null : leaving + windowMs;
}
