'use client';

import {
  ArchiveIcon,
  ArchiveRestoreIcon,
  CircleAlertIcon,
  EllipsisIcon,
  PauseIcon,
  PencilIcon,
  PlayIcon,
} from 'lucide-react';
import { useMemo } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { DropdownMenu } from '#components/ui/dropdown-menu.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tag } from '#components/ui/tag.tsx';

export type PlayTableRow = {
  id: string;
  name: string;
  state: 'draft' | 'live' | 'paused';
  /** The live version's number. */
  version: number | null;
  /** The draft is not what is live. */
  changed: boolean;
  /** The live version's messages stay in the sandbox. */
  sandbox: boolean;
  leadsIn: number;
  leadsEver: number;
  /** Errors in the draft. */
  problems: number;
  steps: number;
  updatedAtMs: number;
};

type PlayTableProps = {
  rows: readonly PlayTableRow[];
  archived: boolean;
  /** Null: this person may not. */
  setArchived: ((playId: string, archived: boolean) => Promise<Outcome<{ leadsIn: number }>>) | null;
};

/** Every play with its state, the leads in it, and what keeps its draft from being published. */
export function PlayTable({ rows, archived, setArchived }: PlayTableProps) {
  const columns = useMemo<DataColumn<PlayTableRow>[]>(
    () => [
      {
        id: 'name',
        header: 'Play',
        sortValue: (row) => row.name.toLowerCase(),
        cell: (row) => <span className="font-medium">{row.name}</span>,
      },
      {
        id: 'state',
        header: 'State',
        width: 220,
        sortValue: (row) => ['live', 'paused', 'draft'].indexOf(row.state),
        cell: (row) => <State row={row} />,
      },
      {
        id: 'problems',
        header: 'Draft',
        width: 150,
        wideOnly: true,
        sortValue: (row) => row.problems,
        cell: (row) =>
          row.problems > 0 ? (
            <span className="inline-flex items-center gap-1 align-middle text-late">
              <CircleAlertIcon aria-hidden="true" className="size-3.5" />
              {row.problems === 1 ? '1 problem' : `${row.problems} problems`}
            </span>
          ) : row.changed ? (
            <span className="text-accent-text">Unpublished changes</span>
          ) : (
            <span className="text-3">{row.version === null ? 'Ready to publish' : 'As published'}</span>
          ),
      },
      {
        id: 'leadsIn',
        header: 'Leads in it',
        width: 110,
        align: 'right',
        sortValue: (row) => row.leadsIn,
        cell: (row) => <span className="tabular-nums">{row.leadsIn.toLocaleString('en')}</span>,
      },
      {
        id: 'leadsEver',
        header: 'Entered',
        width: 100,
        align: 'right',
        wideOnly: true,
        sortValue: (row) => row.leadsEver,
        cell: (row) => <span className="text-2 tabular-nums">{row.leadsEver.toLocaleString('en')}</span>,
      },
      {
        id: 'updated',
        header: 'Changed',
        width: 120,
        align: 'right',
        wideOnly: true,
        sortValue: (row) => row.updatedAtMs,
        cell: (row) => <RelativeTime atMs={row.updatedAtMs} as="ago" className="text-2" />,
      },
      ...(setArchived
        ? [
            {
              id: 'acts',
              header: '',
              width: 72,
              align: 'right' as const,
              cell: (row: PlayTableRow) => <Acts row={row} archived={archived} setArchived={setArchived} />,
            },
          ]
        : []),
    ],
    [archived, setArchived],
  );
  return (
    <DataTable
      label="Plays"
      className="min-h-0 flex-1"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      rowHref={(row) => `/plays/${row.id}`}
      empty={
        <EmptyState title={archived ? 'Nothing is archived' : 'No plays on this page'}>
          {archived ? 'Plays that are not needed any more can be kept here.' : 'Go back to the first page.'}
        </EmptyState>
      }
    />
  );
}

function State({ row }: { row: PlayTableRow }) {
  const words = row.version === null ? '' : ` v${row.version}`;
  return (
    <span className="inline-flex items-center gap-1.5 align-middle">
      {row.state === 'live' ? (
        <Tag tone="ok">
          <PlayIcon aria-hidden="true" />
          Live{words}
        </Tag>
      ) : row.state === 'paused' ? (
        <Tag tone="held">
          <PauseIcon aria-hidden="true" />
          Paused{words}
        </Tag>
      ) : (
        <Tag>
          <PencilIcon aria-hidden="true" />
          Draft
        </Tag>
      )}
      {row.sandbox ? <Tag>Sandbox</Tag> : null}
    </span>
  );
}

type ActsProps = {
  row: PlayTableRow;
  archived: boolean;
  setArchived: NonNullable<PlayTableProps['setArchived']>;
};

function Acts({ row, archived, setArchived }: ActsProps) {
  const { pending, run } = useAct();
  const set = (to: boolean) =>
    run('archive', () => setArchived(row.id, to), {
      done: to ? `${row.name} is archived` : `${row.name} is back among the plays`,
      failed: to ? 'The play was not archived' : 'The play was not taken out of the archive',
      ...(to
        ? { note: 'Nobody enters it; leads in it go on.', undo: () => void setArchived(row.id, false) }
        : {}),
    });
  return (
    <DropdownMenu
      trigger={
        <Button variant="ghost" size="sm" icon aria-label={`Acts on ${row.name}`} pending={pending !== null}>
          <EllipsisIcon aria-hidden="true" />
        </Button>
      }
      items={[
        { kind: 'link', label: 'Open', href: `/plays/${row.id}` },
        { kind: 'link', label: 'Export as a file', href: `/api/plays/${row.id}/export` },
        archived
          ? { label: 'Take out of the archive', icon: <ArchiveRestoreIcon />, run: () => void set(false) }
          : { label: 'Archive', icon: <ArchiveIcon />, run: () => void set(true) },
      ]}
    />
  );
}
