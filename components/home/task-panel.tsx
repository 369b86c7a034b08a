'use client';

import Link from 'next/link';
import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import type { HomeTask } from '#components/home/home-view.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { Clock } from '#components/ui/clock.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';

type TaskPanelProps = {
  tasks: readonly HomeTask[];
  /** How many there are, and how many of them are late. */
  counts: { open: number; late: number };
  /** Null: may not be done by this person. */
  finish: ((taskId: string) => Promise<Outcome>) | null;
};

/** What waits for a person, the most urgent first. */
export function TaskPanel({ tasks, counts, finish }: TaskPanelProps) {
  const { pending, run } = useAct();
  return (
    <Panel title="Waiting for a person" note={noteOf(counts)}>
      {tasks.length === 0 ? (
        <EmptyState title="Nothing waits for you">
          A reply that no play was waiting for, a text that may not have arrived, a lead whose play cannot go
          on: each appears here with its clock, the most urgent first.
        </EmptyState>
      ) : (
        <ul>
          {tasks.map((task) => (
            <li
              key={task.id}
              className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0 wide:min-h-10"
            >
              <span className="w-28 shrink-0">
                <Clock reading={{ kind: 'due', dueAtMs: task.dueAtMs, sinceMs: task.createdAtMs }} />
              </span>
              <div className="min-w-0 flex-1 basis-64 text-ui">
                {task.lead ? (
                  <p className="truncate">
                    <Link href={`/leads/${task.lead.id}`} className="rounded-tag hover:underline">
                      <span className="font-semibold">{task.lead.name}</span>{' '}
                      <span className="text-2">{task.lead.company}</span>
                    </Link>
                  </p>
                ) : null}
                <p className="text-2">{task.sentence}</p>
              </div>
              <span className="flex w-36 shrink-0 items-center gap-2 text-ui">
                {task.owner === null ? (
                  <>
                    <span
                      aria-hidden="true"
                      className="size-6 shrink-0 rounded-full border border-dashed border-warn"
                    />
                    <span className="text-warn">nobody yet</span>
                  </>
                ) : (
                  <>
                    <Avatar name={task.owner} />
                    <span className="truncate">{task.owner}</span>
                  </>
                )}
              </span>
              {finish ? (
                <Button
                  size="sm"
                  pending={pending === task.id}
                  onClick={() =>
                    void run(task.id, () => finish(task.id), {
                      done: 'Task done',
                      failed: 'The task could not be marked done',
                    })
                  }
                >
                  Done
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function noteOf({ open, late }: { open: number; late: number }): string | null {
  if (open === 0) return null;
  return late > 0
    ? `${late.toLocaleString('en')} late of ${open.toLocaleString('en')}`
    : open.toLocaleString('en');
}
