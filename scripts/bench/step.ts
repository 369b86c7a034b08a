import { performance } from 'node:perf_hooks';
import { count, type Figure, median } from '#scripts/bench/figure.ts';
import type { Event } from '#workflows/engine/event.ts';
import { initialState } from '#workflows/engine/state.ts';
import { step } from '#workflows/engine/step.ts';
import { DAY, email, end, planOf, START_MS, text, to, wait } from '#workflows/engine/testing/hand-made.ts';

/**
 * Steps per second over whole lives of leads: a reply in the second wait, one event a batch, as a shell feeds them.
 * @returns median steps/s of `rounds`, each of about `leads` leads
 */
export function stepsPerSecond(rounds = 5, leads = 60_000): number {
  const plan = planOf([
    text(0, 1),
    wait(1, DAY, 2),
    email(2, 3),
    {
      op: 'awaitReply',
      node: 3,
      ms: 2 * DAY,
      channels: ['sms', 'email'],
      replies: { interested: to(4, 'intent-interested') },
      otherwise: to(4, 'otherwise'),
      silence: to(4, 'noReply'),
    },
    text(4, 5),
    end(5, 'ended'),
  ]);
  const at = (atMs: number, id: number): Event => ({
    type: 'result',
    id,
    atMs,
    outcome: { kind: 'sent' },
    events: [],
    skewMs: 0,
  });
  const life: Event[] = [
    { type: 'boot', atMs: START_MS, skewMs: 0 },
    at(START_MS + 1, 1),
    { type: 'timer', atMs: START_MS + 1 + DAY },
    at(START_MS + 2 + DAY, 2),
    { type: 'reply', seq: 1, atMs: START_MS + 2 * DAY, channel: 'sms', intent: 'interested' },
    at(START_MS + 2 * DAY + 1, 3),
  ];
  const batches = life.map((event) => [event]);
  const rates: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const startedMs = performance.now();
    let ended = 0;
    for (let lead = 0; lead < leads; lead++) {
      let state = initialState(plan, 'lead', START_MS);
      for (const batch of batches) state = step(plan, state, batch).state;
      if (state.done === 'ended') ended += 1;
    }
    if (ended !== leads) throw new Error('A lead did not come to the end.');
    // The first round warms up.
    if (round >= 0) rates.push((leads * batches.length * 1_000) / (performance.now() - startedMs));
  }
  return median(rates);
}

export function* stepFigures(): Generator<Figure> {
  yield { name: 'step, whole lives of leads', is: `${count(stepsPerSecond())}/s`, goal: '>= 1,000,000/s' };
}

if (import.meta.main) for (const { name, is } of stepFigures()) console.info(`${name}: ${is}`);
