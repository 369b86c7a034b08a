import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import {
  actOnRunOfLead,
  assignOwner,
  changeConsent,
  changeDetail,
  clearFault,
  finishLeadTask,
  playsForLead,
  runPlayOnLead,
} from '#app/(work)/leads/[id]/actions.ts';
import { consentLines } from '#app/(work)/leads/[id]/consent-lines.ts';
import { faultViews } from '#app/(work)/leads/[id]/fault-views.ts';
import { leadDetails } from '#app/(work)/leads/[id]/lead-details.ts';
import { leadTimeline, parseShow } from '#app/(work)/leads/[id]/timeline-items.ts';
import { leadName, shortName } from '#app/(work)/leads/lead-words.ts';
import { requireCaller } from '#app/session.ts';
import { LeadColumns } from '#components/lead/lead-columns.tsx';
import { LeadConsent } from '#components/lead/lead-consent.tsx';
import { LeadDetails } from '#components/lead/lead-details.tsx';
import { LeadFaults } from '#components/lead/lead-faults.tsx';
import { LeadHeader } from '#components/lead/lead-header.tsx';
import type { LeadHead } from '#components/lead/lead-sheet.ts';
import { LeadTasks } from '#components/lead/lead-tasks.tsx';
import { LeadTimeline, TimelineZone } from '#components/lead/lead-timeline.tsx';
import { RunCard } from '#components/lead/run-card.tsx';
import { RunPlayButton } from '#components/lead/run-play-button.tsx';
import { TimelineFilter } from '#components/lead/timeline-filter.tsx';
import { LivePage } from '#components/live/live-page.tsx';
import { PageBody, PhoneActions } from '#components/shell/page-body.tsx';
import { Button } from '#components/ui/button.tsx';
import { Clock } from '#components/ui/clock.tsx';
import { Section } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { faultsOfLead } from '#prisma/address-faults.ts';
import { may } from '#prisma/caller.ts';
import { since } from '#prisma/changes.ts';
import { consentStandings } from '#prisma/consent-standing.ts';
import { database } from '#prisma/database.ts';
import { leadFields } from '#prisma/lead-fields.ts';
import { runsOfLead } from '#prisma/lead-runs.ts';
import { type LeadRecord, readLead } from '#prisma/leads.ts';
import { openTasks, type TaskKind } from '#prisma/tasks.ts';
import { listMembers, nowMs, readWorkspace } from '#prisma/workspaces.ts';
import { ENDED } from '#workflows/nodes/end.ts';

type LeadPageProps = {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ show?: string; entries?: string }>;
};

export async function generateMetadata({ params }: LeadPageProps): Promise<Metadata> {
  const { caller } = await requireCaller();
  const lead = await readLead(database(), caller, (await params).id);
  return { title: lead === null ? 'No such lead' : leadName(lead) };
}

const ENTRIES = 100;
const MOST_ENTRIES = 2_000;

export default async function LeadPage({ params, searchParams }: LeadPageProps) {
  const { caller } = await requireCaller();
  const db = database();
  const { id } = await params;
  const asked = await searchParams;
  const show = parseShow(asked.show);
  const entries = Math.min(Math.max(Number(asked.entries) || ENTRIES, ENTRIES), MOST_ENTRIES);
  // Before everything that is shown, so that a change meanwhile is noticed.
  const { cursor } = await since(db, caller, null);
  const lead = await readLead(db, caller, id);
  if (lead === null) notFound();
  const workspace = await readWorkspace(db, caller);
  const canSeeTasks = may(caller, 'inbox.read');
  const [fields, runs, standings, faults, timeline, members, tasks] = await Promise.all([
    leadFields(db, caller),
    runsOfLead(db, caller, id),
    consentStandings(db, caller, id, nowMs(workspace)),
    faultsOfLead(db, caller, id),
    leadTimeline(db, caller, { leadId: id, entries, show }),
    listMembers(db, caller),
    canSeeTasks ? openTasks(db, caller, { leadId: id }).then((page) => page.tasks) : [],
  ]);
  const canWrite = may(caller, 'leads.write');
  const short = shortName(lead);
  const head: LeadHead = {
    id,
    name: leadName(lead),
    shortName: short,
    company: lead.company,
    zone: lead.timeZone ?? workspace.timeZone,
    hot: lead.hotAtMs === null ? null : { sinceMs: lead.hotAtMs, why: lead.hotWhy ?? '' },
  };
  const open = runs.filter((run) => run.status !== 'ended');
  const ended = runs.filter((run) => run.status === 'ended');
  const [urgent] = tasks;
  const findPlays = playsForLead.bind(null, id);
  const runPlay = runPlayOnLead.bind(null, id);
  const act = actOnRunOfLead;

  return (
    <>
      <LivePage
        cursor={cursor}
        watch={{ lead: [id], message: [id], enrolment: 'any', task: 'any', import: 'any' }}
      />
      <LeadHeader
        lead={head}
        prefers={prefersWords(lead.channelPreference)}
        clock={
          urgent ? (
            <Clock
              lead={TASK_WORDS[urgent.kind]}
              reading={{ kind: 'due', dueAtMs: urgent.dueAtMs, sinceMs: urgent.createdAtMs }}
            />
          ) : null
        }
        actions={
          canWrite ? (
            <RunPlayButton leadName={short} findPlays={findPlays} runPlay={runPlay} isCommand />
          ) : null
        }
      />
      <PageBody flush>
        <LeadColumns
          playCount={open.length + tasks.length}
          details={
            <>
              <Section>
                <LeadDetails
                  details={leadDetails(lead, fields, workspace.country)}
                  tags={lead.tags}
                  owner={lead.owner}
                  members={members.map(({ userId, name }) => ({ id: userId, name }))}
                  assign={canWrite ? assignOwner.bind(null, id) : null}
                  change={canWrite ? changeDetail.bind(null, id) : null}
                />
              </Section>
              {lead.channelPreference ? (
                <Section title="Prefers" actions={<PreferenceTag channel={lead.channelPreference} />}>
                  <p className="text-ui text-2">{lead.preferenceHow}</p>
                </Section>
              ) : null}
              <Section title="Consent">
                <LeadConsent
                  lines={consentLines(standings, lead.country)}
                  leadName={short}
                  change={canWrite ? changeConsent.bind(null, id) : null}
                />
              </Section>
              {faults.length > 0 ? (
                <Section title="Nothing goes to">
                  <LeadFaults
                    faults={faultViews(faults, lead.country)}
                    clear={canWrite ? clearFault.bind(null, id) : null}
                  />
                </Section>
              ) : null}
              <Known lead={lead} />
            </>
          }
          timeline={
            <>
              <div className="flex min-h-12 shrink-0 flex-wrap items-center justify-between gap-x-4 gap-y-1 border-b border-line px-4 py-2 desk:px-6">
                <TimelineFilter show={show} />
                <TimelineZone zone={head.zone} />
              </div>
              <div className="min-h-0 flex-1 overflow-y-auto px-4 py-4 desk:px-6">
                {timeline.items.length === 0 ? (
                  <p className="text-ui text-3">
                    {show === 'everything'
                      ? 'Nothing has happened yet. What is said and done, and what is not and why, appears here.'
                      : `No ${show} yet.`}
                  </p>
                ) : (
                  <LeadTimeline items={timeline.items} zone={head.zone} />
                )}
                {timeline.hasOlder && entries < MOST_ENTRIES ? (
                  <Button asChild size="sm" className="mt-2">
                    <Link href={olderHref(id, show, entries)} scroll={false}>
                      Show earlier
                    </Link>
                  </Button>
                ) : null}
              </div>
            </>
          }
          plays={
            <>
              {tasks.length > 0 ? (
                <Section title="To do">
                  <LeadTasks tasks={tasks} finish={may(caller, 'inbox.act') ? finishLeadTask : null} />
                </Section>
              ) : null}
              <Section title="In plays">
                {open.length === 0 ? (
                  <p className="text-ui text-2">{short} is in no play now.</p>
                ) : (
                  <div className="flex flex-col gap-2">
                    {open.map((run) => (
                      <RunCard
                        key={run.id}
                        run={canWrite ? run : { ...run, acts: [] }}
                        leadName={short}
                        zone={head.zone}
                        act={act}
                      />
                    ))}
                  </div>
                )}
              </Section>
              {ended.length > 0 ? (
                <Section title="Was in">
                  <ul className="flex flex-col gap-1.5 text-ui">
                    {ended.map((run) => (
                      <li key={run.id}>
                        <p className="flex items-baseline gap-2">
                          <Link
                            href={`/plays/${run.play.id}`}
                            className="min-w-0 flex-1 truncate rounded-tag hover:underline"
                          >
                            {run.play.name} <span className="text-3">v{run.version}</span>
                          </Link>
                          {run.endedAtMs === null ? null : (
                            <RelativeTime
                              atMs={run.endedAtMs}
                              as="date"
                              className="shrink-0 text-meta text-3"
                            />
                          )}
                        </p>
                        {run.endLabel === ENDED ? null : <p className="text-meta text-3">{run.endLabel}</p>}
                      </li>
                    ))}
                  </ul>
                </Section>
              ) : null}
            </>
          }
        />
      </PageBody>
      {canWrite ? (
        <PhoneActions>
          <RunPlayButton leadName={short} findPlays={findPlays} runPlay={runPlay} size="touch" />
        </PhoneActions>
      ) : null}
    </>
  );
}

function olderHref(id: string, show: string, entries: number): string {
  const query = new URLSearchParams({ entries: String(entries + ENTRIES) });
  if (show !== 'everything') query.set('show', show);
  return `/leads/${id}?${query}`;
}

/** What the clock in the header is on. */
const TASK_WORDS: Record<TaskKind, string> = {
  unheard: 'Answer',
  lateReply: 'Answer',
  unknownReply: 'Answer',
  unconfirmed: 'Check a text',
  undelivered: 'Write to them',
  refused: 'Mend the play',
  blocked: 'Mend the play',
  import: 'Import again',
  held: 'Decide',
  limit: 'Decide',
};

const CHANNEL_WORDS: Record<string, string> = { sms: 'text', email: 'email', phone: 'a call' };

function prefersWords(channel: string | null): string | null {
  return channel === null ? null : `prefers ${CHANNEL_WORDS[channel] ?? channel}`;
}

function PreferenceTag({ channel }: { channel: string }) {
  const tone = channel === 'sms' || channel === 'email' || channel === 'phone' ? channel : 'plain';
  return <Tag tone={tone}>{{ sms: 'Text', email: 'Email', phone: 'Call' }[channel] ?? channel}</Tag>;
}

/** Where the lead came from, and what other programs call it. */
function Known({ lead }: { lead: LeadRecord }) {
  return (
    <Section title="Known since">
      <dl className="grid grid-cols-[80px_minmax(0,1fr)] gap-x-2 gap-y-1 text-ui">
        <dt className="text-3">Added</dt>
        <dd>
          <RelativeTime atMs={lead.createdAtMs} />
        </dd>
        {lead.import ? (
          <>
            <dt className="text-3">From</dt>
            <dd className="min-w-0 wrap-break-word">
              <Link href={`/leads/import/${lead.import.id}`} className="rounded-tag hover:underline">
                {lead.import.fileName}
              </Link>
            </dd>
          </>
        ) : null}
        {lead.externalIds.map(({ source, externalId }) => (
          <div key={source + externalId} className="contents">
            <dt className="truncate text-3">{source}</dt>
            <dd className="min-w-0 wrap-break-word">{externalId}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
