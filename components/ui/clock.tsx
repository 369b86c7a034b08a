'use client';

import { cn } from '#components/ui/class-names.ts';
import { usePresent } from '#components/ui/present.tsx';
import {
  type ClockReading,
  type ClockState,
  exactWords,
  readClock,
  sameWallClock,
  zoneWords,
} from '#components/ui/time-words.ts';

type ClockProps = {
  /** `{ kind: 'due', dueAtMs, sinceMs? }`, `{ kind: 'held', untilMs }` or `{ kind: 'met', metAtMs, sinceMs, dueAtMs? }`. */
  reading: ClockReading;
  /** What the clock is on, before its words: "First attempt". */
  lead?: string;
  /** The lead's zone, where that matters; named when its clock shows something else than the reader's. */
  zone?: string;
  className?: string;
};

const tones: Record<ClockState, string> = {
  ok: 'text-2',
  soon: 'text-warn',
  late: 'text-late',
  held: 'text-held',
  met: 'text-ok',
};

/** A clock on a wait: sign, colour and words say the same. Never cut short. Exact time on hover. */
export function Clock({ reading, lead, zone, className }: ClockProps) {
  const { nowMs, readerZone } = usePresent();
  const shown = zone ?? readerZone;
  const face = readClock(reading, nowMs, shown);
  const saysHour = /\d\d:\d\d/.test(face.words);
  const named = saysHour && face.atMs !== null && !sameWallClock(face.atMs, shown, readerZone);
  return (
    <span
      className={cn(
        'inline-flex shrink-0 items-center gap-1.5 align-middle text-ui font-medium whitespace-nowrap tabular-nums',
        tones[face.state],
        className,
      )}
    >
      <ClockSign state={face.state} left={face.left} />
      {face.atMs === null ? (
        <span>
          {lead ? `${lead} ` : ''}
          {face.words}
        </span>
      ) : (
        <time dateTime={new Date(face.atMs).toISOString()} title={exactWords(face.atMs, shown)}>
          {lead ? `${lead} ` : ''}
          {face.words}
          {named ? ` ${zoneWords(shown)}` : ''}
        </time>
      )}
    </span>
  );
}

const radius = 5.5;
const around = 2 * Math.PI * radius;

type ClockSignProps = {
  state: ClockState;
  /** Share of the time that is left, 0 to 1; drawn by `ok` and `soon`. */
  left?: number | null;
};

/** The 14-px sign alone: a thin ring, a thick amber arc, a diamond, bars, a tick. Words stand beside it. */
export function ClockSign({ state, left }: ClockSignProps) {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" className="shrink-0" fill="none">
      {state === 'ok' || state === 'soon' ? (
        <>
          <circle cx="7" cy="7" r={radius} className="stroke-line-strong" strokeWidth="1.6" />
          <circle
            cx="7"
            cy="7"
            r={radius}
            className={state === 'soon' ? 'stroke-warn' : 'stroke-text-3'}
            strokeWidth={state === 'soon' ? 2.4 : 1.6}
            strokeDasharray={`${(around * Math.max(0.06, left ?? 1)).toFixed(2)} ${around.toFixed(2)}`}
            transform="rotate(-90 7 7)"
          />
        </>
      ) : null}
      {state === 'late' ? (
        <>
          <rect
            x="2.05"
            y="2.05"
            width="9.9"
            height="9.9"
            rx="2"
            transform="rotate(45 7 7)"
            className="fill-late"
          />
          <path d="M7 4.1v3.6M7 9.8v.1" className="stroke-on-late" strokeWidth="1.5" strokeLinecap="round" />
        </>
      ) : null}
      {state === 'held' ? (
        <>
          <circle cx="7" cy="7" r={radius} className="stroke-held" strokeWidth="1.5" />
          <path d="M5.6 5v4M8.4 5v4" className="stroke-held" strokeWidth="1.5" strokeLinecap="round" />
        </>
      ) : null}
      {state === 'met' ? (
        <>
          <circle cx="7" cy="7" r="6.2" className="fill-ok" />
          <path
            d="M4.4 7.1l1.8 1.8 3.4-3.7"
            className="stroke-surface"
            strokeWidth="1.5"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      ) : null}
    </svg>
  );
}
