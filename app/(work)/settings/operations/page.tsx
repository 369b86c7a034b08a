import type { Metadata } from 'next';
import { phoneWords } from '#app/(work)/leads/lead-words.ts';
import { actOnStandingRun, liftHold, retryAllStanding } from '#app/(work)/settings/operations/actions.ts';
import { standingGroups } from '#app/(work)/settings/operations/standing-groups.ts';
import { requireCaller } from '#app/session.ts';
import { type PartState, systemState } from '#app/system-state.ts';
import { temporal } from '#app/temporal.ts';
import { LivePage } from '#components/live/live-page.tsx';
import { HeldSenders } from '#components/settings/held-senders.tsx';
import type { PartView, QueueView } from '#components/settings/operations-view.ts';
import { PartsPanel, QueuesPanel } from '#components/settings/parts-panel.tsx';
import { StandingPanel } from '#components/settings/standing-panel.tsx';
import { PageBody } from '#components/shell/page-body.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { may, mustBeAllowed } from '#prisma/caller.ts';
import { since } from '#prisma/changes.ts';
import { database } from '#prisma/database.ts';
import { readOperations } from '#prisma/operations.ts';
import { nowMs } from '#prisma/workspaces.ts';
import { failingRuns } from '#temporal/client/failing-runs.ts';

export const metadata: Metadata = { title: 'Operations' };

const MOST_FAILING = 20;
/** Deliveries take seconds. */
const STALE_MS = 60_000;

export default async function OperationsPage() {
  const { caller, workspace } = await requireCaller();
  mustBeAllowed(caller, 'operations.read');
  const db = database();
  const wallMs = Date.now();
  const { cursor } = await since(db, caller, null);
  const [state, found, failing] = await Promise.all([
    systemState(),
    readOperations(db, caller, { nowMs: nowMs(workspace, wallMs), wallMs }),
    failingRuns(temporal(), caller.workspaceId, MOST_FAILING),
  ]);
  const groups = standingGroups(found, failing);
  const acts = may(caller, 'operations.act') ? { act: actOnStandingRun, retryAll: retryAllStanding } : null;
  const isQuiet = groups.length === 0 && found.senders.length === 0;
  return (
    <>
      <LivePage cursor={cursor} watch={{ enrolment: 'any', message: 'any', sender: 'any', task: 'any' }} />
      <TopBar title="Operations" />
      <PageBody>
        <div className="grid grid-cols-1 items-start gap-4 desk:grid-cols-[minmax(0,1fr)_328px]">
          <div className="flex min-w-0 flex-col gap-4">
            {isQuiet ? (
              <Panel>
                <EmptyState title="Nothing stands still">
                  Leads that are blocked, held, overdue or whose messages are in doubt appear here, with the
                  reason and what to do. Leads that only wait, for a reply or for their hours, do not.
                </EmptyState>
              </Panel>
            ) : null}
            {found.senders.length > 0 ? (
              <HeldSenders
                senders={found.senders.map((sender) => ({
                  ...sender,
                  number: sender.number === null ? '' : phoneWords(sender.number, 'US'),
                }))}
                lift={acts === null ? null : liftHold}
              />
            ) : null}
            {groups.map((group) => (
              <StandingPanel key={group.id} group={group} acts={acts} />
            ))}
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <PartsPanel parts={state.parts.map(partView)} wallMs={wallMs} />
            <QueuesPanel queues={queueViews(found, wallMs)} wallMs={wallMs} />
            <Counters counters={state.facts?.counters ?? {}} />
          </div>
        </div>
      </PageBody>
    </>
  );
}

const PARTS: Record<PartState['name'], { name: string; about: string }> = {
  web: { name: 'Web site', about: 'These pages, and the doors for providers.' },
  database: { name: 'Database', about: 'Where everything happens: leads, messages, consent.' },
  worker: { name: 'Worker', about: 'Renders, asks the gate and sends; understands replies.' },
  temporal: { name: 'Temporal', about: 'Keeps every lead’s place and wakes it in time.' },
  carrier: { name: 'Sandbox carrier', about: 'The phones and mailboxes of the sandbox.' },
  disk: { name: 'Disk', about: 'Room for what is to come.' },
};

function partView(part: PartState): PartView {
  return { ...part, ...PARTS[part.name] };
}

function queueViews(
  { outbox, jobs }: Awaited<ReturnType<typeof readOperations>>,
  wallMs: number,
): QueueView[] {
  const isStale = (oldestWallMs: number | null) => oldestWallMs !== null && wallMs - oldestWallMs > STALE_MS;
  return [
    {
      id: 'outbox',
      title: 'To Temporal',
      about: 'Starts, replies and what people do, told in order, at least once.',
      ...outbox,
      isStale: isStale(outbox.oldestWallMs),
    },
    {
      id: 'jobs',
      title: 'To be understood',
      about: 'Replies whose meaning is not known yet.',
      waiting: jobs.due,
      oldestWallMs: jobs.oldestWallMs,
      lastError: jobs.lastError,
      isStale: isStale(jobs.oldestWallMs),
    },
  ];
}

const COUNTERS: Record<string, string> = {
  'projection-mismatch': 'Rows that were behind their run, and were mended',
  'rebuilt-run': 'Lost runs that were built anew',
  'late-signal': 'Events that came after their run had ended',
};

/** Things that mended themselves; each should stay at nothing. */
function Counters({ counters }: { counters: Record<string, number> }) {
  const rows = Object.entries(counters).filter(([, value]) => value > 0);
  if (rows.length === 0) return null;
  return (
    <Panel title="Mended by itself" padded>
      <dl className="flex flex-col gap-1 text-ui">
        {rows.map(([name, value]) => (
          <div key={name} className="flex gap-2">
            <dt className="min-w-0 flex-1 text-2">{COUNTERS[name] ?? name}</dt>
            <dd className="tabular-nums">{value.toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
