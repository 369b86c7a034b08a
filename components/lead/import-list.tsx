'use client';

import { IMPORT_STATES, type ImportRowView } from '#components/lead/import-view.ts';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tag } from '#components/ui/tag.tsx';

/** Files that were imported, the newest first. */
export function ImportList({ imports }: { imports: readonly ImportRowView[] }) {
  return (
    <DataTable
      label="Earlier imports"
      columns={COLUMNS}
      rows={imports}
      rowId={(row) => row.id}
      rowName={(row) => row.fileName}
      rowHref={(row) => `/leads/import/${row.id}`}
      empty={null}
    />
  );
}

const COLUMNS: readonly DataColumn<ImportRowView>[] = [
  { id: 'file', header: 'File', cell: (row) => <span className="font-medium">{row.fileName}</span> },
  {
    id: 'state',
    header: 'State',
    width: 136,
    cell: (row) => <Tag tone={IMPORT_STATES[row.state].tone}>{IMPORT_STATES[row.state].words}</Tag>,
  },
  {
    id: 'rows',
    header: 'Rows',
    width: 96,
    align: 'right',
    wideOnly: true,
    cell: (row) => row.rows.toLocaleString('en'),
  },
  {
    id: 'rejected',
    header: 'Rejected',
    width: 96,
    align: 'right',
    wideOnly: true,
    cell: (row) =>
      row.rejected === 0 ? '0' : <span className="text-late">{row.rejected.toLocaleString('en')}</span>,
  },
  {
    id: 'at',
    header: 'Begun',
    width: 120,
    align: 'right',
    cell: (row) => <RelativeTime atMs={row.createdAtMs} className="text-3" />,
  },
];
