'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState, useTransition } from 'react';
import { useChanges } from '#components/live/use-changes.ts';

type LivePageProps = {
  /** Where the page was read. */
  cursor: number | null;
  /** What the page shows: kinds, each with the ids that count, or any of them. Messages are named by their lead's id. */
  watch: Readonly<Record<string, readonly string[] | 'any'>>;
};

/** Reads the server-drawn page anew when something on it changed. Draws nothing; what is open or half typed stays. */
export function LivePage({ cursor, watch }: LivePageProps) {
  const router = useRouter();
  const [reading, startReading] = useTransition();
  const [isOld, setIsOld] = useState(false);

  useChanges(cursor, ({ changed, missed }) => {
    const concerns = changed.some(({ kind, id }) => {
      const ids = watch[kind];
      return kind === 'workspace' || ids === 'any' || ids?.includes(id);
    });
    if (missed || concerns) setIsOld(true);
  });

  // One reading at a time: a busy workspace must not pile them up. What came meanwhile is read after it.
  useEffect(() => {
    if (!isOld || reading) return;
    setIsOld(false);
    startReading(() => router.refresh());
  }, [isOld, reading, router]);
  return null;
}
