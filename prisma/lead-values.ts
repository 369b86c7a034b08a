import { z } from 'zod';
import { readEmail } from '#workflows/leads/cell-values.ts';
import {
  type CustomValue,
  type FieldValue,
  isSetByPlays,
  playChangeOf,
  type ReadValue,
  textOfValue,
} from '#workflows/leads/field-values.ts';
import { readPhone } from '#workflows/leads/phone.ts';
import { isZone } from '#workflows/time/zones.ts';
import type { LeadChange } from './lead-row.ts';

/**
 * Values as people give them, made fit for a lead's row. One place, so that the lead page, forms and signals refuse the
 * same things with the same words; what a play may write too is read as plays have it read (`field-values.ts`).
 */

type Parsed = ReadValue<LeadChange>;

const TEXTS = ['street', 'region', 'postalCode'] as const;
const PHONES = ['cellPhone', 'homePhone', 'workPhone'] as const;
const Preference = z.enum(['email', 'sms', 'phone']);

const isText = (field: string): field is (typeof TEXTS)[number] =>
  (TEXTS as readonly string[]).includes(field);
const isPhone = (field: string): field is (typeof PHONES)[number] =>
  (PHONES as readonly string[]).includes(field);

/**
 * One field's value as a change of a lead.
 * @param field a lead field, or `custom.<name>`
 * @param context `country`: of the lead, for phones without a country code; `how`: who says so, for a preference
 */
export function changeOf(
  { field, value }: FieldValue,
  context: { country: string | null; how: string },
): Parsed {
  if (isSetByPlays(field)) {
    return playChangeOf({ field, value });
  }
  const refuse = (reason: string): Parsed => ({ ok: false, reason });
  const read = textOfValue(value);
  if (!read.ok) {
    return read;
  }
  const { text } = read;
  if (isText(field)) {
    return { ok: true, change: { [field]: text } };
  }
  if (isPhone(field)) {
    const phone = text === '' ? null : readPhone(text, context.country);
    return phone?.ok === false
      ? refuse(`${phone.reason}. Write it with its country code, such as +1 504 621 8927.`)
      : { ok: true, change: { [field]: phone?.e164 ?? null } };
  }
  switch (field) {
    case 'email': {
      const email = text === '' ? null : readEmail(text);
      return text === '' || email !== null
        ? { ok: true, change: { email } }
        : refuse(`"${text}" is not an email address.`);
    }
    case 'country':
      return /^[a-z]{2}$/i.test(text)
        ? { ok: true, change: { country: text.toUpperCase(), countryHow: 'given' } }
        : refuse('Write the country as its two letters, such as US or GB.');
    case 'timeZone':
      return text === '' || isZone(text)
        ? { ok: true, change: { timeZone: text || null } }
        : refuse(`"${text}" is not a time zone. Write it as a place, such as America/Chicago.`);
    case 'channelPreference': {
      const preference = Preference.nullable().safeParse(text || null);
      return preference.success
        ? {
            ok: true,
            change: { channelPreference: preference.data, preferenceHow: preference.data && context.how },
          }
        : refuse('A lead prefers email, sms or phone.');
    }
    default:
      return refuse(`There is no lead field "${field}".`);
  }
}

/** Several changes as one; the later one wins. */
export function joined(changes: readonly LeadChange[]): LeadChange {
  const custom: Record<string, CustomValue> = {};
  const change: LeadChange = {};
  for (const one of changes) {
    Object.assign(change, one);
    Object.assign(custom, one.custom);
  }
  return Object.keys(custom).length > 0 ? { ...change, custom } : change;
}
