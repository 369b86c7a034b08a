import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readRun } from '#prisma/run-file.ts';
import { LogFile } from '#scripts/supervisor/log-file.ts';
import { endOrphans } from '#scripts/supervisor/orphans.ts';
import type { PartPlan } from '#scripts/supervisor/part.ts';
import { Supervisor } from '#scripts/supervisor/supervisor.ts';

/**
 * A supervisor over fixture parts, in a process of its own so that a test can kill it:
 * `node supervisor-fixture.ts HOME '[{"name":"a","port":12000,"watched":true}, ...]'`, one wave a part.
 * Prints `up` when all serve.
 */
const [home = '', json = '[]'] = process.argv.slice(2);
const parts = JSON.parse(json) as Array<{ name: string; port: number; watched: boolean }>;
const fixture = join(import.meta.dirname, 'part-fixture.mjs');
const watch = pathToFileURL(join(import.meta.dirname, '../parent-watch.mjs')).href;

function planOf({ name, port, watched }: (typeof parts)[number]): PartPlan {
  return {
    name,
    command: process.execPath,
    args: watched ? ['--import', watch, fixture] : [fixture],
    env: {
      ...process.env,
      NAME: name,
      PORT: String(port),
      ENDED_FILE: join(home, 'ended'),
      BATON_SUPERVISOR_PID: String(process.pid),
    },
    cwd: home,
    log: new LogFile(join(home, `${name}.log`)),
    isReady: async () => (await fetch(`http://127.0.0.1:${port}`)).ok,
  };
}

const previous = readRun(home);
if (previous) console.log(`ended ${(await endOrphans(previous)).join(', ')}`);
const supervisor = new Supervisor({
  home,
  facts: { url: 'http://127.0.0.1:1', carrierUrl: '', temporalAddress: '', temporalNamespace: '' },
  say: (part, sentence) => console.log(`${part}: ${sentence}`),
});
for (const part of parts) await supervisor.start([planOf(part)]);
console.log('up');
process.on('SIGTERM', async () => {
  await supervisor.stop();
  process.exit(0);
});
