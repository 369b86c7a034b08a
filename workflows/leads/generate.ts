import type { Delimiter } from '#workflows/leads/csv-rows.ts';
import { stateOfZip } from '#workflows/time/us-places.ts';

/**
 * Files of leads for trials, tests and loads, in the shape that list vendors deliver. Every name is invented, every number
 * is 555-01xx (kept free for fiction) and every address ends in example.com. The same seed gives the same file.
 */
export interface Generated {
  rows: number;
  seed: number;
  delimiter?: Delimiter;
  lineEnd?: '\r\n' | '\n' | '\r';
  /** The byte order mark at the beginning of the text. */
  mark?: boolean;
  /** Of these rows, so many in a thousand cannot become a lead. */
  badPerThousand?: number;
}

/** Ways in which a generated row is bad, with what the import says of it. */
export const BAD_ROWS = ['no way to reach', 'too many values', 'quote that never closes'] as const;

const HEADINGS = [
  'first_name',
  'last_name',
  'company_name',
  'address',
  'city',
  'county',
  'state',
  'zip',
  'phone1',
  'phone2',
  'email',
  'web',
  'docks',
];

const FIRST =
  'Ada Beno Cilla Darro Edwige Fenn Gita Hollis Inke Jorun Kasim Lorna Mirek Nilo Odalys Perrin Quila Rosalba Stellan Tamsin Ulric Vesna Wim Xenia Yorick Zora'.split(
    ' ',
  );
const LAST =
  'Abernach Bellisar Corwynd Dastrem Elverhoy Fairbrae Grendal Hollowmere Istvanko Jessamine Kestelman Lindqvar Marchetto Norrbeck Ostrava Pellegrand Quarterfield Rosenhjelm Starkwether Tolliverson Umbergast Vanterpol Westerhaus Yarborne Zellweyer'.split(
    ' ',
  );
const COMPANY =
  'Harbor Lantern Meridian Copperfield Northgate Bluestem Ironwood Saltmarsh Kingfisher Redoubt Silverbirch Tidewater'.split(
    ' ',
  );
const TRADE = [
  'Freightways',
  'Printing, Inc',
  'Dental Group',
  '"A1" Supply',
  'Legal & Partners',
  'Cold Storage',
  'Roofing Co',
  'Instruments',
];
const STREETS = [
  'Blue Gum St',
  'W Cerritos Ave #54',
  'Main St',
  'Center Rd, Suite 3',
  'E Lincoln Way',
  'Harbor View Dr',
];
/** City, county, ZIP, area code. Zones and rules differ: all six clocks, Texas, Florida, the panhandle, New Jersey's zeros. */
const PLACES: readonly (readonly [string, string, string, string])[] = [
  ['New Orleans', 'Orleans', '70116', '504'],
  ['Brighton', 'Livingston', '48116', '810'],
  ['Bridgeport', 'Gloucester', '08014', '856'],
  ['Anchorage', 'Anchorage', '99501', '907'],
  ['Austin', 'Travis', '78701', '512'],
  ['El Paso', 'El Paso', '79901', '915'],
  ['Miami', 'Miami-Dade', '33130', '305'],
  ['Pensacola', 'Escambia', '32501', '850'],
  ['Phoenix', 'Maricopa', '85012', '602'],
  ['Honolulu', 'Honolulu', '96814', '808'],
  ['Seattle', 'King', '98101', '206'],
  ['Boston', 'Suffolk', '02108', '617'],
  ['Chicago', 'Cook', '60601', '312'],
  ['Denver', 'Denver', '80202', '303'],
];

/** A stream of numbers in [0, 1) from a seed (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The file, a row at a time, headings first. Join the pieces, or feed them to `leadRows` as they come. */
export function* generateLeadFile(request: Generated): Generator<string> {
  const { rows, seed, delimiter = ',', lineEnd = '\r\n', mark = false, badPerThousand = 0 } = request;
  const next = numbersFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T;
  const line = (cells: readonly string[]) =>
    `${cells.map((cell) => quoted(cell, delimiter)).join(delimiter)}${lineEnd}`;
  yield `${mark ? '\ufeff' : ''}${line(HEADINGS)}`;
  for (let row = 1; row <= rows; row += 1) {
    const first = pick(FIRST);
    const last = pick(LAST);
    const company = `${pick(COMPANY)} ${pick(TRADE)}`;
    const [city, county, zip, area] = pick(PLACES);
    const phone = () => `${area}-555-01${String(Math.floor(next() * 100)).padStart(2, '0')}`;
    const cells = [
      first,
      last,
      company,
      `${1 + Math.floor(next() * 9000)} ${pick(STREETS)}`,
      city,
      county,
      stateOfZip(zip) ?? '',
      // As spreadsheets leave them: without leading zeros.
      String(Number(zip)),
      phone(),
      phone(),
      `${first}.${last}.${row}@example.com`.toLowerCase(),
      `http://www.${company.toLowerCase().replace(/[^a-z0-9]/g, '')}.example.com`,
      String(1 + Math.floor(next() * 40)),
    ];
    const isBad = next() * 1000 < badPerThousand;
    yield isBad
      ? badLine(cells, BAD_ROWS[row % BAD_ROWS.length] ?? BAD_ROWS[0], line, delimiter, lineEnd)
      : line(cells);
  }
}

function badLine(
  cells: readonly string[],
  how: (typeof BAD_ROWS)[number],
  line: (cells: readonly string[]) => string,
  delimiter: string,
  lineEnd: string,
): string {
  if (how === 'no way to reach') return line(cells.map((cell, i) => (i >= 8 && i <= 10 ? '' : cell)));
  if (how === 'too many values') return line([...cells, 'one', 'more']);
  return `"${cells.join(delimiter).replaceAll('"', '')}${lineEnd}`;
}

function quoted(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Text as bytes of UTF-16 with its mark, as some spreadsheets save it. */
export function utf16Bytes(text: string, order: 'le' | 'be'): Uint8Array {
  const bytes = new Uint8Array(text.length * 2 + 2);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0xfeff, order === 'le');
  for (let i = 0; i < text.length; i += 1) view.setUint16(2 + i * 2, text.charCodeAt(i), order === 'le');
  return bytes;
}
