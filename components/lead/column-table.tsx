'use client';

import type { FilePreviewView } from '#components/lead/import-view.ts';
import { Select } from '#components/ui/select.tsx';
import { Cell, HeadCell, Table } from '#components/ui/table-parts.tsx';
import type { ColumnTarget } from '#workflows/leads/columns.ts';

type ColumnTableProps = {
  preview: FilePreviewView;
  choose: (column: number, target: ColumnTarget) => void;
  disabled: boolean;
};

/** Each column of the file, a few of its values, and what it becomes; a guess is mended by choosing. */
export function ColumnTable({ preview, choose, disabled }: ColumnTableProps) {
  return (
    <Table className="max-wide:block">
      <thead className="max-wide:hidden">
        <tr>
          <HeadCell className="w-1/4">Column</HeadCell>
          <HeadCell>Values</HeadCell>
          <HeadCell className="w-60">Becomes</HeadCell>
          <HeadCell className="w-52">How we know</HeadCell>
        </tr>
      </thead>
      <tbody className="max-wide:block">
        {preview.columns.map((column, at) => (
          <tr
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in the file; headings may repeat
            key={`${at} ${column.header}`}
            className="max-wide:flex max-wide:flex-col max-wide:gap-1 max-wide:border-b max-wide:border-line max-wide:px-4 max-wide:py-2.5 max-wide:*:h-auto max-wide:*:border-0 max-wide:*:p-0"
          >
            <Cell className="font-medium wrap-anywhere max-wide:first:pl-0">{column.header}</Cell>
            <Cell className="py-1.5 text-2 wrap-anywhere">
              {column.samples.length === 0 ? (
                <span className="text-3">empty</span>
              ) : (
                column.samples.join(' · ')
              )}
            </Cell>
            <Cell className="py-1">
              <Select
                aria-label={`What ${column.header} becomes`}
                size="sm"
                options={preview.targets}
                value={column.target}
                disabled={disabled}
                onValueChange={(target) => choose(at, target)}
              />
            </Cell>
            <Cell className="text-meta text-3">
              {column.custom
                ? `${column.custom.label}, ${TYPES[column.custom.type] ?? column.custom.type}: `
                : ''}
              {column.how}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const TYPES: Record<string, string> = {
  text: 'text',
  number: 'a number',
  date: 'a date',
  boolean: 'yes or no',
};
