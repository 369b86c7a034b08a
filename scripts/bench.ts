import { compileMs, keystrokeMs } from '#scripts/bench/compile.ts';
import { stepsPerSecond } from '#scripts/bench/step.ts';

/**
 * `npm run bench`: figures of this machine, now. Each line says what was measured, the figure and the goal;
 * `npm run bench -- step` or `-- compile` measures one of them.
 */
type Figure = { name: string; goal: string; measure: () => string };

const FIGURES: Record<string, Figure[]> = {
  step: [
    {
      name: 'step, whole lives of leads',
      goal: '>= 1,000,000/s',
      measure: () => `${Math.round(stepsPerSecond()).toLocaleString('en')}/s`,
    },
  ],
  compile: [
    { name: 'compile of 200 steps', goal: '<= 50 ms', measure: () => `${compileMs(200).toFixed(1)} ms` },
    {
      name: 'problems after an edit, 500 steps',
      goal: '<= 15 ms',
      measure: () => `${keystrokeMs(500).toFixed(1)} ms`,
    },
  ],
};

const wanted = process.argv.slice(2);
const names = wanted.length === 0 ? Object.keys(FIGURES) : wanted;
const unknown = names.filter((name) => FIGURES[name] === undefined);
if (unknown.length > 0) {
  console.error(
    `There is no bench called ${unknown.join(', ')}. There are: ${Object.keys(FIGURES).join(', ')}.`,
  );
  process.exitCode = 1;
} else {
  for (const name of names) {
    for (const figure of FIGURES[name] ?? []) {
      console.log(`${figure.name}: ${figure.measure()} (goal ${figure.goal})`);
    }
  }
}
