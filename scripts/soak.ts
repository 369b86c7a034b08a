import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '#scripts/system/system.ts';

/**
 * `npm run soak`: kills processes and races sends against the whole system, on state folders of its own, with the
 * sandbox carrier as witness; and performs plays grown at random, whose replays must be equal. Takes minutes, parity an
 * hour. `npm run soak -- kill`, `-- race` or `-- parity` runs one of them; BATON_RACES sets how often each race is run
 * (100), BATON_PARITY_PAIRS how many plays are performed (2,000).
 */
const filters = process.argv.slice(2).map((word) => join('tests/faults', word));
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
