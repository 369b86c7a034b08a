import { z } from 'zod';
import { readEmail } from '#workflows/leads/cell-values.ts';
import { readPhone } from '#workflows/leads/phone.ts';
import { isZone } from '#workflows/time/zones.ts';
import type { CustomValue, LeadChange } from './lead-row.ts';

/**
 * Values as people and plays give them, made fit for a lead's row. One place, so that the lead page, a play's "set"
 * step and the API refuse the same things with the same words.
 */

export type FieldValue = { field: string; value: CustomValue };
type Parsed = { ok: true; change: LeadChange } | { ok: false; reason: string };

const TEXT_MAX = 500;
const TEXTS = [
  'firstName',
  'lastName',
  'company',
  'street',
  'city',
  'region',
  'postalCode',
  'website',
  'stage',
  'source',
] as const;
const PHONES = ['cellPhone', 'homePhone', 'workPhone'] as const;
const Preference = z.enum(['email', 'sms', 'phone']);
const CalendarDate = z.iso.date();

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
  const text = value === null ? '' : String(value).trim();
  const refuse = (reason: string): Parsed => ({ ok: false, reason });
  if (text.length > TEXT_MAX) {
    return refuse(`This is longer than ${TEXT_MAX} characters.`);
  }
  if (isText(field)) {
    return { ok: true, change: { [field]: text } };
  }
  if (isPhone(field)) {
    const phone = text === '' ? null : readPhone(text, context.country);
    return phone?.ok === false
      ? refuse(`${phone.reason}. Write it with its country code, such as +1 504 621 8927.`)
      : { ok: true, change: { [field]: phone?.e164 ?? null } };
  }
  if (field.startsWith('custom.')) {
    return {
      ok: true,
      change: { custom: { [field.slice('custom.'.length)]: typeof value === 'string' ? text : value } },
    };
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
    case 'score': {
      const score = Number(text);
      return text === '' || Number.isSafeInteger(score)
        ? { ok: true, change: { score: text === '' ? null : score } }
        : refuse('A score is a whole number.');
    }
    case 'decidesBy':
      return text === '' || CalendarDate.safeParse(text).success
        ? { ok: true, change: { decidesBy: text || null } }
        : refuse('Write the date as year-month-day, such as 2026-12-15.');
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
