import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CustomValue } from '#workflows/leads/field-values.ts';
import { givenZone, placeOf } from '#workflows/time/place.ts';
import type { Lead } from './generated/client.ts';

/**
 * What is to become of a lead; absent members stay as they are. Values are normalised already: phones in E.164, email
 * in lower case, dates as YYYY-MM-DD, country as ISO 3166-1 alpha-2.
 */
export type LeadChange = Partial<
  Pick<
    Lead,
    | 'firstName'
    | 'lastName'
    | 'company'
    | 'email'
    | 'cellPhone'
    | 'homePhone'
    | 'workPhone'
    | 'street'
    | 'city'
    | 'region'
    | 'postalCode'
    | 'country'
    | 'countryHow'
    /** Set for this lead; null: work it out again. */
    | 'timeZone'
    | 'website'
    | 'score'
    | 'stage'
    | 'source'
    | 'ownerId'
    | 'channelPreference'
    | 'preferenceHow'
    | 'decidesBy'
    | 'hotAtMs'
    | 'hotWhy'
  >
> & { custom?: Record<string, CustomValue>; addTags?: readonly string[]; removeTags?: readonly string[] };

const EMPTY = {
  importId: null,
  firstName: '',
  lastName: '',
  company: '',
  email: null,
  cellPhone: null,
  homePhone: null,
  workPhone: null,
  street: '',
  city: '',
  region: '',
  postalCode: '',
  country: null,
  countryHow: null,
  timeZone: null,
  zones: '[]',
  zoneHow: null,
  website: '',
  score: null,
  stage: '',
  source: '',
  ownerId: null,
  channelPreference: null,
  preferenceHow: null,
  decidesBy: null,
  hotAtMs: null,
  hotWhy: null,
  custom: '{}',
  tags: '[]',
  nameKey: '',
  search: '',
} satisfies Omit<Lead, 'id' | 'workspaceId' | 'createdAtMs' | 'updatedAtMs'>;

type Birth = Pick<Lead, 'id' | 'workspaceId'> & {
  importId?: string | null;
  nowMs: number;
  workspaceCountry: string;
};

/** A lead that was not there before. Its country is the given one, else its phone's, else the workspace's. */
export function newLead(birth: Birth, change: LeadChange): Lead {
  const { id, workspaceId, importId = null, nowMs, workspaceCountry } = birth;
  const empty: Lead = { ...EMPTY, id, workspaceId, importId, createdAtMs: nowMs, updatedAtMs: nowMs };
  const country = change.country
    ? { country: change.country, countryHow: change.countryHow ?? 'given' }
    : countryOfPhones(change, workspaceCountry);
  return changedLead(empty, { ...change, ...country }, nowMs);
}

/** The lead after a change, with everything that follows from it: where it may be, what it is found and sorted by. */
export function changedLead(before: Lead, change: LeadChange, nowMs: number): Lead {
  const { custom, addTags = [], removeTags = [], timeZone, ...columns } = change;
  const present = Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
  const lead: Lead = { ...before, ...present, updatedAtMs: nowMs };
  if (custom !== undefined) {
    lead.custom = mergeCustom(before.custom, custom);
  }
  if (addTags.length > 0 || removeTags.length > 0) {
    const tags = new Set([...tagsOf(before), ...addTags]);
    for (const tag of removeTags) {
      tags.delete(tag);
    }
    lead.tags = JSON.stringify([...tags].sort());
  }
  if (
    timeZone !== undefined ||
    before.zoneHow === null ||
    PLACE.some((name) => lead[name] !== before[name])
  ) {
    const place = placeOf({
      timeZone: timeZone === undefined ? givenZone(before) : timeZone,
      country: lead.country,
      region: lead.region,
      postalCode: lead.postalCode,
      phones: phonesOf(lead),
    });
    lead.timeZone = place.likely;
    lead.zones = JSON.stringify(place.zones);
    lead.zoneHow = place.how;
  }
  lead.nameKey = folded(`${lead.lastName} ${lead.firstName}`.trim() || lead.company);
  lead.search = folded(
    [
      lead.firstName,
      lead.lastName,
      lead.company,
      lead.email,
      lead.cellPhone,
      lead.homePhone,
      lead.workPhone,
      lead.city,
      ...tagsOf(lead).map(taggedWord),
    ]
      .filter((part) => part !== null && part !== '')
      .join(' '),
  );
  return lead;
}

/** What tells where a lead may be. */
const PLACE = ['country', 'region', 'postalCode', 'cellPhone', 'homePhone', 'workPhone'] as const;

/** As words are looked for: without case and accents. */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

/** A tag among the searched words; no word of anything else looks like it. */
export function taggedWord(tag: string): string {
  return `#${folded(tag)}#`;
}

export function phonesOf(lead: Pick<Lead, 'cellPhone' | 'homePhone' | 'workPhone'>): string[] {
  return [lead.cellPhone, lead.homePhone, lead.workPhone].filter((phone) => phone !== null);
}

export function tagsOf(lead: Pick<Lead, 'tags'>): string[] {
  return (JSON.parse(lead.tags) as unknown[]).filter((tag) => typeof tag === 'string');
}

export function customOf(lead: Pick<Lead, 'custom'>): Record<string, CustomValue> {
  return JSON.parse(lead.custom) as Record<string, CustomValue>;
}

function countryOfPhones(change: LeadChange, workspaceCountry: string): Pick<Lead, 'country' | 'countryHow'> {
  for (const phone of [change.cellPhone, change.homePhone, change.workPhone]) {
    const country = phone ? parsePhoneNumberFromString(phone)?.country : undefined;
    if (country !== undefined) {
      return { country, countryHow: 'phone' };
    }
  }
  return { country: workspaceCountry, countryHow: 'workspace' };
}

function mergeCustom(before: string, changes: Record<string, CustomValue>): string {
  const merged: Record<string, CustomValue> = {
    ...(JSON.parse(before) as Record<string, CustomValue>),
    ...changes,
  };
  const set = Object.entries(merged).filter(([, value]) => value !== null && value !== '');
  return JSON.stringify(Object.fromEntries(set.sort(([a], [b]) => (a < b ? -1 : 1))));
}
