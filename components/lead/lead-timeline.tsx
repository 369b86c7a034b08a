'use client';

import Link from 'next/link';
import { useState } from 'react';
import { dayAndTime, dayKey, dayTitle, timeOfDay } from '#components/lead/day-words.ts';
import type { MessageView, TimelineItem } from '#components/lead/lead-sheet.ts';
import { lineSign } from '#components/lead/line-sign.tsx';
import { cn } from '#components/ui/class-names.ts';
import { usePresent } from '#components/ui/present.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { exactWords, sameWallClock, zoneWords } from '#components/ui/time-words.ts';

type LeadTimelineProps = {
  items: readonly TimelineItem[];
  /** The lead's zone: days and hours are told by it. */
  zone: string;
};

/** Everything said and done, the newest first, grouped by the lead's days; each line with its reason. */
export function LeadTimeline({ items, zone }: LeadTimelineProps) {
  const { nowMs, readerZone } = usePresent();
  const days = Map.groupBy(items, (item) => dayKey(item.atMs, zone));
  return [...days].map(([day, lines]) => (
    <section key={day} aria-label={dayTitle(lines[0]?.atMs ?? nowMs, nowMs, zone)} className="not-first:mt-2">
      <h3 className="text-ui text-2">{dayTitle(lines[0]?.atMs ?? nowMs, nowMs, zone)}</h3>
      <ol className="mt-2">
        {lines.map((item) => (
          <TimelineLine key={item.id} item={item} zone={zone} readerZone={readerZone} />
        ))}
      </ol>
    </section>
  ));
}

/** "Times in Chicago, the lead's zone and yours." or "... yours below". */
export function TimelineZone({ zone }: { zone: string }) {
  const { nowMs, readerZone } = usePresent();
  return (
    <span className="text-meta text-3">
      {sameWallClock(nowMs, zone, readerZone)
        ? `Times in ${zoneWords(zone)}, the lead’s zone and yours`
        : `Times in ${zoneWords(zone)}, the lead’s zone; ${zoneWords(readerZone)}, yours, below`}
    </span>
  );
}

function TimelineLine({ item, zone, readerZone }: { item: TimelineItem; zone: string; readerZone: string }) {
  const { message } = item;
  const sameDay = dayKey(item.atMs, zone) === dayKey(item.atMs, readerZone);
  return (
    <li className="group/line grid grid-cols-[40px_16px_minmax(0,1fr)] gap-x-3">
      <time
        dateTime={new Date(item.atMs).toISOString()}
        title={exactWords(item.atMs, zone)}
        className="text-right text-ui text-2"
      >
        {timeOfDay(item.atMs, zone)}
        {sameWallClock(item.atMs, zone, readerZone) ? null : (
          <span title={exactWords(item.atMs, readerZone)} className="block text-micro text-3">
            {sameDay ? timeOfDay(item.atMs, readerZone) : dayAndTime(item.atMs, readerZone)}
          </span>
        )}
      </time>
      <span className="flex flex-col items-center">
        <span className="flex h-5 items-center [&>svg]:size-3.5">{lineSign(item)}</span>
        <span aria-hidden="true" className="my-1 w-px flex-1 bg-line" />
      </span>
      <div className="min-w-0 pb-3">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-ui">
          <span>
            <b className="font-semibold">{item.title}</b>
            {message?.fate ? (
              <span className={fateTone[message.fate.tone]}>, {message.fate.words}</span>
            ) : null}
          </span>
          {message?.intent ? <Intent intent={message.intent} /> : null}
        </p>
        <Reason item={item} />
        {message ? <Bubble message={message} /> : null}
      </div>
    </li>
  );
}

const fateTone = {
  plain: 'text-2',
  ok: 'text-2',
  warn: 'text-warn',
  late: 'text-late',
  held: 'text-held',
};

function Intent({ intent }: { intent: NonNullable<MessageView['intent']> }) {
  return (
    <span className="inline-flex items-center gap-1.5" title={intent.why ?? undefined}>
      <Tag tone="accent">{intent.words}</Tag>
      {intent.sure === null ? null : (
        <span className="text-meta text-3 tabular-nums">{Math.round(intent.sure * 100)} % sure</span>
      )}
    </span>
  );
}

/** Why, and by which play where the title does not say it. */
function Reason({ item }: { item: TimelineItem }) {
  const play = item.play !== null && !item.title.includes(item.play.name) ? item.play : null;
  if (item.detail === '' && play === null) return null;
  return (
    <p className="text-meta wrap-anywhere whitespace-pre-line text-3">
      {play ? item.detail.replace(/\.$/, '') : item.detail}
      {item.detail && play ? ' · ' : ''}
      {play ? (
        <Link href={`/plays/${play.id}`} className="rounded-tag hover:text-1 hover:underline">
          {play.name}
        </Link>
      ) : null}
    </p>
  );
}

/** Longer ones are folded: a timeline is read at a glance. */
const FOLD_LINES = 6;
const FOLD_CHARACTERS = 420;

/** What was said, in its own words. */
function Bubble({ message }: { message: MessageView }) {
  const [isOpen, setIsOpen] = useState(false);
  const { body } = message;
  if (body === '') return null;
  const isLong = body.length > FOLD_CHARACTERS || body.split('\n').length > FOLD_LINES;
  return (
    <div className="mt-1.5 max-w-140">
      <div
        className={cn(
          'rounded-card px-3 py-2 text-body wrap-anywhere whitespace-pre-line',
          message.direction === 'in' ? 'bg-hover' : 'border border-line bg-surface',
        )}
      >
        {message.subject ? <p className="text-ui font-semibold">{message.subject}</p> : null}
        <p className={cn(isLong && !isOpen && 'line-clamp-4')}>{body}</p>
      </div>
      {isLong ? (
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="mt-1 rounded-tag text-meta font-medium text-accent-text hover:underline"
        >
          {isOpen ? 'Fold' : 'Show all'}
        </button>
      ) : null}
    </div>
  );
}
