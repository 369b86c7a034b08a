import { expect, test } from 'vitest';
import { compileMs, keystrokeMs } from '#scripts/bench/compile.ts';
import { stepsPerSecond } from '#scripts/bench/step.ts';

/** Half as good as the figures: a busy test machine is slower, and figures are taken by the bench. */
test('200 steps compile in 50 ms, an edit in 500 is checked in 15, and the engine makes a million steps a second', () => {
  const compile = compileMs(200, 7);
  const keystroke = keystrokeMs(500, 9);
  const steps = stepsPerSecond(3, 20_000);
  console.info(
    `compile of 200 steps ${compile.toFixed(1)} ms CPU, an edit in 500 ${keystroke.toFixed(1)} ms CPU, ${Math.round(steps)} steps/s`,
  );
  expect(compile).toBeLessThanOrEqual(100);
  expect(keystroke).toBeLessThanOrEqual(30);
  expect(steps).toBeGreaterThan(500_000);
});
