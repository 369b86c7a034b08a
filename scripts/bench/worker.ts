import { type BareWorker, startBareWorker } from '#scripts/bench/bare-worker.ts';
import { type Figure, median, type Scale } from '#scripts/bench/figure.ts';
import { type FollowUps, type Kind, openFollowUps, type Waits } from '#scripts/bench/follow-ups.ts';

/**
 * What a play costs the worker, against the same play written by hand: CPU of the worker process, on one real server,
 * with activities that do nothing. Rounds alternate (plan, hand, hand, plan ...), so that neighbours are either two
 * kinds or one, and the spread of one kind against itself says what the figure is worth.
 */
type Life = { name: string; ends: 'ended' | 'Replied'; waits: Waits };

const LIVES = [
  { name: 'nobody replies', ends: 'ended', waits: { waitMs: 1_000, replyWithinMs: 1_000 } },
  // The second wait is long: a reply that is late on a busy machine still finds it.
  {
    name: 'a reply in the second wait',
    ends: 'Replied',
    waits: { waitMs: 1_000, replyWithinMs: 600_000 },
  },
] as const satisfies readonly Life[];

const ORDER: readonly Kind[] = ['plan', 'hand', 'hand', 'plan'];
const STARTS_AT_ONCE = 16;
/** From the second send until the reply, so that the run has come to its wait. */
const REPLY_AFTER_MS = 400;

type Stage = { followUps: FollowUps; workers: Record<Kind, BareWorker> };

export async function* workerFigures({ isSmall }: Scale): AsyncGenerator<Figure> {
  const plays = isSmall ? 10 : 100;
  const pairs = isSmall ? 2 : 10;
  const followUps = await openFollowUps();
  const workers = {
    plan: await startBareWorker(followUps.settings('plan', 2_000)),
    hand: await startBareWorker(followUps.settings('hand', 2_000)),
  };
  const stage: Stage = { followUps, workers };
  try {
    // V8 takes some hundred plays to compile what is hot.
    for (let i = 0; i < (isSmall ? 0 : 4); i++) await round(stage, ORDER[i] ?? 'plan', LIVES[0], plays);
    for (const life of LIVES) {
      for (const kind of ['plan', 'hand'] as const) await round(stage, kind, life, plays);
      const costs: { kind: Kind; cpuMs: number }[] = [];
      for (let i = 0; i < pairs * 2; i++) {
        const kind = ORDER[i % ORDER.length] ?? 'plan';
        costs.push({ kind, cpuMs: await round(stage, kind, life, plays) });
      }
      yield figureOf(life, costs);
    }
  } finally {
    await Promise.all(Object.values(workers).map((worker) => worker.stop()));
    await followUps.close();
  }
}

/** @returns milliseconds of the worker's CPU a play */
async function round({ followUps, workers }: Stage, kind: Kind, life: Life, plays: number): Promise<number> {
  const worker = workers[kind];
  const replies: Promise<void>[] = [];
  const stopHearing = worker.onSend((workflowId, sends) => {
    if (life.ends !== 'Replied' || sends !== 2) return;
    replies.push(
      new Promise((resolve) => setTimeout(resolve, REPLY_AFTER_MS)).then(() => followUps.reply(workflowId)),
    );
  });
  const before = await worker.use();
  let left = plays;
  const ends: Promise<void>[] = [];
  await Promise.all(
    Array.from({ length: STARTS_AT_ONCE }, async () => {
      while (left > 0) {
        left -= 1;
        ends.push(followUps.ended(await followUps.start(kind, life.waits), life.ends));
      }
    }),
  );
  await Promise.all(ends);
  await Promise.all(replies);
  stopHearing();
  const after = await worker.use();
  return (after.cpuMs - before.cpuMs) / plays;
}

function figureOf(life: Life, costs: readonly { kind: Kind; cpuMs: number }[]): Figure {
  const ratios: number[] = [];
  const same: number[] = [];
  for (const [i, now] of costs.entries()) {
    const before = costs[i - 1];
    if (before === undefined) continue;
    if (before.kind === now.kind) same.push(now.cpuMs / before.cpuMs);
    else if (i % 2 === 1)
      ratios.push(now.kind === 'plan' ? now.cpuMs / before.cpuMs : before.cpuMs / now.cpuMs);
  }
  const of = (kind: Kind) => median(costs.filter((one) => one.kind === kind).map((one) => one.cpuMs));
  const range = (values: readonly number[]) =>
    `${Math.min(...values).toFixed(2)}-${Math.max(...values).toFixed(2)}`;
  return {
    name: `worker CPU a play, ${life.name}`,
    is:
      `${median(ratios).toFixed(3)} of the hand-written workflow's (${of('plan').toFixed(1)} ms against ` +
      `${of('hand').toFixed(1)} ms; ${ratios.length} pairs ${range(ratios)}; one kind against itself ${range(same)})`,
    goal: '<= 1.1',
  };
}
