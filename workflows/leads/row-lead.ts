import {
  readBoolean,
  readDay,
  readEmail,
  readName,
  readNumber,
  readZone,
} from '#workflows/leads/cell-values.ts';
import type { Column, ColumnTarget } from '#workflows/leads/columns.ts';
import { type CountryClues, countryOfRow } from '#workflows/leads/lead-country.ts';
import type { LeadDraft } from '#workflows/leads/lead-draft.ts';
import { type ReadPhone, readPhones } from '#workflows/leads/phone.ts';
import { placeOf, regionCodeOf } from '#workflows/time/place.ts';
import { zipOf } from '#workflows/time/us-places.ts';

export interface RowContext {
  columns: readonly Column[];
  /** For rows that do not say: what the file's other rows are, else the workspace's country. */
  country: { country: string; how: 'file' | 'workspace' };
  /** Tags that every lead of the file gets. */
  tags?: readonly string[];
}

export type RowLead = { ok: true; draft: LeadDraft } | { ok: false; reason: string };

const MAX_TEXT = 500;
/** What a decoder puts where bytes are none of its characters. */
const UNREADABLE = '\ufffd';
/** Where numbers go that no text or call can reach: they are kept, not lost. */
export const OTHER_PHONES = { name: 'otherPhones', label: 'Other phones', type: 'text' } as const;

/** One row of cells as a lead, or why it is none: no way to reach it, or more cells than the heading has. */
export function leadOfRow(cells: readonly string[], context: RowContext): RowLead {
  const { columns } = context;
  const beyond = cells.slice(columns.length).filter((cell) => cell !== '');
  if (beyond.length > 0) {
    return {
      ok: false,
      reason: `The row has ${cells.length} values, the heading ${columns.length}: a delimiter or a quotation mark is wrong.`,
    };
  }
  const remarks = columns.flatMap(({ header, target }, i) =>
    target !== 'ignore' && (cells[i] ?? '').includes(UNREADABLE)
      ? [
          `${header.slice(0, 40)} has a character that cannot be read (${UNREADABLE}): the file mixes encodings`,
        ]
      : [],
  );
  const all = (target: ColumnTarget): string[] =>
    columns.flatMap((column, i) =>
      column.target === target && (cells[i] ?? '') !== '' ? [cells[i] ?? ''] : [],
    );
  const text = (target: ColumnTarget): string => {
    const value = (all(target)[0] ?? '').replace(/\s+/g, ' ').trim();
    if (value.length > MAX_TEXT) remarks.push(`${target} was cut at ${MAX_TEXT} characters`);
    return value.slice(0, MAX_TEXT);
  };
  const clues = cluesOf(cells, columns);
  const { country, how: countryHow } = countryOfRow(clues, context.country);
  const emailText = text('email');
  const email = emailText === '' ? null : readEmail(emailText);
  if (emailText !== '' && email === null) remarks.push(`"${emailText.slice(0, 60)}" is not an email address`);
  const custom = customValues(cells, columns, country, remarks);
  const phones = placePhones(all, country, remarks);
  if (phones.others.length > 0) custom[OTHER_PHONES.name] = phones.others.join('; ').slice(0, MAX_TEXT);
  if (email === null && phones.cellPhone === null && phones.homePhone === null && phones.workPhone === null) {
    const why = remarks.filter((remark) => remark.startsWith('"')).join('; ');
    return {
      ok: false,
      reason:
        why === ''
          ? 'There is no email address and no phone number.'
          : `There is no way to reach this lead: ${why}.`,
    };
  }
  const name = fullNameOf(text('firstName'), text('lastName'), text('fullName'));
  const region = regionCodeOf(country, text('region')) ?? text('region');
  const postalCode = postalCodeOf(text('postalCode'), country);
  const zoneText = text('timeZone');
  const timeZone = zoneText === '' ? null : readZone(zoneText);
  if (zoneText !== '' && timeZone === null) remarks.push(`"${zoneText.slice(0, 40)}" is not a time zone`);
  const dayText = text('decidesBy');
  const decidesBy = dayText === '' ? null : readDay(dayText, country);
  if (dayText !== '' && decidesBy === null) remarks.push(`"${dayText.slice(0, 40)}" is not a date`);
  const { cellPhone, homePhone, workPhone } = phones;
  const draft: LeadDraft = {
    ...name,
    company: text('company'),
    email,
    cellPhone,
    homePhone,
    workPhone,
    street: text('street'),
    city: text('city'),
    region,
    postalCode,
    country,
    countryHow,
    timeZone,
    website: websiteOf(text('website')),
    score: readNumber(text('score')),
    stage: text('stage'),
    source: text('source'),
    decidesBy,
    custom,
    tags: [
      ...new Set([
        ...(context.tags ?? []),
        ...all('tags').flatMap((tags) => tags.split(/[;,|]/).map((tag) => tag.trim().slice(0, 60))),
      ]),
    ].filter((tag) => tag !== ''),
    externalIds: columns.flatMap((column, i) => {
      const externalId = cells[i]?.trim() ?? '';
      return column.target === 'externalId' && externalId !== ''
        ? [{ source: column.source ?? 'file', externalId: externalId.slice(0, 200) }]
        : [];
    }),
    place: placeOf({
      timeZone,
      country,
      region,
      postalCode,
      phones: [cellPhone, homePhone, workPhone].filter((phone) => phone !== null),
    }),
    remarks,
  };
  return { ok: true, draft };
}

/** What of a row tells its country. */
export function cluesOf(cells: readonly string[], columns: readonly Column[]): CountryClues {
  const of = (target: ColumnTarget) => cells[columns.findIndex((column) => column.target === target)] ?? '';
  const phones = columns.flatMap((column, i) =>
    isPhoneTarget(column.target) && (cells[i] ?? '') !== '' ? [cells[i] ?? ''] : [],
  );
  return { country: of('country'), region: of('region'), postalCode: of('postalCode'), phones };
}

const PHONE_TARGETS = [
  'cellPhone',
  'homePhone',
  'workPhone',
  'phone',
] as const satisfies readonly ColumnTarget[];
type PhoneTarget = (typeof PHONE_TARGETS)[number];

function isPhoneTarget(target: ColumnTarget): target is PhoneTarget {
  return PHONE_TARGETS.some((known) => known === target);
}

interface PlacedPhones {
  cellPhone: string | null;
  homePhone: string | null;
  workPhone: string | null;
  others: string[];
}

/**
 * Puts each number where it belongs. A number that its country's plan knows as a mobile goes to the cell phone, whatever
 * its column is called, if nothing is there: files of the United Kingdom and Australia hold mobiles as "phone2".
 */
function placePhones(
  all: (target: ColumnTarget) => string[],
  country: string,
  remarks: string[],
): PlacedPhones {
  const placed: PlacedPhones = { cellPhone: null, homePhone: null, workPhone: null, others: [] };
  for (const target of PHONE_TARGETS) {
    for (const cell of all(target)) {
      for (const phone of readPhones(cell, country)) {
        if (!phone.ok) {
          remarks.push(phone.reason);
          placed.others.push(cell);
          continue;
        }
        if ([placed.cellPhone, placed.homePhone, placed.workPhone].includes(phone.e164)) continue;
        const free = slotsFor(target, phone.kind).find((slot) => placed[slot] === null);
        if (free === undefined) placed.others.push(phone.e164);
        else placed[free] = phone.e164;
      }
    }
  }
  placed.others = [...new Set(placed.others)];
  return placed;
}

type Slot = 'cellPhone' | 'homePhone' | 'workPhone';

function slotsFor(target: PhoneTarget, kind: (ReadPhone & { ok: true })['kind']): readonly Slot[] {
  if (target === 'phone')
    return kind === 'landline' ? ['homePhone', 'workPhone'] : ['cellPhone', 'homePhone', 'workPhone'];
  if (target === 'cellPhone')
    return kind === 'landline' ? ['homePhone', 'workPhone'] : ['cellPhone', 'homePhone', 'workPhone'];
  const other: Slot = target === 'homePhone' ? 'workPhone' : 'homePhone';
  return kind === 'mobile'
    ? ['cellPhone', target, other]
    : [target, other, ...(kind === 'either' ? (['cellPhone'] as const) : [])];
}

function fullNameOf(
  firstName: string,
  lastName: string,
  fullName: string,
): { firstName: string; lastName: string } {
  return firstName === '' && lastName === '' && fullName !== ''
    ? readName(fullName)
    : { firstName, lastName };
}

function postalCodeOf(text: string, country: string): string {
  // Spreadsheets take the zeros off: "8014" is 08014 in New Jersey, "800" is 0800 in Darwin.
  if (country === 'US') return zipOf(text) ?? text;
  if (country === 'AU' && /^\d{3}$/.test(text)) return `0${text}`;
  return country === 'CA' || country === 'GB' ? text.toUpperCase() : text;
}

function websiteOf(text: string): string {
  return /^[\w-]+(?:\.[\w-]+)+(?:\/\S*)?$/.test(text) ? `https://${text}` : text;
}

function customValues(
  cells: readonly string[],
  columns: readonly Column[],
  country: string,
  remarks: string[],
): Record<string, string | number | boolean> {
  const custom: Record<string, string | number | boolean> = {};
  for (const [i, { target, custom: field, header }] of columns.entries()) {
    const cell = cells[i]?.trim() ?? '';
    if (target !== 'custom' || field === null || cell === '') continue;
    const value =
      field.type === 'number'
        ? readNumber(cell)
        : field.type === 'date'
          ? readDay(cell, country)
          : field.type === 'boolean'
            ? readBoolean(cell)
            : cell.slice(0, MAX_TEXT);
    if (value === null) remarks.push(`"${cell.slice(0, 40)}" in ${header} is not a ${field.type}`);
    else custom[field.name] = value;
  }
  return custom;
}
