import { ALL_US_ZONES } from '#workflows/time/us-places.ts';

// Countries, provinces and states outside the United States, and their zones.
// Source: IANA time zone database (zone1970.tab and the notes of its region files), read for 2026b. Verified 2026-11-22:
// every name is known to the runtime (test), provinces compared with the official boundaries named beside them.

export interface Region {
  name: string;
  /** Most people first. */
  zones: readonly string[];
}

const VANCOUVER = 'America/Vancouver';
const EDMONTON = 'America/Edmonton';

export const CA_PROVINCES: Readonly<Record<string, Region>> = {
  AB: { name: 'Alberta', zones: [EDMONTON] },
  // Kootenays: Edmonton. Peace River: no daylight saving time.
  BC: { name: 'British Columbia', zones: [VANCOUVER, EDMONTON, 'America/Dawson_Creek'] },
  MB: { name: 'Manitoba', zones: ['America/Winnipeg'] },
  NB: { name: 'New Brunswick', zones: ['America/Halifax'] },
  // Most of Labrador: Goose Bay.
  NL: { name: 'Newfoundland and Labrador', zones: ['America/St_Johns', 'America/Goose_Bay'] },
  NS: { name: 'Nova Scotia', zones: ['America/Halifax'] },
  NT: { name: 'Northwest Territories', zones: [EDMONTON] },
  NU: { name: 'Nunavut', zones: ['America/Toronto', 'America/Winnipeg', EDMONTON, 'America/Atikokan'] },
  // West of 90 degrees: Winnipeg. Atikokan keeps Eastern Standard Time all year.
  ON: { name: 'Ontario', zones: ['America/Toronto', 'America/Winnipeg', 'America/Atikokan'] },
  PE: { name: 'Prince Edward Island', zones: ['America/Halifax'] },
  // Magdalen Islands: Halifax. Blanc-Sablon: Atlantic Standard Time all year.
  QC: { name: 'Quebec', zones: ['America/Toronto', 'America/Halifax', 'America/Puerto_Rico'] },
  // Lloydminster keeps Alberta's time.
  SK: { name: 'Saskatchewan', zones: ['America/Regina', EDMONTON] },
  YT: { name: 'Yukon', zones: ['America/Whitehorse'] },
};

export const AU_STATES: Readonly<Record<string, Region>> = {
  ACT: { name: 'Australian Capital Territory', zones: ['Australia/Sydney'] },
  // Broken Hill keeps South Australia's time.
  NSW: { name: 'New South Wales', zones: ['Australia/Sydney', 'Australia/Adelaide'] },
  NT: { name: 'Northern Territory', zones: ['Australia/Darwin'] },
  QLD: { name: 'Queensland', zones: ['Australia/Brisbane'] },
  SA: { name: 'South Australia', zones: ['Australia/Adelaide'] },
  TAS: { name: 'Tasmania', zones: ['Australia/Hobart'] },
  VIC: { name: 'Victoria', zones: ['Australia/Melbourne'] },
  WA: { name: 'Western Australia', zones: ['Australia/Perth', 'Australia/Eucla'] },
};

/** First letter of a Canadian postal code. X is Nunavut (X0A to X0C) or the Northwest Territories. */
// biome-ignore format: a table is read by its rows
const CA_POSTAL: Readonly<Record<string, string>> = {
  A: 'NL', B: 'NS', C: 'PE', E: 'NB', G: 'QC', H: 'QC', J: 'QC', K: 'ON', L: 'ON', M: 'ON', N: 'ON', P: 'ON', R: 'MB',
  S: 'SK', T: 'AB', V: 'BC', Y: 'YT',
};

/** First digit of an Australian postcode, with the ACT's own ranges. */
function auStateOfPostcode(postcode: string): string | null {
  const code = Number(postcode);
  if ((code >= 2600 && code <= 2618) || (code >= 2900 && code <= 2920) || (code >= 200 && code <= 299))
    return 'ACT';
  if (code >= 800 && code <= 999) return 'NT';
  const states: Readonly<Record<string, string>> = {
    1: 'NSW',
    2: 'NSW',
    3: 'VIC',
    4: 'QLD',
    5: 'SA',
    6: 'WA',
    7: 'TAS',
    8: 'VIC',
    9: 'QLD',
  };
  return states[String(Math.floor(code / 1000))] ?? null;
}

/** The province or state a Canadian or Australian postal code lies in, or null. */
export function regionOfPostalCode(country: string, postalCode: string): string | null {
  const code = postalCode.toUpperCase().replaceAll(' ', '');
  if (country === 'CA') {
    if (!/^[A-Z]\d[A-Z](\d[A-Z]\d)?$/.test(code)) return null;
    if (/^X0[ABC]/.test(code)) return 'NU';
    return code.startsWith('X') ? 'NT' : (CA_POSTAL[code.charAt(0)] ?? null);
  }
  if (country === 'AU' && /^\d{3,4}$/.test(code)) return auStateOfPostcode(code.padStart(4, '0'));
  return null;
}

/** Zones of a country, most people first. Countries with one clock have one; the others list every inhabited one of weight. */
// biome-ignore format: a table is read by its rows
export const COUNTRY_ZONES: Readonly<Record<string, readonly string[]>> = {
  US: ALL_US_ZONES,
  CA: ['America/Toronto', VANCOUVER, EDMONTON, 'America/Winnipeg', 'America/Regina', 'America/Halifax', 'America/St_Johns', 'America/Whitehorse'],
  AU: ['Australia/Sydney', 'Australia/Brisbane', 'Australia/Adelaide', 'Australia/Darwin', 'Australia/Perth'],
  GB: ['Europe/London'],
  PH: ['Asia/Manila'],
  // Europe
  IE: ['Europe/Dublin'], FR: ['Europe/Paris'], DE: ['Europe/Berlin'], NL: ['Europe/Amsterdam'], BE: ['Europe/Brussels'],
  LU: ['Europe/Luxembourg'], CH: ['Europe/Zurich'], AT: ['Europe/Vienna'], IT: ['Europe/Rome'], MT: ['Europe/Malta'],
  ES: ['Europe/Madrid', 'Atlantic/Canary'], PT: ['Europe/Lisbon', 'Atlantic/Azores'], DK: ['Europe/Copenhagen'],
  SE: ['Europe/Stockholm'], NO: ['Europe/Oslo'], FI: ['Europe/Helsinki'], IS: ['Atlantic/Reykjavik'],
  PL: ['Europe/Warsaw'], CZ: ['Europe/Prague'], SK: ['Europe/Bratislava'], HU: ['Europe/Budapest'], SI: ['Europe/Ljubljana'],
  HR: ['Europe/Zagreb'], RO: ['Europe/Bucharest'], BG: ['Europe/Sofia'], GR: ['Europe/Athens'], CY: ['Asia/Nicosia'],
  EE: ['Europe/Tallinn'], LV: ['Europe/Riga'], LT: ['Europe/Vilnius'], TR: ['Europe/Istanbul'], UA: ['Europe/Kyiv'],
  GG: ['Europe/Guernsey'], JE: ['Europe/Jersey'], IM: ['Europe/Isle_of_Man'], GI: ['Europe/Gibraltar'],
  // Asia and the Pacific
  IN: ['Asia/Kolkata'], SG: ['Asia/Singapore'], MY: ['Asia/Kuala_Lumpur'], TH: ['Asia/Bangkok'], VN: ['Asia/Ho_Chi_Minh'],
  JP: ['Asia/Tokyo'], KR: ['Asia/Seoul'], CN: ['Asia/Shanghai'], HK: ['Asia/Hong_Kong'], TW: ['Asia/Taipei'],
  AE: ['Asia/Dubai'], SA: ['Asia/Riyadh'], QA: ['Asia/Qatar'], IL: ['Asia/Jerusalem'], PK: ['Asia/Karachi'], BD: ['Asia/Dhaka'],
  LK: ['Asia/Colombo'], ID: ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'], NZ: ['Pacific/Auckland', 'Pacific/Chatham'],
  // Africa
  ZA: ['Africa/Johannesburg'], NG: ['Africa/Lagos'], KE: ['Africa/Nairobi'], EG: ['Africa/Cairo'], MA: ['Africa/Casablanca'],
  GH: ['Africa/Accra'],
  // The Americas
  MX: ['America/Mexico_City', 'America/Tijuana', 'America/Hermosillo', 'America/Chihuahua', 'America/Cancun'],
  BR: ['America/Sao_Paulo', 'America/Manaus', 'America/Rio_Branco', 'America/Noronha'],
  AR: ['America/Argentina/Buenos_Aires'], CL: ['America/Santiago', 'America/Punta_Arenas', 'Pacific/Easter'],
  CO: ['America/Bogota'], PE: ['America/Lima'], EC: ['America/Guayaquil', 'Pacific/Galapagos'], UY: ['America/Montevideo'],
  CR: ['America/Costa_Rica'], PA: ['America/Panama'], GT: ['America/Guatemala'], DO: ['America/Santo_Domingo'],
  JM: ['America/Jamaica'], BS: ['America/Nassau'], BB: ['America/Barbados'], TT: ['America/Port_of_Spain'], BM: ['Atlantic/Bermuda'],
  KY: ['America/Cayman'], PR: ['America/Puerto_Rico'], VI: ['America/St_Thomas'], GU: ['Pacific/Guam'], MP: ['Pacific/Guam'],
  AS: ['Pacific/Pago_Pago'],
};
