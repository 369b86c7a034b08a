import type { TagTone } from '#components/ui/tag.tsx';
import type { ColumnTarget } from '#workflows/leads/columns.ts';
import type { Reading } from '#workflows/leads/lead-file.ts';

/** How a file of leads would be read, for the person who checks it. */
export type FilePreviewView = {
  uploadId: string;
  fileName: string;
  /** Handed back as it is when the import starts. */
  reading: Reading;
  columns: readonly ColumnView[];
  /** What a column may become. */
  targets: readonly { value: ColumnTarget; label: string }[];
  /** Where leads are of whom the file does not say it. */
  country: { words: string; how: string };
  rows: readonly PreviewRow[];
  hasPhones: boolean;
};

export type ColumnView = {
  header: string;
  target: ColumnTarget;
  how: string;
  custom: { label: string; type: string } | null;
  samples: readonly string[];
};

export type PreviewRow =
  | { rowNumber: number; problem: string }
  | {
      rowNumber: number;
      problem: null;
      name: string;
      company: string;
      email: string;
      phones: readonly string[];
      country: string;
      countryHow: string;
      zone: string;
      zoneHow: string;
      remarks: readonly string[];
    };

/** What a person vouches for when the list brings consent to texts. */
export type ConsentUndertaking = {
  /** The sentence that was ticked, as it stood on the screen. */
  wording: string;
  medium: string;
  evidence: string;
};

export type ImportOptions = { tag: string; consent: ConsentUndertaking | null };

export type ImportState = 'reading' | 'enrolling' | 'done' | 'failed';

export type ImportRowView = {
  id: string;
  fileName: string;
  state: ImportState;
  rows: number;
  rejected: number;
  createdAtMs: number;
};

/** Beside the list of imports, so that server and browser read the same words. */
export const IMPORT_STATES: Record<ImportState, { words: string; tone: TagTone }> = {
  reading: { words: 'Reading', tone: 'accent' },
  enrolling: { words: 'Offering to plays', tone: 'accent' },
  done: { words: 'Done', tone: 'ok' },
  failed: { words: 'Stopped early', tone: 'late' },
};
