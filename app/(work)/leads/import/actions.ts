'use server';

import { z } from 'zod';
import { previewOf } from '#app/(work)/leads/import/file-preview.ts';
import { bytesOfUpload, findUpload, forgetUpload, type Upload } from '#app/(work)/leads/import/uploads.ts';
import { requireCaller } from '#app/session.ts';
import type { FilePreviewView, ImportOptions } from '#components/lead/import-view.ts';
import { type Caller, type Done, refusal } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import type { ImportConsent } from '#prisma/import-consents.ts';
import { importLeadFile } from '#prisma/lead-file-import.ts';
import {
  COLUMN_TARGETS,
  type ColumnTarget,
  chooseTarget,
  MOST_COLUMNS,
  MOST_SHOWN,
} from '#workflows/leads/columns.ts';
import type { Reading } from '#workflows/leads/lead-file.ts';

const Target = z.enum(COLUMN_TARGETS.map(({ id }) => id) as [ColumnTarget, ...ColumnTarget[]]);

/** It was made here and comes back from a browser. */
const ReadingFromBrowser: z.ZodType<Reading> = z.object({
  delimiter: z.enum([',', ';', '\t', '|']),
  hasHeading: z.boolean(),
  columns: z
    .array(
      z.object({
        header: z.string().max(MOST_SHOWN),
        target: Target,
        how: z.enum(['heading', 'content', 'unmatched', 'chosen']),
        custom: z
          .object({
            name: z.string().regex(/^[a-z][a-zA-Z0-9_]{0,39}$/),
            label: z.string().max(80),
            type: z.enum(['text', 'number', 'date', 'boolean']),
          })
          .nullable(),
        source: z.string().max(80).nullable(),
        samples: z.array(z.string().max(MOST_SHOWN)).max(10),
      }),
    )
    .max(MOST_COLUMNS),
  country: z.object({ country: z.string().regex(/^[A-Z]{2}$/), how: z.enum(['file', 'workspace']) }),
});

const GONE = {
  ok: false as const,
  reason: 'The file is not here any more: it is kept for a day. Nothing was imported; send it again.',
};
const BROKEN = {
  ok: false as const,
  reason: 'That could not be read. Nothing was imported. Load the page again.',
};

/** Another meaning for one column; the rest follows from it. */
export async function chooseColumn(
  uploadId: string,
  given: Reading,
  at: number,
  target: ColumnTarget,
): Promise<Done<{ preview: FilePreviewView }>> {
  const { caller } = await requireCaller();
  const refused = refusal(caller, 'leads.import');
  if (refused) return refused;
  const parsed = z
    .tuple([ReadingFromBrowser, z.number().int().min(0), Target])
    .safeParse([given, at, target]);
  if (!parsed.success) return BROKEN;
  const upload = await findUpload(caller, uploadId);
  if (upload === null) return GONE;
  const [reading] = parsed.data;
  const column = reading.columns[at];
  if (column === undefined) return BROKEN;
  const columns = reading.columns.map((each, i) =>
    i === at ? chooseTarget(each, target, reading.columns, each.samples, reading.country.country) : each,
  );
  return { ok: true, preview: await previewOf(upload, { ...reading, columns }) };
}

const Options: z.ZodType<ImportOptions> = z.object({
  tag: z.string().trim().max(60),
  consent: z
    .object({
      wording: z.string().max(500),
      medium: z.enum(['form', 'paper', 'message']),
      evidence: z.string().trim().min(1).max(500),
    })
    .nullable(),
});

/** Starts an import; it goes on in this process after the answer, and its page shows how far it is. */
export async function startImport(
  uploadId: string,
  given: Reading,
  options: ImportOptions,
): Promise<Done<{ importId: string }>> {
  const { caller, user } = await requireCaller();
  const refused = refusal(caller, 'leads.import');
  if (refused) return refused;
  const parsed = z.tuple([ReadingFromBrowser, Options]).safeParse([given, options]);
  if (!parsed.success) return BROKEN;
  const upload = await findUpload(caller, uploadId);
  if (upload === null) return GONE;
  const [reading, { tag, consent }] = parsed.data;
  const undertaking = consent === null ? null : { ...consent, by: user.name };
  return begin(caller, upload, reading, tag === '' ? null : tag, undertaking);
}

function begin(
  caller: Caller,
  upload: Upload,
  reading: Reading,
  tag: string | null,
  consent: ImportConsent | null,
): Promise<Done<{ importId: string }>> {
  return new Promise((resolve, reject) => {
    importLeadFile(database(), caller, {
      fileName: upload.fileName,
      bytes: bytesOfUpload(upload),
      tag,
      reading,
      consent,
      onBegun: (importId) => resolve({ ok: true, importId }),
    })
      .then(async (done) => {
        // Refused before it began; once begun, its page says what became of it.
        if (!done.ok) resolve(done);
        await forgetUpload(upload);
      })
      .catch((error: unknown) => {
        console.error('An import ended early:', error);
        reject(error);
      });
  });
}
