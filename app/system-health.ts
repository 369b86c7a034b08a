import { type PartState, type SystemState, systemState } from '#app/system-state.ts';
import type { Health, HealthProblem } from '#components/shell/system-banner.tsx';
import { environment } from '#prisma/environment.ts';

/** What a part is called, and what happens to the work while it is down. The web site itself cannot tell of its own end. */
const parts: Partial<Record<PartState['name'], { part: string; kept: string }>> = {
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

/** Deliveries take seconds; a minute means that something is in their way although every part is up. */
const staleMs = 60_000;

/** What the banner tells. */
export async function systemHealth(): Promise<Health> {
  const state = await systemState();
  const readAtMs = Date.now();
  return { problems: healthProblems(state, environment().home, readAtMs), readAtMs };
}

/** Pure half of `systemHealth`: the state of the system, its folder, and the present, in milliseconds since 1970. */
export function healthProblems(state: SystemState, home: string, nowMs: number): HealthProblem[] {
  const away = state.parts.flatMap((part) => awayProblem(part, home, nowMs));
  const oldestMs = state.facts?.outbox.oldestWallMs ?? null;
  if (away.length > 0 || oldestMs === null || nowMs - oldestMs < staleMs) return away;
  return [
    {
      id: 'outbox',
      part: 'Temporal',
      trouble: 'has not been told what happened',
      sinceMs: oldestMs,
      kept: 'nothing is lost, it is told when it answers',
    },
  ];
}

function awayProblem({ name, state, sinceMs, why }: PartState, home: string, nowMs: number): HealthProblem[] {
  if (state !== 'down' && state !== 'restarting') return [];
  if (name === 'disk') {
    return [
      {
        id: name,
        part: 'The disk',
        trouble: `is nearly full: ${why ?? home}`,
        sinceMs,
        kept: 'what is there stays; make room before anything new is taken',
      },
    ];
  }
  const known = parts[name];
  if (!known || (sinceMs !== null && nowMs - sinceMs < patienceMs)) return [];
  return [{ id: name, trouble: state === 'down' ? 'is down' : 'is being started again', sinceMs, ...known }];
}
