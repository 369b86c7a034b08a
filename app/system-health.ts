import type { Health, HealthProblem } from '#components/shell/system-banner.tsx';
import { environment } from '#prisma/environment.ts';
import { type RunPart, readRun } from '#prisma/run-file.ts';

/** What a part is called, and what happens to the work while it is down. The web site itself cannot tell of its own end. */
const parts: Record<string, { part: string; kept: string }> = {
  temporal: { part: 'Temporal', kept: 'nothing is lost, waiting texts go out when it is back' },
  worker: {
    part: 'The worker',
    kept: 'nothing is lost, replies are kept and sending goes on when it is back',
  },
  carrier: {
    part: 'The sandbox carrier',
    kept: 'nothing is lost, sandbox texts and emails go out when it is back',
  },
};

/** A part that is started again at once is not worth a line; one that stays away is. */
const patienceMs = 5_000;

/** What the banner tells of the processes on this machine, from what the supervisor last wrote. */
export function systemHealth(): Health {
  const nowMs = Date.now();
  return { problems: healthProblems(readRun(environment().home)?.parts ?? [], nowMs), readAtMs: nowMs };
}

/** Pure half of `systemHealth`: parts as the supervisor knows them, and the present, in milliseconds since 1970. */
export function healthProblems(
  running: readonly Pick<RunPart, 'name' | 'state' | 'sinceMs'>[],
  nowMs: number,
): HealthProblem[] {
  return running.flatMap(({ name, state, sinceMs }) => {
    const known = parts[name];
    const away = state === 'down' || state === 'restarting';
    if (!known || !away || nowMs - sinceMs < patienceMs) return [];
    return [
      { id: name, trouble: state === 'down' ? 'is down' : 'is being started again', sinceMs, ...known },
    ];
  });
}
