'use client';

import { useSyncExternalStore } from 'react';

const QUERY = '(min-width: 700px)';

function subscribe(tell: () => void): () => void {
  const media = matchMedia(QUERY);
  media.addEventListener('change', tell);
  return () => media.removeEventListener('change', tell);
}

/** From 700 px on there is a canvas; below, the outline takes its place. The server draws for a wide screen. */
export function useWide(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(QUERY).matches,
    () => true,
  );
}
