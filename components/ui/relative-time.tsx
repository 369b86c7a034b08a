'use client';

import { cn } from '#components/ui/class-names.ts';
import { usePresent } from '#components/ui/present.tsx';
import {
  agoWords,
  dateWords,
  exactWords,
  sameWallClock,
  stamp,
  zoneWords,
} from '#components/ui/time-words.ts';

type RelativeTimeProps = {
  /** Milliseconds since 1970. */
  atMs: number;
  /**
   * `stamp`: "14:05", "Tue 14:05", "18 Dec 14:05" (the default). `ago`: "12 min ago" within the hour, then the stamp.
   * `date`: "today", "Tue", "18 Dec", when the hour does not matter.
   */
  as?: 'stamp' | 'ago' | 'date';
  /** Words before it, in the same line: "waiting since". */
  lead?: string;
  /** The lead's zone, where that matters; it is named when its clock shows something else than the reader's. */
  zone?: string;
  className?: string;
};

const tell = { stamp, ago: agoWords, date: dateWords };

/** An instant as people tell it; exact on hover. */
export function RelativeTime({ atMs, as = 'stamp', lead, zone, className }: RelativeTimeProps) {
  const { nowMs, readerZone } = usePresent();
  const shown = zone ?? readerZone;
  const named = zone !== undefined && !sameWallClock(atMs, zone, readerZone);
  return (
    <time
      dateTime={new Date(atMs).toISOString()}
      title={exactWords(atMs, shown)}
      className={cn('whitespace-nowrap', className)}
    >
      {lead ? `${lead} ` : ''}
      {tell[as](atMs, nowMs, shown)}
      {named ? ` ${zoneWords(shown)}` : ''}
    </time>
  );
}
