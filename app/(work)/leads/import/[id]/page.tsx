import { DownloadIcon } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { requireCaller } from '#app/session.ts';
import { IMPORT_STATES, type ImportState } from '#components/lead/import-view.ts';
import { LivePage } from '#components/live/live-page.tsx';
import { PageBody } from '#components/shell/page-body.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorPanel } from '#components/ui/error-panel.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { Cell, HeadCell, Table } from '#components/ui/table-parts.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { mustBeAllowed } from '#prisma/caller.ts';
import { since } from '#prisma/changes.ts';
import { database } from '#prisma/database.ts';
import { importRejections, importRemarks, readImport } from '#prisma/imports.ts';

export const metadata: Metadata = { title: 'Import' };

const SHOWN = 100;

type ImportPageProps = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ after?: string; left?: string }>;
};

export default async function ImportReportPage({ params, searchParams }: ImportPageProps) {
  const { caller } = await requireCaller();
  mustBeAllowed(caller, 'leads.import');
  const db = database();
  const { id } = await params;
  const query = await searchParams;
  const { cursor } = await since(db, caller, null);
  const row = await readImport(db, caller, id);
  if (row === null) notFound();
  const [rejections, remarks] = await Promise.all([
    importRejections(db, caller, { importId: id, after: Number(query.after) || 0, limit: SHOWN }),
    importRemarks(db, caller, { importId: id, after: Number(query.left) || 0, limit: SHOWN }),
  ]);
  const state = IMPORT_STATES[row.state as ImportState];
  const isRunning = row.state === 'reading' || row.state === 'enrolling';
  const leads = row.created + row.updated;
  return (
    <>
      {isRunning ? <LivePage cursor={cursor} watch={{ import: [id] }} /> : null}
      <TopBar
        title={row.fileName}
        crumbs={[
          { label: 'Leads', href: '/leads' },
          { label: 'Import', href: '/leads/import' },
        ]}
        beside={<Tag tone={state.tone}>{state.words}</Tag>}
        actions={
          isRunning ? null : (
            <Button asChild size="sm" variant="primary">
              <Link href={row.tag ? `/leads?tag=${encodeURIComponent(row.tag)}` : '/leads'}>
                See the leads
              </Link>
            </Button>
          )
        }
      />
      <PageBody>
        <div className="flex max-w-280 flex-col gap-4">
          {row.state === 'failed' ? (
            <ErrorPanel
              what={`The import stopped after row ${row.rows.toLocaleString('en')}`}
              kept={`${row.failedWhy ?? ''} ${leads === 0 ? 'No lead was kept.' : `The ${leads.toLocaleString('en')} leads read until then are kept, and entered no play.`}`}
              todo="Mend the file and import it again: leads that are here already are only updated."
              actions={
                <Button asChild>
                  <Link href="/leads/import">Import again</Link>
                </Button>
              }
            />
          ) : null}
          <Panel>
            <dl className="grid grid-cols-2 gap-4 p-4 wide:grid-cols-4">
              <Figure label="Rows read" value={row.rows} />
              <Figure label="New leads" value={row.created} />
              <Figure label="Updated" value={row.updated} />
              <Figure label="Rejected" value={row.rejected} isBad={row.rejected > 0} />
            </dl>
            <p className="border-t border-line px-4 py-2.5 text-ui text-2">
              {isRunning ? (
                <Spinner>
                  {row.state === 'reading'
                    ? 'Reading. You may leave this page: it goes on, and nobody sees the new leads until the last row is read.'
                    : 'Offering the leads to plays that take them from imports.'}
                </Spinner>
              ) : (
                <>
                  Begun <RelativeTime atMs={row.createdAtMs} />
                  {row.doneAtMs === null ? null : (
                    <>
                      , {row.state === 'failed' ? 'stopped' : 'done'} <RelativeTime atMs={row.doneAtMs} />
                    </>
                  )}
                  {row.tag ? `. Tagged ${row.tag}` : ''}.
                </>
              )}
            </p>
          </Panel>
          {row.rejected > 0 ? (
            <Panel
              title="Rejected rows"
              note={row.rejected.toLocaleString('en')}
              actions={
                <Button asChild size="sm">
                  <a href={`/leads/import/${id}/rejected.csv`} download>
                    <DownloadIcon aria-hidden="true" />
                    Download as CSV
                  </a>
                </Button>
              }
            >
              <RowTable
                rows={rejections.map(({ rowNumber, reason, raw }) => ({ rowNumber, why: reason, what: raw }))}
                whyHead="Why it became no lead"
                whatHead="As it stands in the file"
              />
              <More
                href={
                  rejections.length === SHOWN ? moreHref(id, { after: rejections.at(-1)?.rowNumber }) : null
                }
              />
            </Panel>
          ) : null}
          {remarks.length > 0 ? (
            <Panel title="Left out of rows that became leads">
              <RowTable
                rows={remarks.map(({ rowNumber, remark, leadId }) => ({
                  rowNumber,
                  why: remark,
                  what: (
                    <Link href={`/leads/${leadId}`} className="rounded-tag text-accent-text hover:underline">
                      Open the lead
                    </Link>
                  ),
                }))}
                whyHead="What was left out"
                whatHead="Lead"
              />
              <More
                href={remarks.length === SHOWN ? moreHref(id, { left: remarks.at(-1)?.rowNumber }) : null}
              />
            </Panel>
          ) : null}
        </div>
      </PageBody>
    </>
  );
}

function Figure({ label, value, isBad = false }: { label: string; value: number; isBad?: boolean }) {
  return (
    <div>
      <dt className="text-meta text-3">{label}</dt>
      <dd className={isBad ? 'text-title tabular-nums text-late' : 'text-title tabular-nums'}>
        {value.toLocaleString('en')}
      </dd>
    </div>
  );
}

type RowTableProps = {
  rows: readonly { rowNumber: number; why: string; what: React.ReactNode }[];
  whyHead: string;
  whatHead: string;
};

function RowTable({ rows, whyHead, whatHead }: RowTableProps) {
  return (
    <Table>
      <thead>
        <tr>
          <HeadCell className="w-16">Row</HeadCell>
          <HeadCell>{whyHead}</HeadCell>
          <HeadCell className="w-1/2">{whatHead}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.rowNumber} className="*:py-2 *:align-top">
            <Cell className="text-3 tabular-nums">{row.rowNumber}</Cell>
            <Cell>{row.why}</Cell>
            <Cell className="text-2 wrap-anywhere">{row.what}</Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function More({ href }: { href: string | null }) {
  if (href === null) return null;
  return (
    <p className="border-t border-line px-4 py-2">
      <Link
        href={href}
        scroll={false}
        className="rounded-tag text-ui font-medium text-accent-text hover:underline"
      >
        The next {SHOWN}
      </Link>
    </p>
  );
}

function moreHref(id: string, after: Record<string, number | undefined>): string {
  const query = new URLSearchParams(
    Object.entries(after).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
  return `/leads/import/${id}?${query}`;
}
