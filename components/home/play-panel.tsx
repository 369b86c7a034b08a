'use client';

import Link from 'next/link';
import type { HomePlay } from '#components/home/home-view.ts';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Tag } from '#components/ui/tag.tsx';

/** Plays that leads are in: how many, and whether any of them stand still. */
export function PlayPanel({ plays }: { plays: readonly HomePlay[] }) {
  const leads = plays.reduce((sum, play) => sum + play.inIt, 0);
  return (
    <Panel
      title="Live plays"
      note={`${leads.toLocaleString('en')} ${leads === 1 ? 'lead' : 'leads'} in ${plays.length} ${plays.length === 1 ? 'play' : 'plays'}`}
      actions={
        <Link href="/plays" className="rounded-tag text-ui font-medium text-accent-text hover:underline">
          All plays
        </Link>
      }
    >
      <DataTable
        label="Live plays"
        columns={COLUMNS}
        rows={plays}
        rowId={(play) => play.id}
        rowName={(play) => play.name}
        rowHref={(play) => `/plays/${play.id}`}
        empty={null}
      />
    </Panel>
  );
}

const COLUMNS: readonly DataColumn<HomePlay>[] = [
  {
    id: 'name',
    header: 'Play',
    cell: (play) => (
      <>
        <span className="font-semibold">{play.name}</span> <span className="text-3">v{play.version}</span>
      </>
    ),
  },
  { id: 'inIt', header: 'Leads', width: 72, align: 'right', cell: (play) => play.inIt.toLocaleString('en') },
  { id: 'state', header: 'Now', cell: (play) => <Standing play={play} /> },
  {
    id: 'sent',
    header: 'Sent in 24 h',
    width: 104,
    align: 'right',
    wideOnly: true,
    cell: (play) => play.sentToday.toLocaleString('en'),
  },
];

function Standing({ play }: { play: HomePlay }) {
  if (play.isPaused) return <Tag tone="held">Paused, everything waits</Tag>;
  const words = [
    play.waiting > 0 ? `${play.waiting.toLocaleString('en')} wait` : '',
    play.held > 0 ? `${play.held.toLocaleString('en')} on hold` : '',
  ].filter(Boolean);
  return (
    <>
      {play.blocked > 0 ? (
        <Tag tone="late" className="mr-2">
          {play.blocked.toLocaleString('en')} blocked
        </Tag>
      ) : null}
      <span className="text-2">{words.join(', ') || (play.inIt === 0 ? 'nobody in it now' : 'at work')}</span>
    </>
  );
}
