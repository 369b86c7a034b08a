import type { Weekday } from '#workflows/time/local-time.ts';

/** Open hours of one day as minutes after local midnight, half-open: at the second minute it is closed. Null: closed all day. */
export type DayHours = readonly [open: number, close: number] | null;
export type WeekHours = Readonly<Record<Weekday, DayHours>>;

/** Where a grant came from, weakest last. `permission` is a mailing list's; it never covers texts. */
export type ConsentBasis = 'written' | 'express' | 'implied' | 'permission';

/** The rules of one country or state for automated messages. */
export interface Jurisdiction {
  /** ISO 3166: "US", "US-FL". */
  code: string;
  /** As in "quiet hours 20:00 to 08:00 (Florida)"; empty where the rule needs no name. */
  name: string;
  /** When texts may be sent that nobody just asked for, in the lead's local time. */
  textHours: WeekHours;
  closedOnFederalHolidays: boolean;
  /** Most texts to one person in 24 hours, from any sender of the workspace; null: no rule. */
  textsPer24h: number | null;
  /** Bases of consent that cover a marketing text. */
  marketingTextBases: readonly ConsentBasis[];
  /** Whether marketing email needs a grant, or only the absence of a refusal. */
  marketingEmail: 'needs-grant' | 'until-refused';
  /** Texts without any answer after which silence counts as a refusal; null: never. */
  unansweredTexts: number | null;
  source: string;
  /** False: known from vendors' tables only, which partly contradict each other. Applied all the same: it costs an hour, not an infraction. */
  verified: boolean;
}

const at = (hour: number) => hour * 60;
const NO_DAY: DayHours = null;

function week(open: number, close: number, more: { sat?: DayHours; sun?: DayHours } = {}): WeekHours {
  const day: DayHours = [at(open), at(close)];
  return {
    1: day,
    2: day,
    3: day,
    4: day,
    5: day,
    6: more.sat === undefined ? day : more.sat,
    7: more.sun === undefined ? day : more.sun,
  };
}

const WRITTEN: readonly ConsentBasis[] = ['written'];
const CONSENT_OR_SOFT: readonly ConsentBasis[] = ['written', 'express', 'implied'];

/** Texts follow the federal rule; states differ from it in what they name. */
const US: Jurisdiction = {
  code: 'US',
  name: '',
  textHours: week(8, 21),
  closedOnFederalHolidays: false,
  textsPer24h: null,
  marketingTextBases: WRITTEN,
  marketingEmail: 'until-refused',
  unansweredTexts: null,
  source:
    '47 CFR 64.1200(a)(2), (c)(1), (f)(9); 15 USC 7704. Whether consented texts fall under (c)(1) is disputed; applied always.',
  verified: true,
};

const state = (
  code: string,
  name: string,
  verified: boolean,
  source: string,
  rules: Partial<Jurisdiction>,
): Jurisdiction => ({
  ...US,
  ...rules,
  code: `US-${code}`,
  name,
  source,
  verified,
});

const VENDORS = 'Vendors’ tables of state calling hours, read 2026-11; the statute was not read.';
const NO_SUNDAYS = { textHours: week(8, 20, { sun: NO_DAY }), closedOnFederalHolidays: true };

/** Where nothing is known of the place within the United States: satisfies every state but KY, RI and the Sundays of AL, LA, MS, PA, UT. */
export const US_STRICT: Jurisdiction = {
  ...US,
  code: 'US-strict',
  name: 'state not known',
  textHours: week(9, 20, { sun: [at(12), at(20)] }),
  closedOnFederalHolidays: true,
  textsPer24h: 3,
  source: 'The intersection of the rows below, but for the outliers named above.',
};

const STATES: readonly Jurisdiction[] = [
  state('FL', 'Florida', true, 'Fla. Stat. 501.616(6), 501.059 (area code presumes residence)', {
    textHours: week(8, 20),
    textsPer24h: 3,
  }),
  state('OK', 'Oklahoma', true, '15 O.S. 775C.4 (area code presumes residence); some vendors say 21:00', {
    textHours: week(8, 20),
    textsPer24h: 3,
  }),
  state('MD', 'Maryland', true, 'Com. Law 14-4502, from 2024-01-01', {
    textHours: week(8, 20),
    textsPer24h: 3,
  }),
  state('WA', 'Washington', true, 'RCW 80.36.390, 19.190.060', { textHours: week(8, 20) }),
  state('TX', 'Texas', true, 'Bus. & Com. Code 301.051, 302 (SB 140, from 2025-09-01)', {
    textHours: week(9, 21, { sun: [at(12), at(21)] }),
  }),
  state('CT', 'Connecticut', true, 'CGS 42-288a (SB 1058)', { textHours: week(9, 20) }),
  state('AL', 'Alabama', false, VENDORS, NO_SUNDAYS),
  state('LA', 'Louisiana', false, VENDORS, NO_SUNDAYS),
  state('MS', 'Mississippi', false, VENDORS, NO_SUNDAYS),
  state('KY', 'Kentucky', false, VENDORS, { textHours: week(10, 21) }),
  state('NV', 'Nevada', false, VENDORS, { textHours: week(9, 20) }),
  state('MA', 'Massachusetts', false, VENDORS, { textHours: week(8, 20) }),
  state('NJ', 'New Jersey', false, VENDORS, { textHours: week(8, 20) }),
  state('MI', 'Michigan', false, VENDORS, { textHours: week(9, 21) }),
  state('MN', 'Minnesota', false, VENDORS, { textHours: week(9, 21) }),
  state('NM', 'New Mexico', false, VENDORS, { textHours: week(9, 21) }),
  state('IL', 'Illinois', false, VENDORS, { textHours: week(9, 21) }),
  state('CA', 'California', false, VENDORS, { textHours: week(9, 21) }),
  state('RI', 'Rhode Island', false, VENDORS, {
    textHours: week(9, 18, { sat: [at(10), at(17)], sun: [at(10), at(17)] }),
  }),
  state('WY', 'Wyoming', false, VENDORS, { textHours: week(8, 20) }),
  state('UT', 'Utah', false, VENDORS, {
    textHours: week(8, 21, { sun: NO_DAY }),
    closedOnFederalHolidays: true,
  }),
  state('PA', 'Pennsylvania', false, 'SB 992 (covers texts); whether it is in force was not verified', {
    textHours: week(9, 19, { sun: NO_DAY }),
  }),
];

/** Where no rule for hours of texts is known: the hours of the US federal rule, as a courtesy. */
const COURTESY: Omit<Jurisdiction, 'code' | 'source'> = {
  name: '',
  textHours: week(8, 21),
  closedOnFederalHolidays: false,
  textsPer24h: null,
  marketingTextBases: CONSENT_OR_SOFT,
  marketingEmail: 'needs-grant',
  unansweredTexts: null,
  verified: false,
};

const COUNTRIES: readonly Jurisdiction[] = [
  US,
  {
    ...COURTESY,
    code: 'CA',
    source: 'CASL (S.C. 2010, c. 23): express or implied consent; implied expires',
    verified: true,
  },
  { ...COURTESY, code: 'GB', source: 'PECR reg. 22-24: consent or soft opt-in', verified: true },
  { ...COURTESY, code: 'AU', source: 'Spam Act 2003: express or inferred consent', verified: true },
  {
    ...COURTESY,
    code: 'PH',
    name: 'Philippines',
    textHours: week(7, 21),
    marketingTextBases: ['written'],
    unansweredTexts: 2,
    source:
      'NTC MC 03-03-2005 and amendments: prior opt-in, nothing pushed 21:00 to 07:00, no reply counts as opt-out',
    verified: true,
  },
];

const OTHER: Jurisdiction = {
  ...COURTESY,
  code: 'other',
  source: 'Consent of any kind for texts, a grant for email: the stricter half of the rules above.',
};

export const JURISDICTIONS: readonly Jurisdiction[] = [...COUNTRIES, US_STRICT, ...STATES, OTHER];

const BY_CODE = new Map(JURISDICTIONS.map((jurisdiction) => [jurisdiction.code, jurisdiction]));

/**
 * Every jurisdiction whose rules may apply to a lead: those of the country and of each possible state. The United States
 * without a state is the strict preset; a place without a country is taken for that too.
 */
export function jurisdictionsOf(place: {
  country: string | null;
  regions: readonly string[];
}): readonly Jurisdiction[] {
  const codes = new Set<string>();
  for (const region of place.regions) {
    codes.add(BY_CODE.has(region) ? region : (region.split('-')[0] ?? ''));
  }
  const country = place.country;
  const hasState = place.regions.some((region) => region.startsWith('US-'));
  if (country === null || country === 'US') {
    if (!hasState) codes.add('US-strict');
  } else if (!place.regions.some((region) => region.startsWith(`${country}-`))) codes.add(country);
  return [...codes].map((code) => BY_CODE.get(code) ?? OTHER);
}
