import { startBareWorker } from '#scripts/bench/bare-worker.ts';
import { count, type Figure, type Scale } from '#scripts/bench/figure.ts';
import { openFollowUps } from '#scripts/bench/follow-ups.ts';
import { DAY_MS } from '#workflows/time/duration.ts';

/** What a lead who waits costs the worker while its run is cached: resident memory of the process, swept and at rest. */
const WAITS = { waitMs: DAY_MS, replyWithinMs: 2 * DAY_MS };
const STARTS_AT_ONCE = 32;

export async function* memoryFigures({ isSmall }: Scale): AsyncGenerator<Figure> {
  const few = isSmall ? 50 : 200;
  const many = isSmall ? 300 : 5_000;
  const followUps = await openFollowUps();
  const worker = await startBareWorker(followUps.settings('plan', many + 1_000));
  let started = 0;
  let waiting = 0;
  let arrived = () => {};
  worker.onSend(() => {
    waiting += 1;
    arrived();
  });

  /** Starts runs until there are so many, and waits until each has sent its first message. */
  async function grow(to: number): Promise<number> {
    const all = new Promise<void>((resolve) => {
      arrived = () => {
        if (waiting === to) resolve();
      };
    });
    await Promise.all(
      Array.from({ length: STARTS_AT_ONCE }, async () => {
        while (started < to) {
          started += 1;
          await followUps.start('plan', WAITS);
        }
      }),
    );
    await all;
    return (await worker.settled()).rssBytes;
  }

  try {
    const before = await grow(few);
    const after = await grow(many);
    yield {
      name: `worker memory of each of ${count(many)} cached runs in a wait, with a plan of ${followUps.planBytes} bytes`,
      is:
        `${Math.round((after - before) / (many - few) / 1_000)} KB ` +
        `(${Math.round(before / 1e6)} MB with ${count(few)}, ${Math.round(after / 1e6)} MB with ${count(many)})`,
      goal: '<= 300 KB',
    };
  } finally {
    await worker.stop();
    await followUps.close();
  }
}
