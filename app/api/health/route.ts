import { systemState } from '#app/system-state.ts';

/**
 * What is up, and what is not and why, for supervisors and monitors. Nobody need be signed in: there are numbers in it,
 * and nothing about anybody. 200 while Baton can be used, also with parts down; 503 when the database is gone.
 */
export async function GET(): Promise<Response> {
  const nowMs = Date.now();
  const { parts, facts } = await systemState();
  const usable = facts !== null;
  const whole = parts.every(({ state }) => state === 'up' || state === 'elsewhere');
  return Response.json(
    {
      status: usable ? (whole ? 'ok' : 'degraded') : 'down',
      atMs: nowMs,
      parts: Object.fromEntries(parts.map(({ name, ...part }) => [name, part])),
      ...(facts === null
        ? {}
        : {
            outbox: age(facts.outbox.waiting, facts.outbox.oldestWallMs, nowMs),
            jobs: age(facts.jobs.due, facts.jobs.oldestWallMs, nowMs),
            runs: { overdue: facts.overdue, blocked: facts.blocked },
            counters: facts.counters,
          }),
    },
    { status: usable ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  );
}

function age(waiting: number, oldestWallMs: number | null, nowMs: number) {
  return { waiting, oldestAgeMs: oldestWallMs === null ? 0 : Math.max(0, nowMs - oldestWallMs) };
}
