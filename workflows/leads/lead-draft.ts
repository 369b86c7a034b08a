import type { Place } from '#workflows/time/place.ts';

/**
 * A lead as a file tells it, normalised: phones in E.164, email in lower case, dates as YYYY-MM-DD, country as ISO
 * 3166-1 alpha-2. Empty text and null mean that the file does not say.
 */
export interface LeadDraft {
  firstName: string;
  lastName: string;
  company: string;
  email: string | null;
  cellPhone: string | null;
  homePhone: string | null;
  workPhone: string | null;
  street: string;
  city: string;
  region: string;
  postalCode: string;
  country: string;
  countryHow: CountryHow;
  /** IANA; only where the file gives it. What else is known of the place is in `place`. */
  timeZone: string | null;
  website: string;
  score: number | null;
  stage: string;
  source: string;
  decidesBy: string | null;
  /** By the names of the file's `custom` columns. */
  custom: Record<string, string | number | boolean>;
  tags: string[];
  externalIds: { source: string; externalId: string }[];
  place: Place;
  /** What was left out or moved, in words: for the report. */
  remarks: string[];
}

export type CountryHow = 'given' | 'address' | 'phone' | 'file' | 'workspace';

/** A row that became a lead, or why it became none. `rowNumber` as a spreadsheet counts, the heading is row 1. */
export type LeadRow =
  | { rowNumber: number; draft: LeadDraft }
  | { rowNumber: number; reason: string; raw: string };
