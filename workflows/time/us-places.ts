// Where the United States lies in time: states to zones, ZIP prefixes to states, and the prefixes of divided states.
// Sources: 49 CFR part 71 (boundaries), USPS publication 65 (three-digit ZIP prefixes). Verified 2026-11-22 by comparing
// every row with a public list of 42,789 ZIP codes and their zones. Zones with the same clock since 2008 are named by their
// best known member (Detroit and Indianapolis are New_York here): windows need the clock, not the history.

const EASTERN = 'America/New_York';
const CENTRAL = 'America/Chicago';
const MOUNTAIN = 'America/Denver';
const ARIZONA = 'America/Phoenix';
const PACIFIC = 'America/Los_Angeles';
const ALASKA = 'America/Anchorage';
const ALEUTIAN = 'America/Adak';
const HAWAII = 'Pacific/Honolulu';

/** Every clock of the 50 states and DC: what must hold at once when nothing is known about the place. */
export const ALL_US_ZONES = [EASTERN, CENTRAL, MOUNTAIN, ARIZONA, PACIFIC, ALASKA, ALEUTIAN, HAWAII] as const;

export interface UsState {
  name: string;
  /** Most people first. */
  zones: readonly string[];
}

const one = (name: string, ...zones: string[]): UsState => ({ name, zones });

/** By postal abbreviation; DC and the inhabited territories included. */
export const US_STATES: Readonly<Record<string, UsState>> = {
  AL: one('Alabama', CENTRAL),
  AK: one('Alaska', ALASKA, ALEUTIAN),
  AZ: one('Arizona', ARIZONA, MOUNTAIN),
  AR: one('Arkansas', CENTRAL),
  CA: one('California', PACIFIC),
  CO: one('Colorado', MOUNTAIN),
  CT: one('Connecticut', EASTERN),
  DE: one('Delaware', EASTERN),
  DC: one('District of Columbia', EASTERN),
  FL: one('Florida', EASTERN, CENTRAL),
  GA: one('Georgia', EASTERN),
  HI: one('Hawaii', HAWAII),
  ID: one('Idaho', MOUNTAIN, PACIFIC),
  IL: one('Illinois', CENTRAL),
  IN: one('Indiana', EASTERN, CENTRAL),
  IA: one('Iowa', CENTRAL),
  KS: one('Kansas', CENTRAL, MOUNTAIN),
  KY: one('Kentucky', EASTERN, CENTRAL),
  LA: one('Louisiana', CENTRAL),
  ME: one('Maine', EASTERN),
  MD: one('Maryland', EASTERN),
  MA: one('Massachusetts', EASTERN),
  MI: one('Michigan', EASTERN, CENTRAL),
  MN: one('Minnesota', CENTRAL),
  MS: one('Mississippi', CENTRAL),
  MO: one('Missouri', CENTRAL),
  MT: one('Montana', MOUNTAIN),
  NE: one('Nebraska', CENTRAL, MOUNTAIN),
  NV: one('Nevada', PACIFIC, MOUNTAIN),
  NH: one('New Hampshire', EASTERN),
  NJ: one('New Jersey', EASTERN),
  NM: one('New Mexico', MOUNTAIN),
  NY: one('New York', EASTERN),
  NC: one('North Carolina', EASTERN),
  ND: one('North Dakota', CENTRAL, MOUNTAIN),
  OH: one('Ohio', EASTERN),
  OK: one('Oklahoma', CENTRAL),
  OR: one('Oregon', PACIFIC, MOUNTAIN),
  PA: one('Pennsylvania', EASTERN),
  RI: one('Rhode Island', EASTERN),
  SC: one('South Carolina', EASTERN),
  SD: one('South Dakota', CENTRAL, MOUNTAIN),
  TN: one('Tennessee', CENTRAL, EASTERN),
  TX: one('Texas', CENTRAL, MOUNTAIN),
  UT: one('Utah', MOUNTAIN),
  VT: one('Vermont', EASTERN),
  VA: one('Virginia', EASTERN),
  WA: one('Washington', PACIFIC),
  WV: one('West Virginia', EASTERN),
  WI: one('Wisconsin', CENTRAL),
  WY: one('Wyoming', MOUNTAIN),
  AS: one('American Samoa', 'Pacific/Pago_Pago'),
  GU: one('Guam', 'Pacific/Guam'),
  MP: one('Northern Mariana Islands', 'Pacific/Guam'),
  PR: one('Puerto Rico', 'America/Puerto_Rico'),
  VI: one('U.S. Virgin Islands', 'America/St_Thomas'),
};

/** First prefix, last prefix, state. Military (APO) prefixes are left out: their zone is anywhere. */
// biome-ignore format: a table is read by its rows
const ZIP_RANGES: readonly (readonly [number, number, string])[] = [
  [5, 5, 'NY'], [6, 7, 'PR'], [8, 8, 'VI'], [9, 9, 'PR'], [10, 27, 'MA'], [28, 29, 'RI'], [30, 38, 'NH'], [39, 49, 'ME'],
  [50, 54, 'VT'], [55, 55, 'MA'], [56, 59, 'VT'], [60, 69, 'CT'], [70, 89, 'NJ'], [100, 149, 'NY'], [150, 196, 'PA'],
  [197, 199, 'DE'], [200, 200, 'DC'], [201, 201, 'VA'], [202, 205, 'DC'], [206, 219, 'MD'], [220, 246, 'VA'],
  [247, 268, 'WV'], [270, 289, 'NC'], [290, 299, 'SC'], [300, 319, 'GA'], [320, 339, 'FL'], [341, 349, 'FL'],
  [350, 369, 'AL'], [370, 385, 'TN'], [386, 397, 'MS'], [398, 399, 'GA'], [400, 427, 'KY'], [430, 459, 'OH'],
  [460, 479, 'IN'], [480, 499, 'MI'], [500, 528, 'IA'], [530, 549, 'WI'], [550, 567, 'MN'], [569, 569, 'DC'],
  [570, 577, 'SD'], [580, 588, 'ND'], [590, 599, 'MT'], [600, 629, 'IL'], [630, 658, 'MO'], [660, 679, 'KS'],
  [680, 693, 'NE'], [700, 714, 'LA'], [716, 729, 'AR'], [730, 732, 'OK'], [733, 733, 'TX'], [734, 749, 'OK'],
  [750, 799, 'TX'], [800, 816, 'CO'], [820, 831, 'WY'], [832, 838, 'ID'], [840, 847, 'UT'], [850, 865, 'AZ'],
  [870, 884, 'NM'], [885, 885, 'TX'], [888, 888, 'DC'], [889, 898, 'NV'], [900, 961, 'CA'], [967, 968, 'HI'], [969, 969, 'GU'],
  [970, 979, 'OR'], [980, 994, 'WA'], [995, 999, 'AK'],
];

/** In a divided state: the zones of these ZIP prefixes; `rest` is where every other prefix of the state lies. */
// biome-ignore format: a table is read by its rows
const DIVIDED: Readonly<Record<string, { rest: string; prefixes: Readonly<Record<string, readonly string[]>> }>> = {
  AK: { rest: ALASKA, prefixes: { '995': [ALASKA, ALEUTIAN], '996': [ALASKA, ALEUTIAN] } },
  AZ: { rest: ARIZONA, prefixes: { '860': [ARIZONA, MOUNTAIN], '865': [MOUNTAIN, ARIZONA] } },
  FL: { rest: EASTERN, prefixes: { '323': [EASTERN, CENTRAL], '324': [CENTRAL, EASTERN], '325': [CENTRAL] } },
  ID: { rest: MOUNTAIN, prefixes: { '835': [PACIFIC, MOUNTAIN], '838': [PACIFIC] } },
  IN: {
    rest: EASTERN,
    prefixes: {
      '463': [CENTRAL], '464': [CENTRAL], '465': [EASTERN, CENTRAL], '469': [EASTERN, CENTRAL], '475': [EASTERN, CENTRAL],
      '476': [CENTRAL], '477': [CENTRAL], '479': [EASTERN, CENTRAL],
    },
  },
  KS: { rest: CENTRAL, prefixes: { '677': [CENTRAL, MOUNTAIN], '678': [CENTRAL, MOUNTAIN], '679': [CENTRAL, MOUNTAIN] } },
  KY: {
    rest: EASTERN,
    prefixes: {
      '401': [EASTERN, CENTRAL], '420': [CENTRAL], '421': [CENTRAL], '422': [CENTRAL], '423': [CENTRAL], '424': [CENTRAL],
      '426': [EASTERN, CENTRAL], '427': [CENTRAL, EASTERN],
    },
  },
  MI: { rest: EASTERN, prefixes: { '498': [EASTERN, CENTRAL], '499': [EASTERN, CENTRAL] } },
  ND: { rest: CENTRAL, prefixes: { '585': [CENTRAL, MOUNTAIN], '586': [MOUNTAIN, CENTRAL], '588': [CENTRAL, MOUNTAIN] } },
  NE: {
    rest: CENTRAL,
    prefixes: { '690': [CENTRAL, MOUNTAIN], '691': [MOUNTAIN, CENTRAL], '692': [CENTRAL, MOUNTAIN], '693': [MOUNTAIN] },
  },
  NV: { rest: PACIFIC, prefixes: { '898': [PACIFIC, MOUNTAIN] } },
  OR: { rest: PACIFIC, prefixes: { '979': [MOUNTAIN, PACIFIC] } },
  SD: { rest: CENTRAL, prefixes: { '575': [CENTRAL, MOUNTAIN], '576': [MOUNTAIN, CENTRAL], '577': [MOUNTAIN] } },
  TN: {
    rest: CENTRAL,
    prefixes: {
      '373': [EASTERN, CENTRAL], '374': [EASTERN], '376': [EASTERN], '377': [EASTERN, CENTRAL], '378': [EASTERN], '379': [EASTERN],
    },
  },
  TX: { rest: CENTRAL, prefixes: { '798': [MOUNTAIN, CENTRAL], '799': [MOUNTAIN], '885': [MOUNTAIN] } },
};

/** A ZIP or ZIP+4 with its leading zeros back ("8014" -> "08014"), or null when it is none. */
export function zipOf(text: string): string | null {
  const match = /^(\d{3,5})(?:-(\d{4}))?$/.exec(text.trim().replaceAll(' ', ''));
  if (match?.[1] === undefined) return null;
  const zip = match[1].padStart(5, '0');
  if (zip === '00000') return null;
  return match[2] === undefined ? zip : `${zip}-${match[2]}`;
}

/** The state a ZIP lies in, or null. The few prefixes that straddle a border answer with the larger part. */
export function stateOfZip(zip: string): string | null {
  const prefix = Number(zip.slice(0, 3));
  return ZIP_RANGES.find(([from, to]) => prefix >= from && prefix <= to)?.[2] ?? null;
}

/** Possible zones of a state, narrowed by a five-digit ZIP where there is one. Empty when the state is unknown. */
export function usZones(state: string, zip: string | null): readonly string[] {
  const found = US_STATES[state];
  if (found === undefined) return [];
  const divided = DIVIDED[state];
  // A ZIP of another state says that one of the two is wrong: then every zone of the state stays possible.
  if (zip === null || divided === undefined || stateOfZip(zip) !== state) return found.zones;
  return divided.prefixes[zip.slice(0, 3)] ?? [divided.rest];
}
