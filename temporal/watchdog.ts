import type { Client } from '@temporalio/client';
import type { Db } from '#prisma/client.ts';
import { type OverdueRun, overdueRuns } from '#prisma/overdue-runs.ts';
import { rebuildRun, runStatus, signalRun } from './runs.ts';

const CONCURRENT_LOOKS = 16;

/** How soon a run that was woken is woken again when it has not moved: it may have been asked while it was busy. */
const WAKE_AGAIN_MS = 1_000;

export type Watchdog = (
  wallMs: number,
  scope: 'movedClocks' | 'all',
) => Promise<{ woken: number; rebuilt: number }>;

/**
 * Looks after runs that should have moved by now: a lost run is built again from its row, a sleeping one is woken.
 * Workspaces with a moved clock are looked at without grace, since Temporal's timers run in wall time.
 * Answers how many were woken and rebuilt.
 */
export function watchdog(db: Db, client: Client): Watchdog {
  let woken = new Map<string, number>();
  return async (wallMs, scope) => {
    woken = new Map([...woken].filter(([, atMs]) => atMs > wallMs - WAKE_AGAIN_MS));
    const rows = (await overdueRuns(db, wallMs, scope)).filter(
      (row) => !woken.has(`${row.id}/${row.untilMs}`),
    );
    const outcome = { woken: 0, rebuilt: 0 };
    for (let i = 0; i < rows.length; i += CONCURRENT_LOOKS) {
      await Promise.all(
        rows.slice(i, i + CONCURRENT_LOOKS).map(async (row) => {
          woken.set(`${row.id}/${row.untilMs}`, wallMs);
          const done = await lookAt(db, client, row, wallMs);
          if (done !== null) outcome[done] += 1;
        }),
      );
    }
    return outcome;
  };
}

async function lookAt(
  db: Db,
  client: Client,
  row: OverdueRun,
  wallMs: number,
): Promise<'woken' | 'rebuilt' | null> {
  if (row.status !== 'running') {
    const wake = { atMs: wallMs + row.clockOffsetMs, skewMs: row.clockOffsetMs };
    if (await signalRun(client, row, { wake })) return 'woken';
  } else if ((await runStatus(client, row)) === 'RUNNING') return null;
  await rebuildRun(db, client, row.id);
  return 'rebuilt';
}
