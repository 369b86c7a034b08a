import { headOfUpload, type Upload } from '#app/(work)/leads/import/uploads.ts';
import { countryWords, leadName, phoneWords } from '#app/(work)/leads/lead-words.ts';
import type { ColumnView, FilePreviewView, PreviewRow } from '#components/lead/import-view.ts';
import { COLUMN_TARGETS, type Column } from '#workflows/leads/columns.ts';
import type { LeadDraft, LeadRow } from '#workflows/leads/lead-draft.ts';
import { leadRows, type Reading } from '#workflows/leads/lead-file.ts';
import { zoneWords } from '#workflows/time/zones.ts';

const SHOWN_ROWS = 5;

/** How the beginning of a file comes out, read this way. */
export async function previewOf(upload: Upload, reading: Reading): Promise<FilePreviewView> {
  const rows: LeadRow[] = [];
  for await (const row of leadRows([await headOfUpload(upload)], reading)) {
    rows.push(row);
    if (rows.length === SHOWN_ROWS) break;
  }
  return {
    uploadId: upload.id,
    fileName: upload.fileName,
    reading,
    columns: reading.columns.map(columnView),
    targets: COLUMN_TARGETS.map(({ id, label }) => ({ value: id, label })),
    country: {
      words: countryWords(reading.country.country),
      how:
        reading.country.how === 'file' ? 'from the numbers and addresses in the file' : 'the workspace’s own',
    },
    rows: rows.map(rowView),
    hasPhones: reading.columns.some(({ target }) => PHONES.has(target)),
  };
}

const PHONES = new Set<Column['target']>(['phone', 'cellPhone', 'homePhone', 'workPhone']);

const HOW: Record<Column['how'], string> = {
  heading: 'by its heading',
  content: 'by what stands in it',
  unmatched: 'kept as a field of its own',
  chosen: 'you chose it',
};

function columnView(column: Column): ColumnView {
  return {
    header: column.header,
    target: column.target,
    how: column.target === 'ignore' && column.how === 'content' ? 'empty' : HOW[column.how],
    custom: column.custom === null ? null : { label: column.custom.label, type: column.custom.type },
    samples: [...column.samples],
  };
}

const COUNTRY_HOW: Record<LeadDraft['countryHow'], string> = {
  given: 'from the file',
  address: 'from the address',
  phone: 'from the phone number',
  file: 'as most of the file',
  workspace: 'the workspace’s own',
};

function rowView(row: LeadRow): PreviewRow {
  if ('reason' in row) return { rowNumber: row.rowNumber, problem: row.reason };
  const { draft } = row;
  const phones = [
    ['cell', draft.cellPhone],
    ['home', draft.homePhone],
    ['work', draft.workPhone],
  ] as const;
  return {
    rowNumber: row.rowNumber,
    problem: null,
    name: leadName(draft),
    company: draft.company,
    email: draft.email ?? '',
    phones: phones.flatMap(([kind, number]) =>
      number ? [`${phoneWords(number, draft.country)} ${kind}`] : [],
    ),
    country: countryWords(draft.country),
    countryHow: COUNTRY_HOW[draft.countryHow],
    zone: zoneWords(draft.place.likely),
    zoneHow: draft.place.sentence,
    remarks: draft.remarks,
  };
}
