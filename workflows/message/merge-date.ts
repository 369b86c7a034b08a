import { DateTime } from 'luxon';

/** Parts of a date format, as in Liquid and strftime, and how luxon says them. */
const PARTS: Readonly<Record<string, string>> = {
  '%Y': 'yyyy',
  '%y': 'yy',
  '%m': 'MM',
  '%d': 'dd',
  '%-d': 'd',
  '%e': 'd',
  '%B': 'MMMM',
  '%b': 'MMM',
  '%A': 'cccc',
  '%a': 'ccc',
  '%H': 'HH',
  '%-H': 'H',
  '%I': 'hh',
  '%-I': 'h',
  '%l': 'h',
  '%M': 'mm',
  '%p': 'a',
  '%P': 'a',
};

/** Parts in `format` that are not understood: ["%Q"]. */
export function unknownDateParts(format: string): string[] {
  return (format.match(/%-?[A-Za-z]/g) ?? []).filter((part) => PARTS[part] === undefined);
}

/** An instant as a field value that carries the zone it is to be told in: "2026-12-01T10:00:00.000-08:00[America/Los_Angeles]". */
export function instantValue(atMs: number, zone: string): string {
  return `${DateTime.fromMillis(atMs, { zone }).toISO() ?? ''}[${zone}]`;
}

/**
 * `value` ("2026-12-15", or an instant made by `instantValue`) by a strftime `format`; null when it is neither. English
 * names, and 12-hour marks "am" and "pm", whatever the machine's locale.
 */
export function formatDateValue(value: string, format: string): string | null {
  const instant = /^(.+T.+)\[([A-Za-z_/+-]+)\]$/.exec(value);
  const date =
    instant === null
      ? DateTime.fromISO(value, { zone: 'utc' })
      : DateTime.fromISO(instant[1] ?? '', { zone: instant[2] ?? 'utc' });
  if (!date.isValid) return null;
  const english = date.setLocale('en-US');
  return format.replace(/%%|%-?[A-Za-z]/g, (part) => {
    if (part === '%%') return '%';
    const token = PARTS[part];
    if (token === undefined) return part;
    const text = english.toFormat(token);
    return token === 'a' ? text.toLowerCase() : text;
  });
}
