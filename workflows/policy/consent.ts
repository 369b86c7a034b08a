import { type ConsentBasis, jurisdictionsOf } from '#workflows/policy/jurisdictions.ts';
import { DAY_MS } from '#workflows/time/duration.ts';

export type Channel = 'sms' | 'email';
export type Purpose = 'marketing' | 'informational' | 'conversational';

/** One row of the consent ledger. Append-only: what holds now is read from all rows of an address. */
export interface LedgerRow {
  /** A grant; a refusal; or the lead's own START, which lifts earlier refusals and grants nothing. */
  act: 'grant' | 'revoke' | 'restore';
  channel: Channel;
  /** E.164 number, or email address in lower case. */
  address: string;
  environment: 'sandbox' | 'real';
  /** Of a grant. For the other acts it says how they came, and is not read here. */
  basis: ConsentBasis | (string & {});
  purpose: 'marketing' | 'informational' | 'all';
  atMs: number;
  /** Null: does not expire. */
  expiresAtMs: number | null;
}

export interface Addressee {
  channel: Channel;
  address: string;
  environment: 'sandbox' | 'real';
}

function belongs(row: LedgerRow, to: Addressee): boolean {
  return (
    row.channel === to.channel && row.environment === to.environment && sameAddress(row.address, to.address)
  );
}

function sameAddress(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/**
 * The refusals of an address that nothing has lifted. Only the lead's own START lifts one: a later import, or a form
 * filled in by somebody, does not.
 * @param ledger in the order in which it was written. A START lifts what was heard before it and said before it: a clock
 * that was set back, or a text that was heard late, lifts nothing.
 */
export function standingRefusals(ledger: readonly LedgerRow[], to: Addressee): LedgerRow[] {
  const rows = ledger.filter((row) => belongs(row, to));
  return rows.filter(
    (row, i) =>
      row.act === 'revoke' &&
      !rows.some((later, j) => j > i && later.act === 'restore' && later.atMs > row.atMs),
  );
}

/**
 * The refusal that stands against a message, or null. A STOP ends everything; one limited to a kind of message ends that
 * kind, and one of marketing ends all marketing (47 CFR 64.1200(a)(10)-(12)).
 * @param ledger as for `standingRefusals`
 */
export function standingRefusal(
  ledger: readonly LedgerRow[],
  to: Addressee,
  purpose: Purpose,
): LedgerRow | null {
  const standing = standingRefusals(ledger, to);
  return standing.findLast((row) => row.purpose === 'all' || row.purpose === purpose) ?? null;
}

export type Coverage =
  | { ok: true; by: LedgerRow | 'conversation' | 'not-needed' }
  | { ok: false; rule: 'no-consent' | 'consent-expired'; expiredAtMs?: number };

/** How long an incoming message keeps a conversation open for answers on its topic (CTIA 2023, exhibit II). */
const CONVERSATION_MS = 30 * DAY_MS;

export interface CoverageFacts {
  ledger: readonly LedgerRow[];
  to: Addressee;
  purpose: Purpose;
  /** Where the lead may be: the strictest rule of every possible place decides. */
  place: { country: string | null; regions: readonly string[] };
  /** When the lead last wrote what this may answer (`answering`); null: never. */
  lastInboundAtMs: number | null;
}

/** Whether some grant covers a message now. Refusals are read apart, by `standingRefusal`. */
export function consentCoverage(facts: CoverageFacts, nowMs: number): Coverage {
  const { ledger, to, purpose, place, lastInboundAtMs } = facts;
  if (to.channel === 'email' && !emailNeedsGrant(purpose, place)) return { ok: true, by: 'not-needed' };
  const grants = ledger.filter(
    (row) =>
      row.act === 'grant' && row.atMs <= nowMs && belongs(row, to) && covers(row, to.channel, purpose, place),
  );
  const standing = grants.find((row) => row.expiresAtMs === null || row.expiresAtMs > nowMs);
  if (standing !== undefined) return { ok: true, by: standing };
  const inTalk = lastInboundAtMs !== null && nowMs - lastInboundAtMs <= CONVERSATION_MS;
  if (purpose === 'conversational' && inTalk) return { ok: true, by: 'conversation' };
  const expired = grants.map((row) => row.expiresAtMs ?? nowMs).sort((a, b) => b - a)[0];
  return expired === undefined
    ? { ok: false, rule: 'no-consent' }
    : { ok: false, rule: 'consent-expired', expiredAtMs: expired };
}

function emailNeedsGrant(purpose: Purpose, place: CoverageFacts['place']): boolean {
  return purpose === 'marketing' && jurisdictionsOf(place).some((j) => j.marketingEmail === 'needs-grant');
}

function covers(row: LedgerRow, channel: Channel, purpose: Purpose, place: CoverageFacts['place']): boolean {
  if (channel === 'email') return true;
  if (purpose === 'conversational') return row.basis !== 'permission';
  if (
    row.purpose !== 'all' &&
    row.purpose !== purpose &&
    !(purpose === 'informational' && row.purpose === 'marketing')
  )
    return false;
  if (purpose === 'informational')
    return row.basis === 'written' || row.basis === 'express' || row.basis === 'implied';
  return jurisdictionsOf(place).every((j) => j.marketingTextBases.some((basis) => basis === row.basis));
}
