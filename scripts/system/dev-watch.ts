import { watch } from 'node:fs';
import { join } from 'node:path';
import type { Say } from '#scripts/system/build.ts';
import { ROOT } from '#scripts/system/system.ts';

const WORKER_ROOMS = ['workflows', 'prisma', 'temporal'];
const NOT_THE_WORKERS = /(\.(test|e2e|integration)\.tsx?$|\.md$|^carrier\/|^generated\/)/;
/** Editors write a file in several steps, and one change touches several files. */
const SETTLE_MS = 200;

/** Calls `renew` after changes in the rooms the worker runs from; one renewal at a time. The site renews itself. */
export function renewOnChange(renew: () => Promise<void>, say: Say): { stop: () => void } {
  let settling: NodeJS.Timeout | null = null;
  let work: Promise<void> = Promise.resolve();
  const changed = (name: string | null) => {
    if (name === null || NOT_THE_WORKERS.test(name)) return;
    if (settling) clearTimeout(settling);
    settling = setTimeout(() => {
      work = work.then(renew).catch((error: Error) => say('worker', `not restarted: ${error.message}`));
    }, SETTLE_MS);
  };
  const watchers = WORKER_ROOMS.map((room) =>
    watch(join(ROOT, room), { recursive: true }, (_event, name) => changed(name)),
  );
  return {
    stop() {
      if (settling) clearTimeout(settling);
      for (const watcher of watchers) watcher.close();
    },
  };
}
