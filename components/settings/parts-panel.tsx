import type { PartView, QueueView } from '#components/settings/operations-view.ts';
import { Panel } from '#components/ui/panel.tsx';
import { Tag, type TagTone } from '#components/ui/tag.tsx';
import { lengthWords } from '#components/ui/time-words.ts';

type PartsPanelProps = {
  parts: readonly PartView[];
  /** Wall clock: parts know nothing of a workspace's moved one. */
  wallMs: number;
};

const STATES: Record<PartView['state'], { words: string; tone: TagTone }> = {
  up: { words: 'Up', tone: 'ok' },
  starting: { words: 'Starting', tone: 'warn' },
  restarting: { words: 'Starting again', tone: 'warn' },
  down: { words: 'Down', tone: 'late' },
  elsewhere: { words: 'Elsewhere', tone: 'plain' },
};

/** What Baton is made of, and whether each part is there. */
export function PartsPanel({ parts, wallMs }: PartsPanelProps) {
  return (
    <Panel title="Parts">
      <ul>
        {parts.map((part) => (
          <li key={part.name} className="border-b border-line px-4 py-2 last:border-b-0">
            <p className="flex items-center gap-2 text-ui">
              <span className="min-w-0 flex-1 truncate font-medium">{part.name}</span>
              {part.sinceMs === null ? null : (
                <span className="text-meta text-3 tabular-nums">
                  for {lengthWords(Math.max(0, wallMs - part.sinceMs))}
                </span>
              )}
              <Tag tone={STATES[part.state].tone}>{STATES[part.state].words}</Tag>
            </p>
            <p className="text-meta text-3">
              {part.about}
              {part.restarts > 0
                ? ` Started again ${part.restarts === 1 ? 'once' : `${part.restarts} times`}.`
                : ''}
            </p>
            {part.why ? <p className="text-meta wrap-anywhere text-2">{part.why}</p> : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Work on its way from one part to another; normally there is none, or it is seconds old. */
export function QueuesPanel({ queues, wallMs }: { queues: readonly QueueView[]; wallMs: number }) {
  return (
    <Panel title="On the way">
      <ul>
        {queues.map((queue) => (
          <li key={queue.id} className="border-b border-line px-4 py-2 last:border-b-0">
            <p className="flex items-baseline gap-2 text-ui">
              <span className="min-w-0 flex-1 font-medium">{queue.title}</span>
              <span className={queue.isStale ? 'text-late tabular-nums' : 'text-2 tabular-nums'}>
                {queue.waiting.toLocaleString('en')}
                {queue.oldestWallMs === null
                  ? ''
                  : `, oldest ${lengthWords(Math.max(0, wallMs - queue.oldestWallMs))}`}
              </span>
            </p>
            <p className="text-meta text-3">{queue.about}</p>
            {queue.lastError ? <p className="text-meta wrap-anywhere text-late">{queue.lastError}</p> : null}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
