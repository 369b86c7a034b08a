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

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
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

if (import.meta.main) {
  console.info(`compile of 200 steps: ${compileMs(200).toFixed(1)} ms`);
  console.info(
    `problems after an edit, 200 steps: ${keystrokeMs(200).toFixed(1)} ms, 500 steps: ${keystrokeMs(500).toFixed(1)} ms`,
  );
}
