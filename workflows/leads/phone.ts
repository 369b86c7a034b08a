import {
  getCountries,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

/** Kinds of numbers as far as the numbering plan tells. In the United States and Canada it cannot tell mobiles from landlines. */
export type PhoneKind = 'mobile' | 'landline' | 'either';

export type ReadPhone =
  | { ok: true; e164: string; country: string | null; kind: PhoneKind }
  | { ok: false; reason: string };

/**
 * A phone number as people write it. Refused: what is not valid in its country, extensions (a switchboard cannot be
 * texted), toll-free, premium, internet-only, pager and voicemail numbers.
 */
export function readPhone(text: string, country: string | null): ReadPhone {
  const trimmed = text.trim().replace(/^tel:/i, '');
  // "00" is how most of the world dials abroad.
  const dialled = trimmed.replace(/^00(?=[1-9])/, '+');
  const parsed = parsePhoneNumberFromString(dialled, options(country));
  if (parsed === undefined) return { ok: false, reason: `"${short(trimmed)}" is not a phone number` };
  if (parsed.ext !== undefined) return { ok: false, reason: `"${short(trimmed)}" has an extension` };
  if (!parsed.isValid())
    return {
      ok: false,
      reason: `"${short(trimmed)}" is not a number that exists${parsed.country ? ` in ${parsed.country}` : ''}`,
    };
  const kind = kindOf(parsed);
  if (kind === null)
    return {
      ok: false,
      reason: `"${short(trimmed)}" is not a person’s phone (${(parsed.getType() ?? 'special').toLowerCase().replaceAll('_', ' ')})`,
    };
  return { ok: true, e164: parsed.number, country: parsed.country ?? null, kind };
}

function kindOf(phone: PhoneNumber): PhoneKind | null {
  switch (phone.getType()) {
    case 'MOBILE':
      return 'mobile';
    case 'FIXED_LINE':
      return 'landline';
    case 'FIXED_LINE_OR_MOBILE':
    case undefined:
      return 'either';
    default:
      return null;
  }
}

/** The numbers of a field that may hold several: "415.555.2671 / 415.555.2672". Each is read by itself. */
export function readPhones(text: string, country: string | null): ReadPhone[] {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  const whole = readPhone(trimmed, country);
  if (whole.ok) return [whole];
  const parts = trimmed
    .split(/\s*(?:[/;,|\n]|\bor\b|\band\b|&)\s*/i)
    .map((part) => part.replace(/^[a-z ]+[.:]\s*/i, ''))
    .filter((part) => /\d/.test(part));
  return parts.length > 1 ? parts.map((part) => readPhone(part, country)) : [whole];
}

function options(country: string | null) {
  return country !== null && isSupportedCountry(country) ? { defaultCountry: country } : {};
}

/** Every country that has phone numbers, ISO 3166-1 alpha-2. */
export const PHONE_COUNTRIES: readonly string[] = getCountries();

function short(text: string): string {
  return text.length > 30 ? `${text.slice(0, 29)}…` : text;
}
