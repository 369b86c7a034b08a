import { countryOf } from '#workflows/leads/country-names.ts';
import type { CountryHow } from '#workflows/leads/lead-draft.ts';
import { readPhones } from '#workflows/leads/phone.ts';
import { regionCodeOf } from '#workflows/time/place.ts';

export interface CountryClues {
  country: string;
  region: string;
  postalCode: string;
  phones: readonly string[];
}

const GB_POSTCODE = /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i;
const CA_POSTCODE = /^[A-CEGHJ-NPR-TVXY]\d[A-Z] ?\d[A-Z]\d$/i;

/**
 * The country of a row: what its column says; else what its address looks like; else the country code of a phone; else
 * what the other rows of the file are; else the workspace's.
 */
export function countryOfRow(
  clues: CountryClues,
  fallback: { country: string; how: 'file' | 'workspace' },
): { country: string; how: CountryHow } {
  const named = clues.country === '' ? null : countryOf(clues.country);
  if (named !== null) return { country: named, how: 'given' };
  const address = countryOfAddress(clues.region, clues.postalCode, fallback.country);
  if (address !== null) return { country: address, how: 'address' };
  for (const text of clues.phones) {
    const abroad = /^\s*(?:\+|00)/.test(text) ? readPhones(text, null).find((phone) => phone.ok) : undefined;
    if (abroad?.ok === true && abroad.country !== null) return { country: abroad.country, how: 'phone' };
  }
  return fallback;
}

function countryOfAddress(region: string, postalCode: string, likely: string): string | null {
  const code = postalCode.trim();
  if (CA_POSTCODE.test(code)) return 'CA';
  if (GB_POSTCODE.test(code)) return 'GB';
  // "WA" is in two countries and "NT" in two others: the likely country is asked first.
  const order = [likely, 'US', 'CA', 'AU'];
  for (const country of new Set(order)) {
    if (region === '' || regionCodeOf(country, region) === null) continue;
    if (country === 'US' && (code === '' || /^\d{3,5}(?:-\d{4})?$/.test(code))) return 'US';
    if (country === 'AU' && (code === '' || /^\d{3,4}$/.test(code))) return 'AU';
    if (country === 'CA' && code === '') return 'CA';
  }
  return null;
}

/** The country that most rows of a sample say, if it is clear; null where they do not say or disagree. */
export function countryOfSample(rows: readonly CountryClues[], workspaceCountry: string): string | null {
  const votes = new Map<string, number>();
  for (const clues of rows) {
    const { country, how } = countryOfRow(clues, { country: workspaceCountry, how: 'workspace' });
    if (how !== 'workspace') votes.set(country, (votes.get(country) ?? 0) + 1);
  }
  // Phones without a country code: which country's plan do they fit?
  if (votes.size === 0) {
    for (const country of new Set([workspaceCountry, 'US', 'GB', 'AU', 'PH'])) {
      const fits = rows.filter(({ phones }) =>
        phones.some((text) => readPhones(text, country).some((phone) => phone.ok)),
      ).length;
      if (fits > 0) votes.set(country, fits);
    }
  }
  const [first, second] = [...votes.entries()].sort((a, b) => b[1] - a[1]);
  if (first === undefined || first[1] * 2 < rows.length) return null;
  return second !== undefined && second[1] * 2 > first[1] ? null : first[0];
}
