import { UploadIcon } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { playsForLeads, runPlayOnLeads } from '#app/(work)/leads/actions.ts';
import { firstPhone, leadName } from '#app/(work)/leads/lead-words.ts';
import { requireCaller } from '#app/session.ts';
import { type LeadRow, type LeadSort, LeadsTable } from '#components/lead/leads-table.tsx';
import { LivePage } from '#components/live/live-page.tsx';
import { PageBody } from '#components/shell/page-body.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { may } from '#prisma/caller.ts';
import { since } from '#prisma/changes.ts';
import { database } from '#prisma/database.ts';
import { countLeads, type LeadFilter, type LeadListRow, listLeads } from '#prisma/lead-list.ts';
import { playName } from '#prisma/lead-runs.ts';

export const metadata: Metadata = { title: 'Leads' };

/** Enough to scroll through without turning a page; only those in sight are in the document. */
const ROWS = 200;

type Query = { q?: string; sort?: string; after?: string; tag?: string; play?: string; node?: string };

export default async function LeadsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { caller } = await requireCaller();
  const db = database();
  const query = await searchParams;
  const { cursor } = await since(db, caller, null);
  const filter = filterOf(query);
  const sort: LeadSort = query.sort === 'name' || query.sort === 'company' ? query.sort : 'newest';
  const [page, total, all, inPlay] = await Promise.all([
    listLeads(db, caller, { ...filter, sort, cursor: query.after ?? null, limit: ROWS }),
    countLeads(db, caller, filter),
    countLeads(db, caller),
    filter.play ? playName(db, caller, filter.play.id) : null,
  ]);
  const canImport = may(caller, 'leads.import');
  const importButton = canImport ? (
    <Button variant="primary" size={all === 0 ? 'md' : 'sm'} asChild>
      <Link href="/leads/import">
        <UploadIcon aria-hidden="true" />
        Import leads
      </Link>
    </Button>
  ) : null;

  return (
    <>
      <LivePage cursor={cursor} watch={{ lead: 'any', enrolment: 'any', import: 'any' }} />
      <TopBar
        title="Leads"
        note={all > 0 ? all.toLocaleString('en') : undefined}
        actions={all > 0 ? importButton : null}
      />
      <PageBody flush>
        {all === 0 ? (
          <EmptyState title="No leads yet" action={importButton} className="px-(--gutter) py-6">
            <p>
              Leads are the people your plays write to. Bring a CSV file as your CRM exports it: columns are
              guessed, phone numbers, countries and time zones are worked out and say how they are known.
            </p>
            {canImport ? null : (
              <p className="mt-2">Ask somebody who may import leads to bring the first ones.</p>
            )}
          </EmptyState>
        ) : (
          <>
            <LeadsTable
              rows={page.leads.map(rowOf)}
              total={total}
              search={filter.search ?? ''}
              sort={sort}
              narrowed={narrowedBy(filter, inPlay)}
              acts={
                may(caller, 'leads.write')
                  ? { findPlays: playsForLeads, runPlay: runPlayOnLeads.bind(null, filter) }
                  : null
              }
            />
            <Pager
              shown={page.leads.length}
              total={total}
              noun={total === 1 ? 'lead' : 'leads'}
              previous={query.after ? hrefOf(query, { after: undefined }) : null}
              next={page.next === null ? null : hrefOf(query, { after: page.next })}
            />
          </>
        )}
      </PageBody>
    </>
  );
}

function filterOf(query: Query): LeadFilter {
  return {
    ...(query.q ? { search: query.q.slice(0, 200) } : {}),
    ...(query.tag ? { tag: query.tag.slice(0, 100) } : {}),
    ...(query.play ? { play: { id: query.play, ...(query.node ? { nodeId: query.node } : {}) } } : {}),
  };
}

function hrefOf(query: Query, changes: Partial<Query>): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...query, ...changes })) if (value) next.set(name, value);
  return next.size > 0 ? `/leads?${next}` : '/leads';
}

function narrowedBy(filter: LeadFilter, play: string | null): { words: string; clearHref: string } | null {
  const words = [
    filter.play ? `In ${play ?? 'a play that is gone'}${filter.play.nodeId ? ', at one step' : ''}` : '',
    filter.tag ? `Tagged ${filter.tag}` : '',
  ].filter(Boolean);
  const clearHref = filter.search ? hrefOf({ q: filter.search }, {}) : '/leads';
  return words.length === 0 ? null : { words: words.join(', '), clearHref };
}

function rowOf(lead: LeadListRow): LeadRow {
  return {
    id: lead.id,
    name: leadName(lead),
    company: lead.company,
    email: lead.email ?? '',
    phone: firstPhone(lead),
    place: [lead.city, lead.region].filter(Boolean).join(', ') || (lead.country ?? ''),
    zone: lead.timeZone,
    stage: lead.stage,
    isHot: lead.hotAtMs !== null,
    plays: lead.plays,
    createdAtMs: lead.createdAtMs,
  };
}
