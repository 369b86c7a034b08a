'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef, useTransition } from 'react';

/** How often a visible page asks whether the carrier has something new. */
const ASK_EVERY_MS = 1_500;

type LiveSandboxProps = {
  /** Where the carrier's news were read with the page; null: it did not answer. */
  cursor: string | null;
  /** What happened at the carrier since: anything? */
  look: (cursor: string | null) => Promise<{ cursor: string | null; changed: boolean }>;
};

/** Reads the page anew when the carrier has something new: a text arrived, a persona answered, a mail was opened. */
export function LiveSandbox({ cursor, look }: LiveSandboxProps) {
  const router = useRouter();
  const [reading, startReading] = useTransition();
  const busy = useRef(false);
  busy.current = reading;

  useEffect(() => {
    let at = cursor;
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    const ask = async () => {
      if (document.visibilityState === 'visible' && !busy.current) {
        try {
          const news = await look(at);
          if (isOver) return;
          at = news.cursor;
          if (news.changed) startReading(() => router.refresh());
        } catch {
          // The site restarts; the banner says so, and the next look finds what was missed.
        }
      }
      if (!isOver) timer = setTimeout(ask, ASK_EVERY_MS);
    };
    timer = setTimeout(ask, ASK_EVERY_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [cursor, look, router]);
  return null;
}
