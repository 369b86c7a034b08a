import type { Channel } from '#workflows/policy/consent.ts';
import { type Place, placeOf } from '#workflows/time/place.ts';

/**
 * Where the lead may be as far as one message goes. A zone that a person gave wins; one that was worked out is worked out
 * again, from the number the text really goes to. An email goes by the address alone.
 */
export function messagePlace(
  lead: {
    givenZone: string | null;
    country: string | null;
    region: string | null;
    postalCode: string | null;
  },
  to: { channel: Channel; address: string },
  fallbackCountry: string,
): Place {
  return placeOf({
    timeZone: lead.givenZone,
    country: lead.country ?? fallbackCountry,
    region: lead.region,
    postalCode: lead.postalCode,
    phones: to.channel === 'sms' ? [to.address] : [],
  });
}
