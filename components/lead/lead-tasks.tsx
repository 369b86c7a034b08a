'use client';

import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import type { TaskView } from '#components/lead/lead-sheet.ts';
import { Button } from '#components/ui/button.tsx';
import { Clock } from '#components/ui/clock.tsx';

type LeadTasksProps = {
  tasks: readonly TaskView[];
  /** Null: may not be done by this person. */
  finish: ((taskId: string) => Promise<Outcome>) | null;
};

/** What a person has still to do for this lead, by its clock. */
export function LeadTasks({ tasks, finish }: LeadTasksProps) {
  const { pending, run } = useAct();
  return (
    <ul className="flex flex-col gap-3">
      {tasks.map((task) => (
        <li key={task.id} className="text-ui">
          <Clock reading={{ kind: 'due', dueAtMs: task.dueAtMs, sinceMs: task.createdAtMs }} />
          <p className="mt-0.5 text-1">{task.sentence}</p>
          {finish === null ? null : (
            <Button
              size="sm"
              className="mt-1.5"
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
          )}
        </li>
      ))}
    </ul>
  );
}
