import { ALL_US_ZONES } from '#workflows/time/us-places.ts';
import { COUNTRY_ZONES } from '#workflows/time/world-places.ts';

/**
 * The country a browser is probably in: of its time zone, else of its language ("en-GB").
 * @returns ISO 3166-1 alpha-2, or null when neither says
 */
export function countryOfZone(zone: string, language: string): string | null {
  if ((ALL_US_ZONES as readonly string[]).includes(zone)) {
    return 'US';
  }
  const found = Object.entries(COUNTRY_ZONES).find(([, zones]) => zones.includes(zone));
  return found?.[0] ?? new Intl.Locale(language).region ?? null;
}
