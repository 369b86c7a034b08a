'use client';

import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import type { HeldSenderView } from '#components/settings/operations-view.ts';
import { Button } from '#components/ui/button.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';

type HeldSendersProps = {
  senders: readonly HeldSenderView[];
  /** Null: this person may only look. */
  lift: ((senderId: string) => Promise<Outcome<{ woken: number }>>) | null;
};

/** Senders whose provider refuses them: nothing goes out from them until somebody mends it and lets them go on. */
export function HeldSenders({ senders, lift }: HeldSendersProps) {
  const { pending, run } = useAct();
  return (
    <Panel title="Senders on hold" note={String(senders.length)}>
      <ul>
        {senders.map((sender) => (
          <li
            key={sender.id}
            className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0"
          >
            <div className="min-w-0 flex-1 basis-64">
              <p className="text-ui">
                <span className="font-semibold">{sender.name}</span>{' '}
                <span className="text-2 tabular-nums">{sender.number}</span>
              </p>
              <p className="text-meta text-3">
                {sender.waiting.toLocaleString('en')} {sender.waiting === 1 ? 'lead waits' : 'leads wait'},
                since <RelativeTime atMs={sender.sinceMs} />
              </p>
            </div>
            <p className="min-w-0 flex-1 basis-64 text-ui text-2">{sender.why}</p>
            {lift ? (
              <Button
                size="sm"
                pending={pending === sender.id}
                onClick={() =>
                  void run(sender.id, () => lift(sender.id), {
                    done: ({ woken }) =>
                      `${sender.name} sends again, ${woken.toLocaleString('en')} ${woken === 1 ? 'lead tries' : 'leads try'} again`,
                    failed: 'The sender stays on hold',
                  })
                }
              >
                Let it send again
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
