import { type Column, guessColumns, isHeading, MOST_COLUMNS } from '#workflows/leads/columns.ts';
import { csvRows, csvRowsOf, type Delimiter, delimiterOf } from '#workflows/leads/csv-rows.ts';
import { countryOfSample } from '#workflows/leads/lead-country.ts';
import type { LeadRow } from '#workflows/leads/lead-draft.ts';
import { cluesOf, leadOfRow, OTHER_PHONES } from '#workflows/leads/row-lead.ts';

/** How a file is read: guessed from its beginning, mended by a person, kept with the import. Plain data. */
export interface Reading {
  delimiter: Delimiter;
  hasHeading: boolean;
  columns: Column[];
  /** For rows that say nothing of their country. */
  country: { country: string; how: 'file' | 'workspace' };
}

export type FilePreview =
  | {
      ok: true;
      reading: Reading;
      /** The first rows as leads or problems, by this reading. */
      rows: LeadRow[];
    }
  | { ok: false; reason: string };

/** Rows that the guess looks at. */
const SAMPLE_ROWS = 100;
const PREVIEW_ROWS = 10;
/** As much of a file as the guess needs, in characters. */
export const HEAD_LENGTH = 64_000;

/**
 * Reads the beginning of a file (decoded; see `text-encoding.ts`): its delimiter, whether it has headings, what each column
 * is and where most leads are.
 */
export function previewLeadFile(head: string, workspaceCountry: string): FilePreview {
  const text = head.slice(0, HEAD_LENGTH);
  const delimiter = delimiterOf(text);
  const rows = csvRowsOf(text, delimiter).flatMap((row) => ('cells' in row ? [row.cells] : []));
  // The last row may be cut off by the length.
  if (head.length > HEAD_LENGTH && rows.length > 2) rows.pop();
  const first = rows[0];
  if (first === undefined)
    return { ok: false, reason: 'The file is empty. Nothing was imported; choose another file.' };
  const hasHeading = isHeading(first);
  const sample = rows.slice(hasHeading ? 1 : 0, SAMPLE_ROWS + 1);
  if (hasHeading && sample.length === 0)
    return { ok: false, reason: 'The file has headings and no rows. Nothing was imported.' };
  const width = hasHeading ? first.length : Math.max(...sample.map((row) => row.length));
  if (width > MOST_COLUMNS) {
    const reason = `The file has ${width.toLocaleString('en')} columns, and at most ${MOST_COLUMNS.toLocaleString('en')} can be read. Nothing was imported; leave out what plays do not need.`;
    return { ok: false, reason };
  }
  const headers = Array.from({ length: width }, (_, i) => (hasHeading ? (first[i] ?? '') : ''));
  // Twice, because phones tell the country and the country tells what is a phone.
  const draft = guessColumns(headers, sample, workspaceCountry);
  const inFile = countryOfSample(
    sample.map((row) => cluesOf(row, draft)),
    workspaceCountry,
  );
  const country =
    inFile === null
      ? ({ country: workspaceCountry, how: 'workspace' } as const)
      : ({ country: inFile, how: 'file' } as const);
  const columns =
    country.country === workspaceCountry ? draft : guessColumns(headers, sample, country.country);
  const reading: Reading = { delimiter, hasHeading, columns, country };
  const reach = columns.some(({ target }) =>
    ['email', 'phone', 'cellPhone', 'homePhone', 'workPhone'].includes(target),
  );
  if (!reach) {
    const reason = `No column holds email addresses or phone numbers (found: ${headers.slice(0, 8).join(', ')}). Nothing was imported; is this a list of leads?`;
    return { ok: false, reason };
  }
  const leads = csvRowsOf(text, delimiter).slice(hasHeading ? 1 : 0, PREVIEW_ROWS + (hasHeading ? 1 : 0));
  return { ok: true, reading, rows: leads.map((row) => leadRow(row, reading, [])) };
}

/**
 * Every row of a file as a lead, or why it is none, as the text arrives: a hundred thousand rows are never in memory at
 * once. Rows are numbered as in a spreadsheet. `tags` are given to every lead.
 */
export async function* leadRows(
  chunks: AsyncIterable<string> | Iterable<string>,
  reading: Reading,
  tags: readonly string[] = [],
): AsyncGenerator<LeadRow> {
  let headingIsPast = !reading.hasHeading;
  for await (const row of csvRows(chunks, reading.delimiter)) {
    if (!headingIsPast && 'cells' in row) {
      headingIsPast = true;
      continue;
    }
    yield leadRow(row, reading, tags);
  }
}

/** The fields of the workspace's own that a reading brings. */
export function fieldsOfReading(
  reading: Reading,
): { name: string; label: string; type: 'text' | 'number' | 'date' | 'boolean' }[] {
  return [
    ...reading.columns.flatMap((column) => (column.custom === null ? [] : [column.custom])),
    OTHER_PHONES,
  ];
}

function leadRow(
  row: { rowNumber: number; raw: string } & ({ cells: string[] } | { reason: string }),
  reading: Reading,
  tags: readonly string[],
): LeadRow {
  const { rowNumber, raw } = row;
  if ('reason' in row) return { rowNumber, raw, reason: row.reason };
  const lead = leadOfRow(row.cells, { columns: reading.columns, country: reading.country, tags });
  return lead.ok ? { rowNumber, draft: lead.draft } : { rowNumber, raw, reason: lead.reason };
}
