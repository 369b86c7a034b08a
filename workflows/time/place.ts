import { areaCodeOf } from '#workflows/time/area-codes.ts';
import { ALL_US_ZONES, stateOfZip, US_STATES, usZones, zipOf } from '#workflows/time/us-places.ts';
import { AU_STATES, CA_PROVINCES, COUNTRY_ZONES, regionOfPostalCode } from '#workflows/time/world-places.ts';
import { isZone, zoneWords } from '#workflows/time/zones.ts';

export type HowKnown = 'given' | 'postal region' | 'area code' | 'country';

/** Where a lead may be, as far as the facts allow: every zone and every state whose rules may apply. */
export interface Place {
  /** ISO 3166-1 alpha-2; null when nobody said. */
  country: string | null;
  /** ISO 3166-2 ("US-FL"), each one that may apply: the address's first, then the area code's where it differs. */
  regions: readonly string[];
  /** Every zone the lead may be in. Never empty. */
  zones: readonly string[];
  /** The one to show and to aim at; what is *allowed* is decided over all of `zones`. */
  likely: string;
  how: HowKnown;
  /** For the lead's page: what is known and from where. */
  sentence: string;
}

/** The zone that a person or a source set for a lead; null where the stored one was worked out. */
export function givenZone(lead: { timeZone: string | null; zoneHow: string | null }): string | null {
  return lead.zoneHow === 'given' ? lead.timeZone : null;
}

export interface PlaceFacts {
  /** IANA zone that a person or a source set for this lead. */
  timeZone?: string | null;
  /** ISO 3166-1 alpha-2 of the lead, or of the workspace where the lead has none. */
  country?: string | null;
  /** State or province: postal abbreviation or name. */
  region?: string | null;
  postalCode?: string | null;
  /** E.164. The number a text would go to first. */
  phones?: readonly string[];
}

const REGIONS: Readonly<
  Record<string, Readonly<Record<string, { name: string; zones: readonly string[] }>>>
> = {
  US: US_STATES,
  CA: CA_PROVINCES,
  AU: AU_STATES,
};

/** Postal abbreviation of a state or province by abbreviation or English name, in any case; null when unknown. */
export function regionCodeOf(country: string, text: string): string | null {
  const table = REGIONS[country];
  const wanted = text.trim().toUpperCase().replaceAll('.', '');
  if (table === undefined || wanted === '') return null;
  if (table[wanted] !== undefined) return wanted;
  return Object.entries(table).find(([, region]) => region.name.toUpperCase() === wanted)?.[0] ?? null;
}

/** "US-FL" -> "Florida"; the code itself where no name is known. */
export function regionWords(code: string): string {
  const [country = '', region = ''] = code.split('-');
  return REGIONS[country]?.[region]?.name ?? code;
}

interface Postal {
  region: string;
  zones: readonly string[];
  words: string;
}

function postalRegion(country: string, facts: PlaceFacts): Postal | null {
  const postal = facts.postalCode?.trim() ?? '';
  const zip = country === 'US' && postal !== '' ? zipOf(postal) : null;
  const byPostal = zip !== null ? stateOfZip(zip) : regionOfPostalCode(country, postal);
  const named = facts.region ? regionCodeOf(country, facts.region) : null;
  const region = named ?? byPostal;
  if (region === null) return null;
  const zones = country === 'US' ? usZones(region, zip) : (REGIONS[country]?.[region]?.zones ?? []);
  const name = regionWords(`${country}-${region}`);
  return {
    region,
    zones,
    words: zip !== null && byPostal === region ? `ZIP ${zip} (${name})` : `the address in ${name}`,
  };
}

/** What both say where they agree at all; all of both where they contradict each other. */
function reconcile(first: readonly string[], second: readonly string[]): readonly string[] {
  const shared = first.filter((zone) => second.includes(zone));
  return shared.length > 0 ? shared : [...new Set([...first, ...second])];
}

/**
 * Where a lead may be. A zone that was set wins; then the postal address; then the area code; then the country. Where the
 * address and the area code contradict each other both stay possible, and both states' rules apply: Florida and Oklahoma
 * presume residence by area code (Fla. Stat. 501.059; 15 O.S. 775C.4), and a number goes with its owner when they move.
 */
export function placeOf(facts: PlaceFacts): Place {
  const codes = (facts.phones ?? []).map(areaCodeOf).filter((code) => code !== null);
  const code = codes[0] ?? null;
  // Canada and the Caribbean share +1 with the United States: an area code says more than a default country.
  const country = facts.country?.toUpperCase() ?? code?.country ?? null;
  const postal = country === null ? null : postalRegion(country, facts);
  const regions = new Set<string>();
  if (postal !== null) regions.add(`${country}-${postal.region}`);
  if (code !== null) regions.add(`${code.country}-${code.region}`);
  const at = { country, regions: [...regions] };
  const area =
    code === null
      ? ''
      : `area code ${facts.phones?.find((phone) => areaCodeOf(phone) !== null)?.slice(2, 5)}`;

  const given = facts.timeZone?.trim() ?? '';
  if (given !== '' && isZone(given)) {
    return {
      ...at,
      zones: [given],
      likely: given,
      how: 'given',
      sentence: `${zoneWords(given)} time, as set for this lead.`,
    };
  }
  if (postal !== null && postal.zones.length > 0) {
    const zones = code === null ? postal.zones : reconcile(postal.zones, code.zones);
    const likely = postal.zones.find((zone) => zones.includes(zone)) ?? postal.zones[0] ?? ALL_US_ZONES[0];
    const doubt =
      code !== null && !code.zones.some((zone) => postal.zones.includes(zone))
        ? `, though ${area} is ${regionWords(`${code.country}-${code.region}`)}: sending keeps to the hours of both`
        : '';
    return {
      ...at,
      zones,
      likely,
      how: 'postal region',
      sentence: `${zoneWords(likely)} time, from ${postal.words}${doubt}.`,
    };
  }
  if (code !== null) {
    const likely = code.zones[0] ?? ALL_US_ZONES[0];
    const several =
      code.zones.length > 1
        ? `; ${code.zones.length} zones are possible, and sending keeps to the hours of all`
        : '';
    const where = `${area} (${regionWords(`${code.country}-${code.region}`)})`;
    return {
      ...at,
      zones: code.zones,
      likely,
      how: 'area code',
      sentence: `Probably ${zoneWords(likely)} time, from ${where}${several}.`,
    };
  }
  const zones =
    (country === null ? null : COUNTRY_ZONES[country]) ??
    (country === null || country === 'US' ? ALL_US_ZONES : ['UTC']);
  const likely = zones[0] ?? ALL_US_ZONES[0];
  const sentence =
    zones.length === 1
      ? `${zoneWords(likely)} time, from the country (${country}).`
      : `The place is not known: sending keeps to hours that are allowed in all ${zones.length} zones of ${country ?? 'the United States'}.`;
  return { ...at, zones, likely, how: 'country', sentence };
}
