import { systemState } from '#app/system-state.ts';
import { environment } from '#prisma/environment.ts';

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
            ...(facts.realSenders > 0 ? { replies: repliesWords(environment().publicUrl) } : {}),
          }),
    },
    { status: usable ? 200 : 503, headers: { 'cache-control': 'no-store' } },
  );
}

/** How real senders hear of replies and opt-outs. */
function repliesWords(publicUrl: string | null): string {
  return publicUrl === null
    ? 'BATON_URL is not set: the providers of real senders are asked every 10 to 30 seconds.'
    : 'Providers report at BATON_URL.';
}

function age(waiting: number, oldestWallMs: number | null, nowMs: number) {
  return { waiting, oldestAgeMs: oldestWallMs === null ? 0 : Math.max(0, nowMs - oldestWallMs) };
}
