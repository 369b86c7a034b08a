'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ask, type Outcome, UNREACHABLE } from '#components/act/outcome.ts';
import { ColumnTable } from '#components/lead/column-table.tsx';
import { ConsentFields, emptyConsent } from '#components/lead/consent-fields.tsx';
import type { FilePreviewView, ImportOptions } from '#components/lead/import-view.ts';
import { PreviewRows } from '#components/lead/preview-rows.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, FieldError } from '#components/ui/field.tsx';
import { FileDrop } from '#components/ui/file-drop.tsx';
import { Input } from '#components/ui/input.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Progress } from '#components/ui/progress.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { ColumnTarget } from '#workflows/leads/columns.ts';
import type { Reading } from '#workflows/leads/lead-file.ts';

type ImportFormProps = {
  /** Named in the consent wording. */
  brand: string;
  /** Where the file is posted as the raw body, with its `name`. */
  uploadHref: string;
  choose: (
    uploadId: string,
    reading: Reading,
    column: number,
    target: ColumnTarget,
  ) => Promise<Outcome<{ preview: FilePreviewView }>>;
  start: (
    uploadId: string,
    reading: Reading,
    options: ImportOptions,
  ) => Promise<Outcome<{ importId: string }>>;
};

const LARGEST_BYTES = 100_000_000;

/** A file is sent, its columns are checked, consent is said, then it is imported: one page, from top to bottom. */
export function ImportForm({ brand, uploadHref, choose, start }: ImportFormProps) {
  const router = useRouter();
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState<number | null>(null);
  const [refused, setRefused] = useState<string | undefined>();
  const [preview, setPreview] = useState<FilePreviewView | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [tag, setTag] = useState('');
  const [consent, setConsent] = useState(emptyConsent);
  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const take = async (next: File | null) => {
    setFile(next);
    setPreview(null);
    setRefused(undefined);
    setProblem(null);
    if (next === null) return;
    setSent(0);
    const answer = await sendFile(uploadHref, next, setSent);
    setSent(null);
    if (answer.ok) setPreview(answer.preview);
    else setRefused(answer.reason);
  };

  const chooseTarget = async (column: number, target: ColumnTarget) => {
    if (preview === null) return;
    setChoosing(true);
    const outcome = await ask(() => choose(preview.uploadId, preview.reading, column, target));
    setChoosing(false);
    if (outcome.ok) setPreview(outcome.preview);
    else toast.failed('The column stays as it was', { kept: outcome.reason });
  };

  const begin = async () => {
    if (preview === null) return;
    const missing = consent.given && consent.evidence.trim() === '';
    if (missing)
      return setProblem('Say where the proof of consent is kept, or import without consent to texts.');
    setStarting(true);
    setProblem(null);
    const outcome = await ask(() =>
      start(preview.uploadId, preview.reading, {
        tag: tag.trim(),
        consent: consent.given
          ? { wording: consent.wording(brand), medium: consent.medium, evidence: consent.evidence.trim() }
          : null,
      }),
    );
    if (outcome.ok) return router.push(`/leads/import/${outcome.importId}`);
    setStarting(false);
    setProblem(outcome.reason);
  };

  return (
    <div className="flex flex-col gap-4">
      <FileDrop
        label="Drop a file of leads here"
        help="CSV or TSV as your CRM or spreadsheet exports it, up to 100 MB"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
        maxBytes={LARGEST_BYTES}
        ifLarger="Split it and send the parts."
        file={file}
        onFile={(next) => void take(next)}
        error={refused}
        disabled={sent !== null || starting}
      />
      {sent !== null && file !== null ? (
        <Progress label={`Sending ${file.name}`} done={Math.round(sent * 100)} total={100} words={false} />
      ) : null}
      {preview === null ? null : (
        <>
          <Panel title="What each column becomes" note={`${preview.columns.length} columns`}>
            <ColumnTable preview={preview} choose={chooseTarget} disabled={choosing || starting} />
          </Panel>
          <Panel title="How the first rows come out">
            <PreviewRows preview={preview} />
          </Panel>
          <Panel title="Consent to texts" padded>
            <ConsentFields
              brand={brand}
              hasPhones={preview.hasPhones}
              value={consent}
              onChange={setConsent}
            />
          </Panel>
          <Panel title="Tag" padded>
            <Field
              label="Give every lead of this file a tag"
              aside="optional"
              help="Plays can start for leads that come in with it."
              className="max-w-80"
            >
              <Input
                value={tag}
                maxLength={60}
                placeholder="trade-show"
                onChange={(event) => setTag(event.target.value)}
              />
            </Field>
          </Panel>
          {problem ? <FieldError problem={problem} /> : null}
          <div className="flex flex-wrap items-center gap-3">
            <Button variant="primary" pending={starting} disabled={choosing} onClick={() => void begin()}>
              Import {preview.fileName}
            </Button>
            <span className="text-meta text-3">
              Leads that are known already are updated, not doubled. Nobody sees the new ones until the last
              row is read.
            </span>
          </div>
        </>
      )}
    </div>
  );
}

type Answer = { ok: true; preview: FilePreviewView } | { ok: false; reason: string };

/** By XMLHttpRequest, which alone tells how much of a file has gone up. */
function sendFile(href: string, file: File, onSent: (share: number) => void): Promise<Answer> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${href}?name=${encodeURIComponent(file.name)}`);
    request.responseType = 'json';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onSent(event.loaded / event.total);
    };
    request.onload = () => resolve((request.response as Answer | null) ?? { ok: false, reason: UNREACHABLE });
    request.onerror = () => resolve({ ok: false, reason: UNREACHABLE });
    request.send(file);
  });
}
