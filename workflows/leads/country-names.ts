import { PHONE_COUNTRIES } from '#workflows/leads/phone.ts';

/** What people write for countries beside their English names and ISO codes. */
// biome-ignore format: a table is read by its rows
const ALSO: Readonly<Record<string, string>> = {
  usa: 'US', 'u.s.a.': 'US', 'u.s.': 'US', us: 'US', america: 'US', 'united states of america': 'US', estados: 'US', 'estados unidos': 'US',
  uk: 'GB', 'u.k.': 'GB', 'great britain': 'GB', britain: 'GB', england: 'GB', scotland: 'GB', wales: 'GB', 'northern ireland': 'GB',
  can: 'CA', aus: 'AU', oz: 'AU', gbr: 'GB', phl: 'PH', 'the philippines': 'PH', pilipinas: 'PH', deutschland: 'DE', deu: 'DE', ger: 'DE',
  espana: 'ES', esp: 'ES', fra: 'FR', ita: 'IT', italia: 'IT', nld: 'NL', holland: 'NL', 'the netherlands': 'NL', nederland: 'NL', bel: 'BE',
  osterreich: 'AT', aut: 'AT', schweiz: 'CH', suisse: 'CH', che: 'CH', swe: 'SE', sverige: 'SE', nor: 'NO', norge: 'NO', dnk: 'DK', danmark: 'DK',
  fin: 'FI', suomi: 'FI', irl: 'IE', eire: 'IE', prt: 'PT', pol: 'PL', polska: 'PL', mex: 'MX', bra: 'BR', brasil: 'BR', ind: 'IN', nzl: 'NZ',
  sgp: 'SG', zaf: 'ZA', uae: 'AE', 'south korea': 'KR', korea: 'KR', 'czech republic': 'CZ', turkey: 'TR', russia: 'RU', vietnam: 'VN',
};

let byName: ReadonlyMap<string, string> | null = null;

function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .trim()
    .toLowerCase();
}

function names(): ReadonlyMap<string, string> {
  if (byName === null) {
    const english = new Intl.DisplayNames(['en'], { type: 'region' });
    byName = new Map([
      ...PHONE_COUNTRIES.map((code): [string, string] => [plain(english.of(code) ?? code), code]),
      ...PHONE_COUNTRIES.map((code): [string, string] => [code.toLowerCase(), code]),
      ...Object.entries(ALSO),
    ]);
  }
  return byName;
}

/** ISO 3166-1 alpha-2 of a country by code or by name as people write it; null when unknown. */
export function countryOf(text: string): string | null {
  return names().get(plain(text)) ?? null;
}
