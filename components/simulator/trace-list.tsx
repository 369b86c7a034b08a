'use client';

import {
  BanIcon,
  CircleCheckIcon,
  CircleHelpIcon,
  ClipboardListIcon,
  CornerUpLeftIcon,
  FlagIcon,
  GitForkIcon,
  HandIcon,
  HourglassIcon,
  LogInIcon,
  type LucideIcon,
  MailIcon,
  MessageSquareTextIcon,
  MoonIcon,
  PauseIcon,
  PencilLineIcon,
  PlayIcon,
  RotateCcwIcon,
  ShuffleIcon,
  SkipForwardIcon,
  WorkflowIcon,
} from 'lucide-react';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { dayTitle, timeOf } from '#components/simulator/lead-clock.ts';
import { cn } from '#components/ui/class-names.ts';
import { exactWords } from '#components/ui/time-words.ts';
import type { TraceKind, TraceLine } from '#workflows/simulate/trace.ts';

const signs: { [Kind in TraceKind]: { icon: LucideIcon; tone?: string } } = {
  entered: { icon: LogInIcon },
  sent: { icon: MessageSquareTextIcon },
  notSent: { icon: BanIcon, tone: 'text-late' },
  unconfirmed: { icon: CircleHelpIcon, tone: 'text-warn' },
  inDoubt: { icon: CircleHelpIcon, tone: 'text-warn' },
  held: { icon: MoonIcon, tone: 'text-held' },
  waiting: { icon: HourglassIcon },
  waited: { icon: CircleCheckIcon },
  replied: { icon: CornerUpLeftIcon, tone: 'text-accent-text' },
  unheard: { icon: ClipboardListIcon, tone: 'text-warn' },
  noReply: { icon: HourglassIcon },
  optedOut: { icon: HandIcon, tone: 'text-late' },
  branched: { icon: GitForkIcon },
  drawn: { icon: ShuffleIcon },
  set: { icon: PencilLineIcon },
  started: { icon: WorkflowIcon },
  notStarted: { icon: BanIcon, tone: 'text-late' },
  task: { icon: ClipboardListIcon },
  looped: { icon: RotateCcwIcon },
  paused: { icon: PauseIcon, tone: 'text-held' },
  resumed: { icon: PlayIcon },
  skipped: { icon: SkipForwardIcon },
  limit: { icon: FlagIcon, tone: 'text-warn' },
  blocked: { icon: BanIcon, tone: 'text-late' },
  ended: { icon: FlagIcon, tone: 'text-ok' },
  stopped: { icon: PauseIcon, tone: 'text-warn' },
};

/** What would happen, day by day in the lead's zone. A line at a step selects it on the canvas. */
export function TraceList({ lines, zone }: { lines: readonly TraceLine[]; zone: string }) {
  let day = '';
  return (
    <ol aria-label="What would happen" className="flex flex-col px-2 py-2">
      {lines.map((line, i) => {
        const title = dayTitle(line.atMs, zone);
        const isNewDay = title !== day;
        day = title;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is replaced as a whole
          <li key={i}>
            {isNewDay ? <h3 className="px-2 pt-3 pb-1 text-meta font-medium text-3">{title}</h3> : null}
            <Line line={line} zone={zone} />
          </li>
        );
      })}
    </ol>
  );
}

function Line({ line, zone }: { line: TraceLine; zone: string }) {
  const editor = useEditor();
  const isSelected = useEditorState((state) => line.node !== null && state.selected.has(line.node));
  const { icon, tone } = signs[line.kind];
  const isMessage = line.kind === 'sent' || line.kind === 'unconfirmed';
  const Icon = isMessage && line.channel === 'email' ? MailIcon : icon;
  const channelTone = isMessage ? (line.channel === 'email' ? 'text-email' : 'text-sms') : undefined;
  const { node } = line;
  const inside = (
    <>
      <time
        dateTime={new Date(line.atMs).toISOString()}
        title={exactWords(line.atMs, zone)}
        className="w-10 shrink-0 pt-px text-meta leading-5 text-3 tabular-nums"
      >
        {timeOf(line.atMs, zone)}
      </time>
      <Icon aria-hidden="true" className={cn('mt-0.5 size-4 shrink-0 text-3', tone, channelTone)} />
      <span className="min-w-0 flex-1">
        <span className="block text-ui text-1">{line.sentence}</span>
        {line.subject ? <span className="mt-1 block text-ui font-medium text-1">{line.subject}</span> : null}
        {line.body ? <Words line={line} words={line.body} /> : null}
      </span>
    </>
  );
  const shape = 'flex w-full items-start gap-2 rounded-control px-2 py-1.5 text-left';
  if (node === null) return <div className={shape}>{inside}</div>;
  return (
    <button
      type="button"
      aria-pressed={isSelected}
      onClick={() => editor.goTo({ node })}
      className={cn(shape, 'hover:bg-hover', isSelected && 'bg-accent-soft hover:bg-accent-soft')}
    >
      {inside}
    </button>
  );
}

function Words({ line, words }: { line: TraceLine; words: string }) {
  const isTheirs = line.kind === 'replied' || line.kind === 'unheard' || line.kind === 'optedOut';
  return (
    <span
      className={cn(
        'mt-1 block rounded-bubble px-3 py-1.5 text-ui break-words whitespace-pre-wrap',
        isTheirs ? 'rounded-bl-tag bg-hover' : 'rounded-br-tag border border-line bg-surface',
        line.channel === 'email' && 'line-clamp-6',
      )}
    >
      {words.trim()}
    </span>
  );
}
