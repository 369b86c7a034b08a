import { type Figure, median, wholeMs } from '#scripts/bench/figure.ts';
import { compile, problemsOf } from '#workflows/compile/compile.ts';
import { context } from '#workflows/compile/testing/context.ts';
import { largePlay } from '#workflows/compile/testing/large.ts';
import type { Play } from '#workflows/play.ts';

/** Milliseconds of CPU, so that a busy machine does not change the figure. */
function cpuMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Compiling a play of `size` steps that was never seen before: median CPU milliseconds. */
export function compileMs(size: number, rounds = 15): number {
  const play = largePlay(size);
  const times: number[] = [];
  for (let round = -3; round < rounds; round++) {
    const fresh = structuredClone(play);
    const ms = cpuMs(() => {
      if (!compile(fresh, context).ok) throw new Error('The play of the bench is refused.');
    });
    if (round >= 0) times.push(ms);
  }
  return median(times);
}

/** The problems after one step of a play of `size` was edited: median CPU milliseconds. */
export function keystrokeMs(size: number, rounds = 25): number {
  let play: Play = largePlay(size);
  problemsOf(play, context);
  const times: number[] = [];
  for (let round = -5; round < rounds; round++) {
    const edited = play.nodes[1];
    if (edited === undefined) break;
    const config = { ...edited.config, text: `${String(edited.config.text)}${round}` };
    play = { ...play, nodes: play.nodes.map((node) => (node === edited ? { ...node, config } : node)) };
    const ms = cpuMs(() => {
      problemsOf(play, context);
    });
    if (round >= 0) times.push(ms);
  }
  return median(times);
}

export function* compileFigures(): Generator<Figure> {
  yield { name: 'compile of 200 steps', is: wholeMs(compileMs(200)), goal: '<= 50 ms' };
  yield { name: 'problems after an edit, 500 steps', is: wholeMs(keystrokeMs(500)), goal: '<= 15 ms' };
}

if (import.meta.main) for (const { name, is } of compileFigures()) console.info(`${name}: ${is}`);
