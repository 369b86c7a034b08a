import { ArchiveIcon } from 'lucide-react';
import type { Metadata } from 'next';
import Link from 'next/link';
import { archivePlay, createBlankPlay, importPlay } from '#app/(work)/plays/actions.ts';
import { checksOfEach } from '#app/(work)/plays/play-checks.ts';
import { requireCaller } from '#app/session.ts';
import { LivePage } from '#components/live/live-page.tsx';
import { NewPlay } from '#components/plays/new-play.tsx';
import { PlayTable, type PlayTableRow } from '#components/plays/play-table.tsx';
import { PageBody } from '#components/shell/page-body.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Pager } from '#components/ui/pager.tsx';
import { may } from '#prisma/caller.ts';
import { since } from '#prisma/changes.ts';
import { database } from '#prisma/database.ts';
import { listPlays, type PlayRow } from '#prisma/plays.ts';
import { problemsOf } from '#workflows/compile/compile.ts';
import type { CompileContext } from '#workflows/compile/context.ts';

export const metadata: Metadata = { title: 'Plays' };

type Query = { archived?: string; after?: string };

export default async function PlaysPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { caller } = await requireCaller();
  const db = database();
  const query = await searchParams;
  const archived = query.archived !== undefined;
  const { cursor } = await since(db, caller, null);
  const [{ plays, next }, checks] = await Promise.all([
    listPlays(db, caller, { archived, cursor: query.after ?? null }),
    checksOfEach(db, caller),
  ]);
  const mayWrite = may(caller, 'plays.write');
  const newPlay = mayWrite ? <NewPlay createBlank={createBlankPlay} importPlay={importPlay} /> : null;
  const isFirst = plays.length === 0 && !archived && query.after === undefined;

  return (
    <>
      <LivePage cursor={cursor} watch={{ play: 'any', enrolment: 'any' }} />
      <TopBar
        title={archived ? 'Archived plays' : 'Plays'}
        {...(archived ? { crumbs: [{ label: 'Plays', href: '/plays' }] } : {})}
        actions={
          archived ? null : (
            <>
              <Button variant="ghost" size="sm" asChild>
                <Link href="/plays?archived">
                  <ArchiveIcon aria-hidden="true" />
                  Archive
                </Link>
              </Button>
              {isFirst ? null : newPlay}
            </>
          )
        }
      />
      <PageBody flush>
        {isFirst ? (
          <EmptyState title="No plays yet" action={newPlay} className="px-(--gutter) py-6">
            <p>
              A play is a conversation drawn as a graph: what is said, how long is waited, what happens with
              each answer. Draw it, try it on a sample lead, publish it; Baton performs it for every lead.
            </p>
            {mayWrite ? null : <p className="mt-2">Ask a marketer or manager to draw the first one.</p>}
          </EmptyState>
        ) : (
          <>
            <PlayTable
              rows={plays.map((play) => rowOf(play, checks(play.id)))}
              archived={archived}
              setArchived={may(caller, 'plays.publish') ? archivePlay : null}
            />
            {next === null && query.after === undefined ? null : (
              <Pager
                shown={plays.length}
                noun="plays"
                previous={query.after ? (archived ? '/plays?archived' : '/plays') : null}
                next={
                  next === null
                    ? null
                    : `/plays?${archived ? 'archived&' : ''}after=${encodeURIComponent(next)}`
                }
              />
            )}
          </>
        )}
      </PageBody>
    </>
  );
}

function rowOf(play: PlayRow, checks: CompileContext): PlayTableRow {
  const problems = play.draft.ok
    ? problemsOf(play.draft.play, checks).filter((problem) => problem.severity === 'error').length
    : 1;
  return {
    id: play.id,
    name: play.name,
    state: play.state,
    version: play.live?.number ?? null,
    changed: play.changed && play.live !== null,
    sandbox: play.live?.environment === 'sandbox',
    leadsIn: play.leadsIn,
    leadsEver: play.leadsEver,
    problems,
    steps: play.draft.ok ? play.draft.play.nodes.length : 0,
    updatedAtMs: play.updatedAtMs,
  };
}
