import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '#scripts/system/system.ts';

/**
 * `npm run soak`: kills processes and races sends against the whole system, on state folders of its own, with the
 * sandbox carrier as witness; and performs plays grown at random, whose replays must be equal. Takes hours, most of them
 * races. `npm run soak -- kill`, `-- race` or `-- parity` runs one of them, and `-- long` kills at 1,000 points instead
 * of 50. BATON_KILLS, BATON_RACES (5,000 of each) and BATON_PARITY_PAIRS (2,000 plays) set other numbers, and BATON_SEED
 * the points at which something dies.
 */
const words = process.argv.slice(2);
if (words.includes('long')) process.env.BATON_KILLS ??= '1000';
const filters = words.filter((word) => word !== 'long').map((word) => join('tests/faults', word));
const child = spawn(
  process.execPath,
  [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--project=soak', ...filters],
  {
    cwd: ROOT,
    stdio: 'inherit',
  },
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
