'use client';

import { TriangleAlertIcon } from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { usePresent } from '#components/ui/present.tsx';
import { stamp } from '#components/ui/time-words.ts';

/** Something Baton needs that does not work just now. */
export type HealthProblem = {
  id: string;
  /** "Temporal", "The sender Kestrel (312) 555-0190". */
  part: string;
  /** What is the matter, after the part's name: "is down", "answers slowly". */
  trouble: string;
  /** null: since before anybody looked. */
  sinceMs: number | null;
  /** What is kept and what follows: "nothing is lost, waiting texts go out when it is back". */
  kept: string;
};

export type Health = {
  problems: readonly HealthProblem[];
  /** When that was so, by the clock on the wall: outages know nothing of a workspace's moved clock. */
  readAtMs: number;
};

type SystemBannerProps = {
  health: Health;
  /** Asks again every 15 s while the page is in sight; without it the banner shows what it was given. */
  refresh?: (() => Promise<Health>) | undefined;
  /** Where more is told. */
  href: string;
};

const refreshMs = 15_000;

/** One line over the page while a part is down. All is well: nothing is drawn. */
export function SystemBanner({ health: first, refresh, href }: SystemBannerProps) {
  const [health, setHealth] = useState(first);
  const [unreachable, setUnreachable] = useState(false);
  const { readerZone } = usePresent();

  useEffect(() => setHealth(first), [first]);
  useEffect(() => {
    if (!refresh) return;
    const timer = setInterval(() => {
      if (document.visibilityState !== 'visible') return;
      refresh().then(
        (next) => {
          setHealth(next);
          setUnreachable(false);
        },
        () => setUnreachable(true),
      );
    }, refreshMs);
    return () => clearInterval(timer);
  }, [refresh]);

  const lines = unreachable
    ? [
        {
          id: 'web',
          words: 'Baton cannot be reached: what you see may be old, and plays keep running without this page',
        },
      ]
    : health.problems.map((problem) => ({
        id: problem.id,
        words: `${problem.part} ${problem.trouble}${problem.sinceMs === null ? '' : ` since ${stamp(problem.sinceMs, health.readAtMs, readerZone)}`}: ${problem.kept}`,
      }));

  return (
    <div role="status" className="shrink-0">
      {lines.map((line) => (
        <p
          key={line.id}
          className="flex min-h-9 items-start gap-2 border-b border-line bg-warn-soft px-4 py-2 text-ui text-1"
        >
          <TriangleAlertIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
          <span className="min-w-0 flex-1 tabular-nums">{line.words}</span>
          {unreachable ? null : (
            <Link href={href} className="shrink-0 font-medium text-accent-text hover:underline">
              What to do
            </Link>
          )}
        </p>
      ))}
    </div>
  );
}
