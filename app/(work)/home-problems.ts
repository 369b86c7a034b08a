import type { HomeProblem } from '#components/home/side-panels.tsx';
import type { PlayGlance } from '#prisma/home-facts.ts';
import type { Operations } from '#prisma/operations.ts';

const leads = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'lead' : 'leads'}`;

/** What keeps leads from going on, the worst first. `operations`: null for somebody who may not see them. */
export function homeProblems(plays: readonly PlayGlance[], operations: Operations | null): HomeProblem[] {
  const href = '/settings/operations';
  return [
    ...(operations?.senders ?? []).map((sender) => ({
      id: sender.id,
      title: `${sender.name} is on hold`,
      detail: `${sender.why} ${leads(sender.waiting)} wait for it.`,
      href,
    })),
    ...plays
      .filter((play) => play.blocked > 0)
      .map((play) => ({
        id: `${play.id} blocked`,
        title: play.name,
        detail: `${leads(play.blocked)} blocked: a step cannot be done as it is`,
        href: operations === null ? `/plays/${play.id}` : href,
      })),
    ...plays
      .filter((play) => play.state === 'paused')
      .map((play) => ({
        id: `${play.id} paused`,
        title: play.name,
        detail: `Paused: ${leads(play.inIt)} wait until somebody resumes it`,
        href: `/plays/${play.id}`,
      })),
    ...(operations !== null && operations.unconfirmed.count > 0
      ? [
          {
            id: 'unconfirmed',
            title: 'Unconfirmed messages',
            detail: `${operations.unconfirmed.count.toLocaleString('en')} may not have arrived, and are not sent again`,
            href,
          },
        ]
      : []),
  ];
}
