import type { Metadata } from 'next';
import { homeProblems } from '#app/(work)/home-problems.ts';
import { finishLeadTask } from '#app/(work)/leads/[id]/actions.ts';
import { leadName } from '#app/(work)/leads/lead-words.ts';
import { requireCaller } from '#app/session.ts';
import { HereAndNow } from '#components/home/here-and-now.tsx';
import type { SetUpStep } from '#components/home/home-view.ts';
import { PlayPanel } from '#components/home/play-panel.tsx';
import { ProblemPanel, ReplyPanel, SetUpPanel } from '#components/home/side-panels.tsx';
import { TaskPanel } from '#components/home/task-panel.tsx';
import { LivePage } from '#components/live/live-page.tsx';
import { PageBody } from '#components/shell/page-body.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';
import { may } from '#prisma/caller.ts';
import { since } from '#prisma/changes.ts';
import { database } from '#prisma/database.ts';
import { playGlances, readSetUp, type SetUp } from '#prisma/home-facts.ts';
import { latestReplies } from '#prisma/messages.ts';
import { readOperations } from '#prisma/operations.ts';
import { countTasks, openTasks } from '#prisma/tasks.ts';
import { listMembers, nowMs } from '#prisma/workspaces.ts';
import { intentLabel } from '#workflows/intent/intents.ts';

export const metadata: Metadata = { title: 'Home' };

const TASKS = 12;
const REPLIES = 5;

export default async function HomePage() {
  const { caller, workspace } = await requireCaller();
  const db = database();
  const wallMs = Date.now();
  const presentMs = nowMs(workspace, wallMs);
  const { cursor } = await since(db, caller, null);
  const [{ tasks }, counts, plays, replies, setUp, members, operations] = await Promise.all([
    openTasks(db, caller, { limit: TASKS }),
    countTasks(db, caller, presentMs),
    playGlances(db, caller, presentMs),
    latestReplies(db, caller, REPLIES),
    readSetUp(db, caller),
    listMembers(db, caller),
    may(caller, 'operations.read') ? readOperations(db, caller, { nowMs: presentMs, wallMs }) : null,
  ]);
  const names = new Map(members.map((member) => [member.userId, member.name]));
  const problems = homeProblems(plays, operations);
  const steps = setUpSteps(setUp);
  const isSetUp = steps.every((step) => step.isDone);
  // Until a play is live there is nothing else that a person could see here.
  const isFirstDay = plays.length === 0 && !isSetUp;
  return (
    <>
      <LivePage
        cursor={cursor}
        watch={{ task: 'any', enrolment: 'any', message: 'any', play: 'any', sender: 'any', import: 'any' }}
      />
      <TopBar title="Home" note={<HereAndNow timeZone={workspace.timeZone} />} />
      <PageBody>
        <div className="grid grid-cols-1 items-start gap-4 desk:grid-cols-[minmax(0,1fr)_304px]">
          <div className="flex min-w-0 flex-col gap-4">
            {isFirstDay ? <SetUpPanel steps={steps} isAlone /> : null}
            {isFirstDay && tasks.length === 0 ? null : (
              <TaskPanel
                tasks={tasks.map((task) => ({
                  id: task.id,
                  sentence: task.sentence,
                  dueAtMs: task.dueAtMs,
                  createdAtMs: task.createdAtMs,
                  owner: task.ownerId === null ? null : (names.get(task.ownerId) ?? 'Somebody who left'),
                  lead:
                    task.lead === null
                      ? null
                      : {
                          id: task.lead.id,
                          name: leadName({ ...task.lead, ...NO_ADDRESS }),
                          company: task.lead.company,
                        },
                }))}
                counts={counts}
                finish={may(caller, 'inbox.act') ? finishLeadTask : null}
              />
            )}
            {plays.length > 0 ? (
              <PlayPanel
                plays={plays.map(({ state, ...play }) => ({ ...play, isPaused: state === 'paused' }))}
              />
            ) : null}
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            {isSetUp || isFirstDay ? null : <SetUpPanel steps={steps} isAlone={false} />}
            {problems.length > 0 ? <ProblemPanel problems={problems} /> : null}
            {replies.length > 0 ? (
              <ReplyPanel
                replies={replies.map((reply) => ({
                  id: reply.id,
                  lead: { id: reply.leadId, name: reply.leadName || 'Lead without a name' },
                  channel: reply.channel === 'email' ? 'email' : 'sms',
                  words: reply.body,
                  intent: reply.intent === null ? null : intentLabel(reply.intent),
                  atMs: reply.atMs,
                }))}
              />
            ) : null}
          </div>
        </div>
      </PageBody>
    </>
  );
}

const NO_ADDRESS = { email: null, cellPhone: null, homePhone: null, workPhone: null };

function setUpSteps(setUp: SetUp): SetUpStep[] {
  const step = (
    id: string,
    label: string,
    about: string,
    isDone: boolean,
    act: SetUpStep['act'],
  ): SetUpStep => ({ id, label, about, isDone, act });
  return [
    step(
      'leads',
      'Import your leads',
      'A CSV file as your CRM exports it. Columns are guessed, and you check them.',
      setUp.hasLeads,
      { label: 'Import', href: '/leads/import' },
    ),
    step(
      'play',
      'Draw a play',
      'Texts, emails, waits for a reply and what follows from it, as a graph.',
      setUp.hasPlay,
      { label: 'Draw', href: '/plays' },
    ),
    step(
      'live',
      'Publish it',
      'It is checked first: every way ends, and every wait has a way on.',
      setUp.hasLivePlay,
      { label: 'Publish', href: '/plays' },
    ),
    step(
      'run',
      'Run it on a lead',
      'Nothing leaves this machine: your sender writes to the sandbox.',
      setUp.hasSentText,
      { label: 'Choose leads', href: '/leads' },
    ),
    step(
      'reply',
      'Answer as the lead on the sandbox phone',
      'See the play take the way you drew, and let days pass in seconds.',
      setUp.hasReply,
      { label: 'Answer', href: '/sandbox' },
    ),
  ];
}
