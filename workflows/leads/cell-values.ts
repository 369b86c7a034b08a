import { z } from 'zod';
import { dayNumberOfText } from '#workflows/time/local-time.ts';
import { isZone } from '#workflows/time/zones.ts';

/** Values as they stand in cells, read into what a lead holds. Null means: not one of these. */

const emailSchema = z.email();

/** The first email address of a cell, in lower case: 'Dana <Dana@X.com>; d@y.com' -> 'dana@x.com'. */
export function readEmail(text: string): string | null {
  const inside = /<([^<>]+)>/.exec(text)?.[1] ?? text;
  const first =
    inside
      .trim()
      .replace(/^mailto:/i, '')
      .split(/[\s;,]+/)[0]
      ?.toLowerCase() ?? '';
  return emailSchema.safeParse(first).success ? first : null;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Countries that write the month first. */
const MONTH_FIRST = new Set(['US', 'PH']);

/** A calendar day as YYYY-MM-DD: ISO, "12/31/2026" in the order of the country, "31.12.2026", "31 Dec 2026", "Dec 31, 2026". */
export function readDay(text: string, country: string): string | null {
  const value = text.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(value);
  if (iso !== null) return day(iso[1], iso[2], iso[3]);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(value);
  if (dotted !== null) return day(dotted[3], dotted[2], dotted[1]);
  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?: .*)?$/.exec(value);
  if (slashed !== null) {
    const [, a, b, year] = slashed;
    const monthFirst = Number(b) > 12 || (Number(a) <= 12 && MONTH_FIRST.has(country));
    return monthFirst ? day(year, a, b) : day(year, b, a);
  }
  const worded =
    /^(?:(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3})[a-z]*|([a-z]{3})[a-z]* (\d{1,2})(?:st|nd|rd|th)?),? (\d{4})$/i.exec(
      value,
    );
  if (worded === null) return null;
  const month = MONTHS.indexOf((worded[2] ?? worded[3] ?? '').toLowerCase()) + 1;
  return month === 0 ? null : day(worded[5], String(month), worded[1] ?? worded[4]);
}

function day(year = '', month = '', date = ''): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return dayNumberOfText(text, 'UTC') === null ? null : text;
}

/** Common names of zones, as files of North America write them. */
const ZONE_NAMES: Readonly<Record<string, string>> = {
  eastern: 'America/New_York',
  est: 'America/New_York',
  edt: 'America/New_York',
  et: 'America/New_York',
  central: 'America/Chicago',
  cst: 'America/Chicago',
  cdt: 'America/Chicago',
  ct: 'America/Chicago',
  mountain: 'America/Denver',
  mst: 'America/Denver',
  mdt: 'America/Denver',
  mt: 'America/Denver',
  arizona: 'America/Phoenix',
  pacific: 'America/Los_Angeles',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  pt: 'America/Los_Angeles',
  alaska: 'America/Anchorage',
  hawaii: 'Pacific/Honolulu',
  hst: 'Pacific/Honolulu',
  gmt: 'Europe/London',
  bst: 'Europe/London',
};

/** An IANA zone, by its name or by what people call it ("Eastern Time"). */
export function readZone(text: string): string | null {
  const value = text.trim();
  if (isZone(value)) return value;
  const name = value
    .toLowerCase()
    .replace(/\(.*?\)/g, '')
    .replace(/\b(?:standard|daylight|time|zone|us|&|canada|and)\b/g, '')
    .replace(/[^a-z]/g, '');
  return ZONE_NAMES[name] ?? null;
}

/** A number as people write it: "1,200", "$45.50". */
export function readNumber(text: string): number | null {
  const value = text
    .trim()
    .replace(/^[$€£]\s?/, '')
    .replace(/,(?=\d{3}\b)/g, '')
    .replace(/%$/, '');
  return /^-?\d{1,15}(?:\.\d{1,6})?$/.test(value) ? Number(value) : null;
}

/** Yes or no, in the words of spreadsheets. */
export function readBoolean(text: string): boolean | null {
  const value = text.trim().toLowerCase();
  if (/^(?:yes|y|true|t|1|x|on)$/.test(value)) return true;
  return /^(?:no|n|false|f|0|off)$/.test(value) ? false : null;
}

const TITLES = /^(?:mr|mrs|ms|miss|mx|dr|prof|sir|rev|fr|hon)\.?\s+/i;

/** "Whitfield, Dana" and "Dr. Dana R. Whitfield" -> first and last name. One word is a first name. */
export function readName(text: string): { firstName: string; lastName: string } {
  const name = text.trim().replace(/\s+/g, ' ').replace(TITLES, '');
  const turned = /^([^,]+),\s*([^,]+)$/.exec(name);
  if (turned !== null && !/^(?:jr|sr|ii|iii|iv|md|phd|esq)\.?$/i.test(turned[2] ?? '')) {
    return { firstName: turned[2] ?? '', lastName: turned[1] ?? '' };
  }
  const [firstName = '', ...rest] = name.split(' ');
  return { firstName, lastName: rest.filter((part) => !/^[a-z]\.?$/i.test(part)).join(' ') };
}
