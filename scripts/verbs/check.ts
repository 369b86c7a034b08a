import {
  compileFile,
  FIELD_HELP,
  FIELD_OPTION,
  PLAY_HELP,
  PLAY_OPTION,
  type PlayFileOptions,
  problemLine,
} from '#scripts/play-file.ts';
import { printJson, type Verb } from '#scripts/verb.ts';
import { msWords } from '#workflows/time/duration.ts';

export const check: Verb = (program) => {
  program
    .command('check')
    .description('what is wrong with a play, its hash, and how long and how much it may be at most')
    .argument('<play.json>', 'a play as it is exported')
    .option(FIELD_OPTION, FIELD_HELP)
    .option(PLAY_OPTION, PLAY_HELP)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExits with 1 when the play could not be published.')
    .action((path: string, options: PlayFileOptions & { json?: boolean }) => {
      const file = compileFile(path, options);
      if (!file.parsed) {
        process.exitCode = 1;
        if (options.json) printJson({ ok: false, problems: file.problems });
        else
          for (const { path: at, sentence } of file.problems)
            console.log(`error   ${at === '' ? '' : `${at}: `}${sentence}`);
        return;
      }
      const { compiled } = file;
      process.exitCode = compiled.ok ? 0 : 1;
      const { ok, problems } = compiled;
      if (options.json) {
        printJson(
          compiled.ok
            ? { ok, hash: compiled.hash, bounds: compiled.bounds, triggers: compiled.triggers, problems }
            : { ok, problems },
        );
        return;
      }
      for (const problem of problems) console.log(problemLine(problem));
      if (!compiled.ok) return;
      const { bounds, hash } = compiled;
      const noun = bounds.messages === 1 ? 'message' : 'messages';
      console.log(
        `ok      at most ${bounds.messages} ${noun}, at most ${msWords(bounds.stayMs)}, every path ends`,
      );
      console.log(`hash    ${hash}`);
    });
};
