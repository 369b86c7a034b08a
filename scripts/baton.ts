import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { ROOT } from '#scripts/system/system.ts';
import { isPrintedByCommander, type Verb, VerbFailed } from '#scripts/verb.ts';
import { backup } from '#scripts/verbs/backup.ts';
import { check } from '#scripts/verbs/check.ts';
import { classifyVerb } from '#scripts/verbs/classify.ts';
import { doctor } from '#scripts/verbs/doctor.ts';
import { importVerb } from '#scripts/verbs/import.ts';
import { restore } from '#scripts/verbs/restore.ts';
import { simulateVerb } from '#scripts/verbs/simulate.ts';

/** `npm run --silent baton -- <verb>`: the same product without a browser. A verb is a file in verbs/ and a line here. */
const VERBS: readonly Verb[] = [backup, check, classifyVerb, doctor, importVerb, restore, simulateVerb];

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const program = new Command('baton')
  .description('Baton without a browser. Every verb exits with 1 when there is a problem.')
  .version(version)
  .showHelpAfterError('(add --help for how to use it)')
  .configureHelp({ sortSubcommands: true })
  .exitOverride();
for (const verb of VERBS) verb(program);

try {
  await program.parseAsync();
} catch (error) {
  if (isPrintedByCommander(error)) {
    process.exitCode = error.exitCode === 0 || error.code === 'commander.help' ? 0 : 1;
  } else if (error instanceof VerbFailed) {
    console.error(error.message);
    process.exitCode = 1;
  } else {
    throw error;
  }
}
