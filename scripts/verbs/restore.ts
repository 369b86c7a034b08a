import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readRun } from '#prisma/run-file.ts';
import { isAlive } from '#scripts/supervisor/process-stamp.ts';
import { adoptEnvironment, chosenSystem, printJson, type Verb, VerbFailed } from '#scripts/verb.ts';

export const restore: Verb = (program) => {
  program
    .command('restore')
    .description('puts a backup in place of the database, while Baton is stopped')
    .argument('<file>', 'made by "backup"')
    .option('--json', 'print JSON')
    .action(async (path: string, options: { json?: boolean }) => {
      const file = resolve(path);
      if (!existsSync(file)) throw new VerbFailed(`There is no file ${file}. Nothing was changed.`);
      const { system } = chosenSystem();
      const run = readRun(system.home);
      if (run && isAlive(run.supervisor)) {
        throw new VerbFailed(
          `Baton is running (${run.url}). Stop it first, then restore. Nothing was changed.`,
        );
      }
      await adoptEnvironment();
      const { restoreDatabase } = await import('#prisma/backup.ts');
      const restored = await restoreDatabase(file, system.databaseFile);
      if (!restored.ok) throw new VerbFailed(restored.reason);
      if (options.json) printJson({ ...restored });
      else {
        console.log(`Restored ${system.databaseFile} from ${file}.`);
        if (restored.before) console.log(`What was there before is kept as ${restored.before}.`);
        if (restored.pausedPlays > 0) {
          console.log(
            `${restored.pausedPlays} live plays are paused: what was sent after the backup is not in it, and would be sent again. Look at them, then resume them.`,
          );
        }
      }
    });
};
