import { createInterface } from 'node:readline';
import type { Verb } from '#scripts/verb.ts';
import { classifyLine } from '#workflows/intent/classify.ts';

export const classifyVerb: Verb = (program) => {
  program
    .command('classify')
    .description('what replies mean: one reply a line on stdin, one JSON line each on stdout')
    .addHelpText('after', '\n  echo "how much is it?" | npm run --silent baton -- classify')
    .action(async () => {
      for await (const line of createInterface({
        input: process.stdin,
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        process.stdout.write(`${classifyLine(line)}\n`);
      }
    });
};
