'use client';

import { useEffect, useState } from 'react';
import { z } from 'zod';
import type { PlayCounts } from '#components/canvas/counts.ts';

const Answer = z.object({
  counts: z
    .object({
      of: z.string(),
      entered: z.number(),
      here: z.record(z.string(), z.number()),
      left: z.record(z.string(), z.number()),
    })
    .nullable(),
});

const EVERY_MS = 2_000;

/** Counts of a live play, asked every 2 s while the tab is in sight. What cannot be read leaves the last ones standing. */
export function useCounts(address: string, first: PlayCounts | null, isLive: boolean): PlayCounts | null {
  const [counts, setCounts] = useState(first);
  useEffect(() => {
    if (!isLive) return;
    let timer: ReturnType<typeof setTimeout>;
    let ended = false;
    let last = '';
    const ask = async () => {
      if (document.visibilityState === 'visible') {
        const text = await read(`${address}/counts`);
        // The same numbers are not drawn again.
        if (text !== null && text !== last && !ended) {
          last = text;
          const parsed = Answer.safeParse(JSON.parse(text));
          if (parsed.success) setCounts(parsed.data.counts);
        }
      }
      if (!ended) timer = setTimeout(() => void ask(), EVERY_MS);
    };
    timer = setTimeout(() => void ask(), EVERY_MS);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [address, isLive]);
  return isLive ? counts : null;
}

async function read(address: string): Promise<string | null> {
  try {
    const response = await fetch(address, { headers: { accept: 'application/json' } });
    return response.ok ? await response.text() : null;
  } catch {
    // Not reached: the status bar says so when something is to be saved; counts are asked again.
    return null;
  }
}
