import { consentCoverage, type LedgerRow, standingRefusal } from '#workflows/policy/consent.ts';
import { placeOf } from '#workflows/time/place.ts';
import { faultsOfLead } from './address-faults.ts';
import type { Caller } from './caller.ts';
import type { Db } from './client.ts';
import { consentsOfLead, type LedgerEntry } from './consents.ts';
import type { Consent } from './generated/client.ts';
import { textNumbers } from './lead-view.ts';
import { readLead } from './leads.ts';

/** May a lead be written to with marketing, on one channel at one address, as the gate would decide now. */
export type ConsentStanding = {
  environment: 'sandbox' | 'real';
  channel: 'sms' | 'email';
  address: string;
  standing: 'given' | 'informationOnly' | 'withdrawn' | 'expired' | 'none' | 'notNeeded';
  /** The ledger row that decides; null when there is none. */
  by: Consent | null;
  /** Every row of this address, oldest first. */
  ledger: Consent[];
};

/**
 * Where a visible lead's consent stands, by the same rules as the gate: the first number, the one that a text would go to
 * where that one is dead, the email address, and other numbers about which something was said. In the environments that the workspace has senders for.
 * @param nowMs workspace clock
 */
export async function consentStandings(
  db: Db,
  caller: Caller,
  leadId: string,
  nowMs: number,
): Promise<ConsentStanding[]> {
  const lead = await readLead(db, caller, leadId);
  if (lead === null) return [];
  const [ledger, faults, senders] = await Promise.all([
    consentsOfLead(db, caller, leadId),
    faultsOfLead(db, caller, leadId),
    db.read.sender.findMany({
      where: { workspaceId: caller.workspaceId },
      select: { environment: true },
      distinct: ['environment'],
    }),
  ]);
  const environments = senders.map((sender): 'sandbox' | 'real' =>
    sender.environment === 'real' ? 'real' : 'sandbox',
  );
  const numbers = textNumbers(lead);
  const place = placeOf({ ...lead, timeZone: null, phones: numbers });
  const spokenOf = new Set(ledger.map((row) => row.address));
  const dead = new Set(faults.map((fault) => fault.address));
  const goesTo = numbers.find((number) => !dead.has(number));
  const addresses = [
    ...numbers
      .filter((number, i) => i === 0 || number === goesTo || spokenOf.has(number))
      .map((address) => ({ channel: 'sms' as const, address })),
    ...(lead.email === null ? [] : [{ channel: 'email' as const, address: lead.email }]),
  ];
  return environments.flatMap((environment) =>
    addresses.map(({ channel, address }): ConsentStanding => {
      const to = { environment, channel, address };
      const rows = ledger.filter(
        (row) => row.environment === environment && row.channel === channel && row.address === address,
      );
      const oldestFirst = rows.toSorted((a, b) => a.atMs - b.atMs);
      return { ...to, ledger: oldestFirst, ...decided(rows, to, place, nowMs) };
    }),
  );
}

function decided(
  ledger: LedgerEntry[],
  to: { environment: 'sandbox' | 'real'; channel: 'sms' | 'email'; address: string },
  place: { country: string | null; regions: readonly string[] },
  nowMs: number,
): Pick<ConsentStanding, 'standing' | 'by'> {
  const rowOf = (found: LedgerRow | null) => ledger.find((row) => row === found) ?? null;
  const refused = standingRefusal(ledger, to, 'marketing');
  if (refused !== null) return { standing: 'withdrawn', by: rowOf(refused) };
  const facts = { ledger, to, place, lastInboundAtMs: null };
  const marketing = consentCoverage({ ...facts, purpose: 'marketing' }, nowMs);
  if (marketing.ok) {
    if (typeof marketing.by !== 'string') return { standing: 'given', by: rowOf(marketing.by) };
    // Email may go without a grant in many places; one that was given is shown all the same.
    const given = ledger.findLast((row) => row.act === 'grant') ?? null;
    return { standing: given === null ? 'notNeeded' : 'given', by: given };
  }
  if (marketing.rule === 'consent-expired') {
    return { standing: 'expired', by: ledger.findLast((row) => row.act === 'grant') ?? null };
  }
  const informational = consentCoverage({ ...facts, purpose: 'informational' }, nowMs);
  return informational.ok && typeof informational.by !== 'string'
    ? { standing: 'informationOnly', by: rowOf(informational.by) }
    : { standing: 'none', by: null };
}
