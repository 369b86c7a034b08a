import type { CustomValue, FieldType } from '#workflows/leads/field-values.ts';
import type { LeadDraft, LeadRow } from '#workflows/leads/lead-draft.ts';
import {
  fieldsOfReading,
  HEAD_LENGTH,
  leadRows,
  previewLeadFile,
  type Reading,
} from '#workflows/leads/lead-file.ts';
import { decodedText, type TextEncoding } from '#workflows/leads/text-encoding.ts';
import { type Caller, type Done, refusal } from './caller.ts';
import type { Db } from './client.ts';
import {
  type ImportCounts,
  type ImportReport,
  type ImportRequest,
  type ImportRow,
  importLeads,
} from './imports.ts';
import type { LeadEntry } from './lead-upsert.ts';

export type LeadFile = {
  fileName: string;
  /** As it comes from disk or the wire; never all in memory. */
  bytes: AsyncIterable<Uint8Array>;
  tag?: string | null;
  /** How a person wants it read; absent: as guessed from its beginning. */
  reading?: Reading;
  onProgress?: (soFar: ImportCounts) => void;
} & Pick<ImportRequest, 'consent' | 'onBegun'>;

/** Imports a file of leads in whatever encoding, delimiter and column order it comes. */
export async function importLeadFile(
  db: Db,
  caller: Caller,
  file: LeadFile,
): Promise<Done<{ report: ImportReport; reading: Reading }>> {
  const refused = refusal(caller, 'leads.import');
  if (refused) {
    return refused;
  }
  const text = decodedText(file.bytes, (encoding: TextEncoding) => new TextDecoder(encoding));
  const head = await headOf(text);
  const workspace = await db.read.workspace.findUniqueOrThrow({ where: { id: caller.workspaceId } });
  const preview = file.reading
    ? { ok: true as const, reading: file.reading }
    : previewLeadFile(head.join(''), workspace.country);
  if (!preview.ok) {
    return preview;
  }
  const { reading } = preview;
  const fields = fieldsOfReading(reading);
  const known = await db.read.leadField.findMany({ where: { workspaceId: caller.workspaceId } });
  const types = new Map<string, FieldType>([
    ...fields.map((field): [string, FieldType] => [field.name, field.type]),
    ...known.map((field): [string, FieldType] => [field.name, field.type as FieldType]),
  ]);
  const imported = await importLeads(db, caller, {
    fileName: file.fileName,
    rows: importRows(leadRows(whole(head, text), reading), types),
    fields,
    mapping: Object.fromEntries(
      reading.columns.map((column) => [column.header, column.custom?.name ?? column.target]),
    ),
    tag: file.tag,
    consent: file.consent,
    onBegun: file.onBegun,
    onProgress: file.onProgress,
  });
  return imported.ok ? { ...imported, reading } : imported;
}

/** As many chunks as the guess needs; the rest stays where it is. */
async function headOf(text: AsyncGenerator<string>): Promise<string[]> {
  const head: string[] = [];
  for (let length = 0; length <= HEAD_LENGTH; ) {
    const { done, value } = await text.next();
    if (done) {
      break;
    }
    head.push(value);
    length += value.length;
  }
  return head;
}

async function* whole(head: readonly string[], rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield* head;
  yield* rest;
}

async function* importRows(
  rows: AsyncIterable<LeadRow>,
  types: ReadonlyMap<string, FieldType>,
): AsyncGenerator<ImportRow> {
  for await (const row of rows) {
    yield 'reason' in row ? row : { rowNumber: row.rowNumber, ...entryOf(row.draft, types) };
  }
}

function entryOf(
  draft: LeadDraft,
  types: ReadonlyMap<string, FieldType>,
): { entry: LeadEntry; remarks: string[] } {
  const { custom, tags, externalIds, remarks, place: _, ...columns } = draft;
  const fitting: Record<string, CustomValue> = {};
  const all = [...remarks];
  for (const [name, value] of Object.entries(custom)) {
    const type = types.get(name) ?? 'text';
    const fit = fitted(value, type);
    if (fit === null) {
      all.push(`"${String(value).slice(0, 40)}" in ${name} is not a ${type}`);
    } else {
      fitting[name] = fit;
    }
  }
  return { entry: { change: { ...columns, custom: fitting, addTags: tags }, externalIds }, remarks: all };
}

/** A value in the type that the workspace's field has had since its first import. */
function fitted(value: string | number | boolean, type: FieldType): CustomValue {
  switch (type) {
    case 'text':
      return String(value);
    case 'number':
      return typeof value !== 'boolean' && String(value).trim() !== '' && Number.isFinite(Number(value))
        ? Number(value)
        : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : null;
  }
}
