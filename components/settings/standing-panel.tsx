'use client';

import Link from 'next/link';
import { useState } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import type { StandingGroup } from '#components/settings/operations-view.ts';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';

type StandingPanelProps = {
  group: StandingGroup;
  /** Null: this person may only look. */
  acts: {
    act: (runId: string, act: 'retry' | 'resume') => Promise<Outcome>;
    retryAll: (which: 'blocked' | 'held') => Promise<Outcome<{ tried: number }>>;
  } | null;
};

/** Leads that stand still for one reason: how many, who, why, and what to do. */
export function StandingPanel({ group, acts }: StandingPanelProps) {
  const { pending, run } = useAct();
  const [asking, setAsking] = useState(false);
  const { act, all } = group;
  return (
    <Panel
      title={group.title}
      note={group.count.toLocaleString('en')}
      actions={
        acts && all && group.count > 1 ? (
          <Button size="sm" onClick={() => setAsking(true)}>
            {all.label}
          </Button>
        ) : null
      }
    >
      <p className="border-b border-line px-4 py-2 text-meta text-3">{group.about}</p>
      <ul>
        {group.rows.map((row) => (
          <li
            key={row.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0"
          >
            <div className="min-w-0 flex-1 basis-64">
              <p className="truncate text-ui">
                {row.lead ? (
                  <Link href={`/leads/${row.lead.id}`} className="rounded-tag hover:underline">
                    <span className="font-semibold">{row.lead.name}</span>{' '}
                    <span className="text-2">{row.lead.company}</span>
                  </Link>
                ) : (
                  <span className="font-semibold">Nobody we know</span>
                )}
              </p>
              <p className="truncate text-meta text-3" title={row.where}>
                {row.where}
              </p>
            </div>
            <p title={row.why} className="line-clamp-2 min-w-0 flex-1 basis-64 text-ui text-2">
              {row.why}
            </p>
            <span className="w-24 text-right text-meta text-3">
              <RelativeTime atMs={row.sinceMs} />
            </span>
            {acts && act ? (
              <Button
                size="sm"
                pending={pending === row.id}
                onClick={() =>
                  void run(row.id, () => acts.act(row.id, act.act), {
                    done: `${act.label}: ${row.lead?.name ?? ''}`,
                    failed: 'That could not be done',
                  })
                }
              >
                {act.label}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {group.count > group.rows.length ? (
        <p className="border-t border-line px-4 py-2 text-meta text-3">
          The {group.rows.length} oldest of {group.count.toLocaleString('en')}.
        </p>
      ) : null}
      {acts && all ? (
        <ConfirmDialog
          open={asking}
          onOpenChange={setAsking}
          question={all.question}
          consequence="Each tries its step once more. Consent, hours and caps are asked again, so nothing is sent that may not be."
          confirm={all.label}
          onConfirm={() => acts.retryAll(all.which)}
        />
      ) : null}
    </Panel>
  );
}
