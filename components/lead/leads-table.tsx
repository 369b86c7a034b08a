'use client';

import { SearchIcon, WorkflowIcon } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, useTransition } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { timeOfDay } from '#components/lead/day-words.ts';
import type { PlayChoice } from '#components/lead/lead-sheet.ts';
import { type Entries, RunPlayDialog } from '#components/lead/run-play-dialog.tsx';
import { ToolBar } from '#components/shell/page-body.tsx';
import { Button } from '#components/ui/button.tsx';
import { type DataColumn, DataTable } from '#components/ui/data-table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { usePresent } from '#components/ui/present.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { SelectionBar } from '#components/ui/selection-bar.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { exactWords } from '#components/ui/time-words.ts';

export type LeadRow = {
  id: string;
  name: string;
  company: string;
  email: string;
  phone: string;
  /** "Joliet, IL". */
  place: string;
  zone: string | null;
  stage: string;
  isHot: boolean;
  plays: readonly { id: string; name: string; status: string }[];
  createdAtMs: number;
};

export type LeadSort = 'newest' | 'name' | 'company';

type LeadsTableProps = {
  rows: readonly LeadRow[];
  /** How many the filter finds. */
  total: number;
  search: string;
  sort: LeadSort;
  /** What the list is narrowed to besides the search, in words, and the way out: "in Speed to lead". */
  narrowed: { words: string; clearHref: string } | null;
  /** Null: this person may not run plays. */
  acts: {
    findPlays: () => Promise<readonly PlayChoice[]>;
    /** `all`: everything the list finds, not only the rows named. */
    runPlay: (playId: string, leads: { ids: readonly string[] } | { all: true }) => Promise<Outcome<Entries>>;
  } | null;
};

const SORTS: Record<string, LeadSort> = { name: 'name', company: 'company', added: 'newest' };
const SORTED: Record<LeadSort, { column: string; descending: boolean }> = {
  newest: { column: 'added', descending: true },
  name: { column: 'name', descending: false },
  company: { column: 'company', descending: false },
};

/** Time to go on typing before the list is asked for. */
const TYPING_MS = 250;

/** All leads: found by words, sorted by the server, chosen to run a play on. */
export function LeadsTable({ rows, total, search, sort, narrowed, acts }: LeadsTableProps) {
  const router = useRouter();
  const path = usePathname();
  const query = useSearchParams();
  const [typed, setTyped] = useState(search);
  const [finding, startFinding] = useTransition();
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [everything, setEverything] = useState(false);
  const [running, setRunning] = useState(false);
  const shown = useDeferredValue(rows);

  const go = useCallback(
    (changes: Record<string, string>) => {
      const next = new URLSearchParams(query);
      next.delete('after');
      for (const [name, value] of Object.entries(changes)) {
        if (value) next.set(name, value);
        else next.delete(name);
      }
      startFinding(() => router.replace(next.size > 0 ? `${path}?${next}` : path, { scroll: false }));
    },
    [query, path, router],
  );

  const asked = useRef(search);
  useEffect(() => {
    const words = typed.trim();
    if (words === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = words;
      go({ q: words });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, go]);

  // A choice belongs to the list it was made from; the same list read anew keeps it.
  const list = query.toString();
  // biome-ignore lint/correctness/useExhaustiveDependencies: cleared when another list is shown, not when its rows are read anew
  useEffect(() => {
    setSelected(new Set());
    setEverything(false);
  }, [list]);

  const chosen = everything ? total : selected.size;
  const columns = useMemo(() => COLUMNS, []);

  return (
    <>
      <ToolBar>
        <Field label="Find leads" labelHidden className="w-72 max-w-full max-wide:w-full">
          <Input
            size="sm"
            type="search"
            placeholder="Name, company, address or number"
            value={typed}
            lead={<SearchIcon aria-hidden="true" />}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
        {narrowed ? (
          <span className="flex items-center gap-2 text-ui text-2">
            {narrowed.words}
            <Button size="sm" variant="ghost" onClick={() => router.replace(narrowed.clearHref)}>
              Show all
            </Button>
          </span>
        ) : null}
        {finding ? <Spinner>Looking</Spinner> : null}
      </ToolBar>
      {acts ? (
        <SelectionBar
          count={chosen}
          noun={['lead', 'leads']}
          onClear={() => {
            setSelected(new Set());
            setEverything(false);
          }}
        >
          <Button size="sm" onClick={() => setRunning(true)}>
            <WorkflowIcon aria-hidden="true" />
            Run a play on {chosen === 1 ? 'it' : 'them'}
          </Button>
          {!everything && selected.size === rows.length && total > rows.length ? (
            <Button size="sm" variant="ghost" onClick={() => setEverything(true)}>
              Choose all {total.toLocaleString('en')}
            </Button>
          ) : null}
        </SelectionBar>
      ) : null}
      <DataTable
        label="Leads"
        columns={columns}
        rows={shown}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        rowHref={(row) => `/leads/${row.id}`}
        sort={SORTED[sort]}
        onSortChange={({ column }) => {
          const next = SORTS[column];
          if (next) go({ sort: next === 'newest' ? '' : next });
        }}
        {...(acts
          ? {
              selected,
              onSelectedChange: (next: ReadonlySet<string>) => {
                setSelected(next);
                setEverything(false);
              },
            }
          : {})}
        className="min-h-0 flex-1"
        empty={
          <EmptyState
            className="px-(--gutter)"
            title="No lead is found"
            action={
              <Button
                onClick={() => {
                  setTyped('');
                  asked.current = '';
                  router.replace(path);
                }}
              >
                Show all leads
              </Button>
            }
          >
            Nothing has{' '}
            {search ? `“${search}” in its name, company, address or number` : 'what was asked for'}.
          </EmptyState>
        }
      />
      {running && acts ? (
        <RunPlayDialog
          whom={chosen === 1 ? '1 lead' : `${chosen.toLocaleString('en')} leads`}
          isOne={false}
          findPlays={acts.findPlays}
          runPlay={(playId) => acts.runPlay(playId, everything ? { all: true } : { ids: [...selected] })}
          onClose={() => {
            setRunning(false);
            setSelected(new Set());
            setEverything(false);
          }}
        />
      ) : null}
    </>
  );
}

const COLUMNS: readonly DataColumn<LeadRow>[] = [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: (row) => (
      <>
        <span className="font-medium">{row.name}</span>
        {row.isHot ? (
          <Tag tone="accent" className="ml-2">
            Hot
          </Tag>
        ) : null}
        <span className="block truncate text-meta text-3 wide:hidden">{row.company}</span>
      </>
    ),
  },
  { id: 'company', header: 'Company', sortable: true, wideOnly: true, cell: (row) => row.company },
  { id: 'email', header: 'Email', wideOnly: true, cell: (row) => <Quiet text={row.email} /> },
  {
    id: 'phone',
    header: 'Phone',
    width: 136,
    wideOnly: true,
    cell: (row) => <Quiet text={row.phone} numbers />,
  },
  { id: 'place', header: 'Place', wideOnly: true, cell: (row) => row.place },
  {
    id: 'time',
    header: 'Local time',
    width: 96,
    wideOnly: true,
    cell: (row) => (row.zone ? <LocalTime zone={row.zone} /> : null),
  },
  {
    id: 'plays',
    header: 'In plays',
    cell: (row) => {
      const [first, ...more] = row.plays;
      if (!first) return <span className="text-3">none</span>;
      return (
        <>
          {first.name}
          {first.status === 'waiting' || first.status === 'running' ? null : (
            <span className={first.status === 'blocked' ? 'text-late' : 'text-held'}>
              {' '}
              {WORDS[first.status]}
            </span>
          )}
          {more.length > 0 ? <span className="text-3"> and {more.length} more</span> : null}
        </>
      );
    },
  },
  {
    id: 'added',
    header: 'Added',
    width: 112,
    align: 'right',
    sortable: true,
    wideOnly: true,
    cell: (row) => <RelativeTime atMs={row.createdAtMs} className="text-3" />,
  },
];

const WORDS: Record<string, string> = { paused: 'paused', held: 'on hold', blocked: 'blocked' };

function Quiet({ text, numbers = false }: { text: string; numbers?: boolean }) {
  return <span className={numbers ? 'text-2 tabular-nums' : 'text-2'}>{text}</span>;
}

/** What the clock on the lead's wall shows: whether one may call now. */
function LocalTime({ zone }: { zone: string }) {
  const { nowMs } = usePresent();
  return (
    <time title={exactWords(nowMs, zone)} className="text-2">
      {timeOfDay(nowMs, zone)}
    </time>
  );
}
