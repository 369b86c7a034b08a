import { z } from 'zod';

/**
 * The fields of a lead and what they may hold, as people and plays say them. What a play's "set" step may write is said
 * here once: the compiler refuses what could never be written, the simulator and the worker read the value alike.
 */

export type FieldType = 'text' | 'number' | 'date' | 'boolean';
/** `name` is as plays say it: a lead field, or `custom.<name>`. */
export type LeadFieldSpec = { name: string; label: string; type: FieldType };

/** A value of a field; null empties it. */
export type CustomValue = string | number | boolean | null;
export type FieldValue = { field: string; value: CustomValue };

/** What plays may ask about any lead. */
export const STANDARD_FIELDS: readonly LeadFieldSpec[] = [
  { name: 'firstName', label: 'First name', type: 'text' },
  { name: 'lastName', label: 'Last name', type: 'text' },
  { name: 'company', label: 'Company', type: 'text' },
  { name: 'email', label: 'Email', type: 'text' },
  { name: 'cellPhone', label: 'Cell phone', type: 'text' },
  { name: 'homePhone', label: 'Home phone', type: 'text' },
  { name: 'workPhone', label: 'Work phone', type: 'text' },
  { name: 'city', label: 'City', type: 'text' },
  { name: 'region', label: 'State or region', type: 'text' },
  { name: 'postalCode', label: 'Postal code', type: 'text' },
  { name: 'country', label: 'Country', type: 'text' },
  { name: 'website', label: 'Website', type: 'text' },
  { name: 'score', label: 'Score', type: 'number' },
  { name: 'stage', label: 'Stage', type: 'text' },
  { name: 'source', label: 'Source', type: 'text' },
  { name: 'decidesBy', label: 'Decides by', type: 'date' },
];

const CUSTOM = 'custom.';
const TEXT_MAX = 500;
const PLAY_TEXTS = ['firstName', 'lastName', 'company', 'city', 'stage', 'source', 'website'] as const;
type PlayText = (typeof PLAY_TEXTS)[number];
const CalendarDate = z.iso.date();

/** What becomes of a lead's fields; absent ones stay. A text is emptied with '', a number and a date with null. */
export type FieldChange = Partial<Record<PlayText, string>> & {
  score?: number | null;
  /** YYYY-MM-DD. */
  decidesBy?: string | null;
  /** Without the `custom.` of their names. */
  custom?: Record<string, CustomValue>;
};
export type ReadValue<Change> = { ok: true; change: Change } | { ok: false; reason: string };

const isPlayText = (field: string): field is PlayText => (PLAY_TEXTS as readonly string[]).includes(field);

/** Whether a play may write a field: its own work and the workspace's fields; addresses, place, owner and consent are people's. */
export function isSetByPlays(field: string): boolean {
  return isPlayText(field) || field === 'score' || field === 'decidesBy' || field.startsWith(CUSTOM);
}

/** "decides by" of `decidesBy`, "docks" of `custom.docks`. */
export function fieldLabel(field: string): string {
  const standard = STANDARD_FIELDS.find((known) => known.name === field);
  return (standard?.label ?? field.replace(/^custom\./, '')).toLowerCase();
}

/** A value as text, or why it is too long for any field. */
export function textOfValue(value: CustomValue): { ok: true; text: string } | { ok: false; reason: string } {
  const text = value === null ? '' : String(value).trim();
  return text.length > TEXT_MAX
    ? { ok: false, reason: `This is longer than ${TEXT_MAX} characters.` }
    : { ok: true, text };
}

/**
 * A value that a play sets as a change of the lead: what life writes, the simulator shows and the compiler allows.
 * @returns a reason, in words for the timeline, when no lead ever takes it
 */
export function playChangeOf({ field, value }: FieldValue): ReadValue<FieldChange> {
  const read = textOfValue(value);
  if (!read.ok) return read;
  const { text } = read;
  if (isPlayText(field)) return { ok: true, change: { [field]: text } };
  if (field.startsWith(CUSTOM)) {
    const own = typeof value === 'string' ? text : value;
    return { ok: true, change: { custom: { [field.slice(CUSTOM.length)]: own } } };
  }
  if (field === 'score') {
    const score = text === '' ? null : Number(text);
    return score === null || Number.isSafeInteger(score)
      ? { ok: true, change: { score } }
      : { ok: false, reason: 'A score is a whole number.' };
  }
  if (field === 'decidesBy') {
    return text === '' || isCalendarDate(text)
      ? { ok: true, change: { decidesBy: text || null } }
      : { ok: false, reason: 'Write the date as year-month-day, such as 2026-12-15.' };
  }
  return { ok: false, reason: 'a play may not set it.' };
}

/** Whether it is a day that exists, as YYYY-MM-DD. */
export function isCalendarDate(text: string): boolean {
  return CalendarDate.safeParse(text).success;
}

/** What the timeline and the simulator say of a value that a play could not set. */
export function notSetWords(field: string, reason: string): string {
  return `${fieldLabel(field)} stays as it was: ${reason}`;
}
