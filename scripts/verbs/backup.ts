import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { adoptEnvironment, printJson, type Verb, VerbFailed } from '#scripts/verb.ts';

export const backup: Verb = (program) => {
  program
    .command('backup')
    .description('a copy of the database, also while Baton runs')
    .argument('<file>', 'where to; must not exist yet')
    .option('--json', 'print JSON')
    .action(async (path: string, options: { json?: boolean }) => {
      const file = resolve(path);
      if (existsSync(file))
        throw new VerbFailed(`${file} exists already. Nothing was written; choose another name.`);
      const { databaseFile, home } = await adoptEnvironment();
      if (!existsSync(databaseFile)) throw new VerbFailed(`There is no database at ${databaseFile} yet.`);
      const { backupDatabase } = await import('#prisma/backup.ts');
      await backupDatabase(databaseFile, file);
      const { size } = statSync(file);
      if (options.json) printJson({ ok: true, file, bytes: size });
      else {
        console.log(
          `Copied the database to ${file} (${size.toLocaleString('en')} bytes), and checked the copy.`,
        );
        console.log(
          `The keys of senders in it open only with ${home}/secrets.json: keep a copy of that too, elsewhere.`,
        );
      }
    });
};
