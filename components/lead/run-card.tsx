'use client';

import { EllipsisIcon } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import type { RunAct, RunView } from '#components/lead/lead-sheet.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { DropdownMenu } from '#components/ui/dropdown-menu.tsx';
import { usePresent } from '#components/ui/present.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tag, type TagTone } from '#components/ui/tag.tsx';

type RunCardProps = {
  run: RunView;
  /** "Priya". */
  leadName: string;
  zone: string;
  act: (runId: string, act: RunAct) => Promise<Outcome>;
};

const STATUS: Record<RunView['status'], { words: string; tone: TagTone }> = {
  running: { words: 'Working', tone: 'accent' },
  waiting: { words: 'Waiting', tone: 'plain' },
  paused: { words: 'Paused', tone: 'held' },
  held: { words: 'On hold', tone: 'held' },
  blocked: { words: 'Blocked', tone: 'late' },
  ended: { words: 'Ended', tone: 'plain' },
};

const ACT_WORDS: Record<RunAct, { label: string; help?: string; done: string; failed: string }> = {
  pause: { label: 'Pause', done: 'Paused', failed: 'The play could not be paused' },
  resume: { label: 'Resume', done: 'Resumed', failed: 'The play could not be resumed' },
  skip: {
    label: 'Skip this wait',
    help: 'Goes on now, as if the time were over. It is noted on the timeline.',
    done: 'The wait is skipped',
    failed: 'The wait could not be skipped',
  },
  retry: { label: 'Try again', done: 'Trying again', failed: 'It could not be tried again' },
  takeOut: { label: 'Take out', done: 'Taken out', failed: 'The lead could not be taken out' },
};

/** One play a lead is in: where it stands in words, until when, how long at most, and what a person can do. */
export function RunCard({ run, leadName, zone, act }: RunCardProps) {
  const { nowMs } = usePresent();
  const { pending, run: perform } = useAct();
  const [asking, setAsking] = useState(false);
  const status = STATUS[run.status];
  // Of the acts that fit now the first stands as a button, the rest behind the dots.
  const [main, ...more] = run.acts.filter((each) => each !== 'takeOut');

  const start = (each: RunAct) =>
    void perform(each, () => act(run.id, each), {
      done: `${ACT_WORDS[each].done}: ${run.play.name}, ${leadName}`,
      failed: ACT_WORDS[each].failed,
    });

  return (
    <article className="rounded-card border border-line bg-surface p-3">
      <header className="flex items-center gap-2 text-ui">
        <h4 className="min-w-0 truncate font-semibold">
          <Link href={`/plays/${run.play.id}`} className="rounded-tag hover:underline">
            {run.play.name}
          </Link>{' '}
          <span className="font-normal text-3">v{run.version}</span>
        </h4>
        <Tag tone={status.tone} className="ml-auto">
          {status.words}
        </Tag>
      </header>
      <p title={run.where} className="mt-0.5 line-clamp-2 text-meta text-2">
        {run.where}
      </p>
      {run.note && run.status !== 'paused' ? (
        <p className="text-meta text-3">{run.note}</p>
      ) : run.untilMs === null || run.status === 'running' || run.status === 'paused' ? null : (
        <p className="text-meta text-3">
          Until <RelativeTime atMs={run.untilMs} zone={zone} />
        </p>
      )}
      {run.status === 'ended' ? (
        <p className="text-meta text-3">
          {run.endLabel ? `${run.endLabel}, ` : ''}
          {run.endedAtMs === null ? null : <RelativeTime atMs={run.endedAtMs} />}
        </p>
      ) : (
        <Stay run={run} nowMs={nowMs} />
      )}
      {run.acts.length > 0 ? (
        <div className="mt-2.5 flex flex-wrap gap-2">
          {main ? (
            <Button size="sm" pending={pending === main} onClick={() => start(main)}>
              {ACT_WORDS[main].label}
            </Button>
          ) : null}
          {run.acts.includes('takeOut') ? (
            <Button size="sm" pending={pending === 'takeOut'} onClick={() => setAsking(true)}>
              Take out
            </Button>
          ) : null}
          {more.length > 0 ? (
            <DropdownMenu
              trigger={
                <Button size="sm" icon variant="ghost" aria-label={`More for ${run.play.name}`}>
                  <EllipsisIcon aria-hidden="true" />
                </Button>
              }
              items={more.map((each) => ({
                label: ACT_WORDS[each].label,
                ...(ACT_WORDS[each].help ? { help: ACT_WORDS[each].help } : {}),
                run: () => start(each),
              }))}
            />
          ) : null}
        </div>
      ) : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        question={`Take ${leadName} out of ${run.play.name}?`}
        consequence="Its waits end now, and nothing more is sent by this play. What was sent stays on the timeline."
        confirm="Take out"
        harmful
        onConfirm={() => act(run.id, 'takeOut')}
      />
    </article>
  );
}

/** How much of the longest possible stay is over: the promise that no lead is forgotten in a play. */
function Stay({ run, nowMs }: { run: RunView; nowMs: number }) {
  if (run.latestMs === null) {
    return <p className="text-meta text-3">Stands still until a person decides</p>;
  }
  const whole = Math.max(1, run.latestMs - run.enteredAtMs);
  const share = Math.min(1, Math.max(0, (nowMs - run.enteredAtMs) / whole));
  return (
    <>
      <p className="text-meta text-3">
        Longest possible stay: until <RelativeTime atMs={run.latestMs} as="date" />
      </p>
      <div
        role="img"
        aria-label={`${Math.round(share * 100)} % of the longest possible stay is over`}
        className="mt-2 h-1 overflow-hidden rounded-full bg-active"
      >
        <div className="h-full rounded-full bg-accent" style={{ width: `${share * 100}%` }} />
      </div>
    </>
  );
}
