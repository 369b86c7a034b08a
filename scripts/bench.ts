import { cpus, loadavg, totalmem } from 'node:os';
import { compileFigures } from '#scripts/bench/compile.ts';
import type { Bench } from '#scripts/bench/figure.ts';
import { importFigures } from '#scripts/bench/import.ts';
import { memoryFigures } from '#scripts/bench/memory.ts';
import { startsFigures } from '#scripts/bench/starts.ts';
import { stepFigures } from '#scripts/bench/step.ts';
import { waitingFigures } from '#scripts/bench/waiting.ts';
import { webhookFigures } from '#scripts/bench/webhook.ts';
import { workerFigures } from '#scripts/bench/worker.ts';

/**
 * `npm run bench`: figures of this machine, now. Each line says what was measured, the figure and the goal.
 * Words name benches, `all` is all of them; without words the quick ones are measured. `--small` measures a few of
 * everything, to see that the benches themselves work.
 */
const BENCHES: Record<string, Bench> = {
  step: { about: 'the engine alone', isQuick: true, measure: stepFigures },
  compile: { about: 'compiling and checking plays', isQuick: true, measure: compileFigures },
  worker: { about: 'worker CPU against a hand-written workflow', isQuick: true, measure: workerFigures },
  memory: { about: 'worker memory of waiting leads', isQuick: false, measure: memoryFigures },
  starts: { about: '5,000 enrolments until they run, whole system', isQuick: false, measure: startsFigures },
  waiting: {
    about: 'replies while 20,000 leads wait, whole system',
    isQuick: false,
    measure: waitingFigures,
  },
  webhook: { about: 'a signed webhook during a large import', isQuick: false, measure: webhookFigures },
  import: { about: 'an import into a live play, whole system', isQuick: false, measure: importFigures },
};

// What a bench has started looks for the end of this process, which a signal alone does not announce.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const words = process.argv.slice(2);
const isSmall = words.includes('--small');
const named = words.filter((word) => word !== '--small');
const everything = Object.keys(BENCHES);
const quick = everything.filter((name) => BENCHES[name]?.isQuick);
const names = named.length === 0 ? quick : named.includes('all') ? everything : named;
const unknown = names.filter((name) => BENCHES[name] === undefined);

const list = () => everything.map((name) => `  ${name.padEnd(8)} ${BENCHES[name]?.about}`).join('\n');
if (unknown.length > 0) {
  console.error(`There is no bench called ${unknown.join(', ')}. There are:\n${list()}`);
  process.exitCode = 1;
} else {
  if (named.length === 0) console.log(`Benches (all of them: npm run bench -- all):\n${list()}\n`);
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0]?.toFixed(1);
  console.log(
    `${cpus().length} cores (${cpu?.model.trim()}), ${gigabytes} GB, load ${load}, Node ${process.version}, ${process.platform} ${process.arch}`,
  );
  for (const name of names) {
    for await (const { name: what, is, goal } of BENCHES[name]?.measure({ isSmall }) ?? []) {
      console.log(`${what}: ${is}${goal === undefined ? '' : ` (goal ${goal})`}`);
    }
  }
}
