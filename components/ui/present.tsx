'use client';

import { createContext, useContext, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { zoneCookie } from '#components/ui/zone-cookie.ts';

/** How often words such as "due in 6 min" are written anew. */
const tickMs = 10_000;

type Present = {
  /** The same on the server and in the first render in the browser, so that both write the same words. */
  firstMs: number;
  now: () => number;
  subscribe: (tell: () => void) => () => void;
  /** The zone of the person who reads. */
  readerZone: string;
};

const PresentContext = createContext<Present | null>(null);

type PresentProviderProps = {
  /**
   * The present by the workspace's clock, in milliseconds, when the server drew the page. From there the browser counts on by
   * itself: a wrong clock in the reader's machine, or a workspace whose sandbox clock was moved, makes no difference.
   */
  nowMs: number;
  /** The reader's zone as far as the server knows: the cookie's, else the workspace's. */
  timeZone: string;
  children: React.ReactNode;
};

/** One ticking clock for all the times on a page. Mounted in the frame. */
export function PresentProvider({ nowMs, timeZone, children }: PresentProviderProps) {
  const [readerZone, setReaderZone] = useState(timeZone);

  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setReaderZone(zone);
    // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser yet
    document.cookie = `${zoneCookie}=${encodeURIComponent(zone)}; path=/; max-age=31536000; samesite=lax`;
  }, []);

  const present = useMemo<Present>(() => {
    const beganMs = Date.now();
    const listeners = new Set<() => void>();
    let timer: ReturnType<typeof setInterval> | undefined;
    return {
      firstMs: nowMs,
      // In whole ticks, so that every reading within one tick is the same, as an external store must answer.
      now: () => nowMs + Math.floor((Date.now() - beganMs) / tickMs) * tickMs,
      readerZone,
      subscribe(tell) {
        listeners.add(tell);
        timer ??= setInterval(() => {
          for (const each of listeners) each();
        }, tickMs);
        return () => {
          listeners.delete(tell);
          if (listeners.size > 0) return;
          clearInterval(timer);
          timer = undefined;
        };
      },
    };
  }, [nowMs, readerZone]);

  return <PresentContext value={present}>{children}</PresentContext>;
}

/** The present by the workspace's clock, renewed every 10 s, and the reader's zone. Only inside the frame. */
export function usePresent(): { nowMs: number; readerZone: string } {
  const present = useContext(PresentContext);
  if (!present) throw new Error('usePresent is called outside a PresentProvider');
  const nowMs = useSyncExternalStore(present.subscribe, present.now, () => present.firstMs);
  return { nowMs, readerZone: present.readerZone };
}
