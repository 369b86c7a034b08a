import { leadName } from '#app/(work)/leads/lead-words.ts';
import type { StandingGroup, StandingView } from '#components/settings/operations-view.ts';
import type { Group, OpenMessage, Operations, StandingRun } from '#prisma/operations.ts';
import type { FailingRun } from '#temporal/client/failing-runs.ts';

type Named = { id: string; firstName: string; lastName: string; company: string };

function leadOf(lead: Named): StandingView['lead'] {
  const nothing = { email: null, cellPhone: null, homePhone: null, workPhone: null };
  return { id: lead.id, name: leadName({ ...lead, ...nothing }), company: lead.company };
}

function runRows(group: Group<StandingRun>, why: (run: StandingRun) => string): StandingView[] {
  return group.rows.map((run) => ({
    id: run.id,
    lead: leadOf(run.lead),
    where: run.where ? `${run.play.name}, at “${run.where}”` : run.play.name,
    why: why(run),
    sinceMs: run.sinceMs,
  }));
}

function messageRows(group: Group<OpenMessage>): StandingView[] {
  return group.rows.map((message) => ({
    id: message.id,
    lead: message.lead === null ? null : leadOf(message.lead),
    where: `${message.channel === 'sms' ? 'Text' : 'Email'}: ${message.body.slice(0, 160)}`,
    why: message.why ?? 'The provider has not answered yet.',
    sinceMs: message.atMs,
  }));
}

/** Reasons for which leads stand still, the ones a person must act on first; without those that nobody is in. */
export function standingGroups(found: Operations, failing: readonly FailingRun[] | null): StandingGroup[] {
  const groups: StandingGroup[] = [
    {
      id: 'blocked',
      title: 'Blocked',
      about:
        'The step cannot be done as it is. Mend what the reason names, then try again; until then the lead waits.',
      count: found.blocked.count,
      rows: runRows(found.blocked, (run) => run.note ?? 'No reason was given.'),
      act: { act: 'retry', label: 'Try again' },
      all: {
        which: 'blocked',
        label: 'Try all again',
        question: `Try ${found.blocked.count} blocked leads again?`,
      },
    },
    {
      id: 'unconfirmed',
      title: 'Unconfirmed',
      about:
        'The provider never said whether it took the message. It is not sent again, so that nobody gets it twice; the owner has a task.',
      count: found.unconfirmed.count,
      rows: messageRows(found.unconfirmed),
      act: null,
      all: null,
    },
    {
      id: 'inDoubt',
      title: 'In doubt',
      about: 'Sent, but not yet confirmed. Baton asks the provider again after 15 seconds, 1 and 5 minutes.',
      count: found.inDoubt.count,
      rows: messageRows(found.inDoubt),
      act: null,
      all: null,
    },
    {
      id: 'failing',
      title: 'Failing in Temporal',
      about:
        'The worker fails at these leads again and again. A repaired worker goes on where they stand; nothing is lost.',
      count: failing?.length ?? 0,
      rows: (failing ?? []).map((run) => ({
        id: run.workflowId,
        lead: run.leadId === null ? null : { id: run.leadId, name: 'Open the lead', company: '' },
        where: run.workflowId,
        why: 'Its workflow task fails. The worker’s log says why.',
        sinceMs: 0,
      })),
      act: null,
      all: null,
    },
    {
      id: 'overdue',
      title: 'Overdue',
      about:
        'Should have moved by now. The worker looks after them every minute and builds lost runs anew from their rows.',
      count: found.overdue.count,
      rows: runRows(found.overdue, () => 'Nothing to do while the worker is up.'),
      act: null,
      all: null,
    },
    {
      id: 'held',
      title: 'On hold',
      about:
        'Held by a paused play, a held sender or a reply nobody waited for. Each is looked at again by itself as well.',
      count: found.held.count,
      rows: runRows(found.held, (run) => run.note ?? 'On hold.'),
      act: { act: 'retry', label: 'Try again' },
      all: { which: 'held', label: 'Try all again', question: `Try ${found.held.count} held leads again?` },
    },
    {
      id: 'paused',
      title: 'Paused by a person',
      about: 'They go on when somebody resumes them.',
      count: found.paused.count,
      rows: runRows(found.paused, () => 'Paused for this lead.'),
      act: { act: 'resume', label: 'Resume' },
      all: null,
    },
  ];
  return groups.filter((group) => group.count > 0);
}
