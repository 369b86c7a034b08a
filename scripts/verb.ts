import { type Command, CommanderError } from 'commander';
import { type Environment, environment, parseSettings, type Settings } from '#prisma/environment.ts';
import { readRun } from '#prisma/run-file.ts';
import { isAlive } from '#scripts/supervisor/process-stamp.ts';
import { readSecrets } from '#scripts/system/secrets.ts';
import { prepareStateFolder } from '#scripts/system/state-folder.ts';
import { environmentOf, type System, systemOf } from '#scripts/system/system.ts';

/**
 * One verb of the `baton` command: adds itself, with its options and help, to the program. It prints its answer on
 * stdout (text, or JSON with `--json`), throws `VerbFailed` for what a person has to mend, and imports what is heavy
 * inside its action, so that `--help` answers at once.
 */
export type Verb = (program: Command) => void;

/** Ends the command with exit code 1 and this sentence on stderr. */
export class VerbFailed extends Error {
  override name = 'VerbFailed';
}

/** Prints JSON for programs, in the order the fields were given. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** What a person set, and the system that follows from it. */
export function chosenSystem(): { settings: Settings; system: System } {
  const settings = parseSettings(process.env);
  if (!settings.ok) throw new VerbFailed(settings.mistakes.join('\n'));
  return { settings: settings.value, system: systemOf(settings.value) };
}

/**
 * Gives this process the environment that `npm start` gives to its parts, and makes sure of the generated client, so
 * that a verb can open the database (`database()` of #prisma/database.ts, imported after this call). The addresses are
 * those of the system that runs on this state folder, when one does.
 */
export async function adoptEnvironment(): Promise<Environment> {
  const { settings, system } = chosenSystem();
  const folder = prepareStateFolder(system.home);
  if (!folder.ok) throw new VerbFailed(folder.reason);
  const kept = readSecrets(system.home);
  if (!kept.ok) throw new VerbFailed(kept.reason);
  const run = readRun(system.home);
  const running = run && isAlive(run.supervisor) ? run : null;
  Object.assign(process.env, environmentOf(system, kept.secrets, settings));
  if (running) {
    process.env.BATON_LOCAL_URL = running.url;
    process.env.BATON_CARRIER_URL = running.carrierUrl;
    process.env.TEMPORAL_ADDRESS = running.temporalAddress;
    process.env.TEMPORAL_NAMESPACE = running.temporalNamespace;
  }
  const { generate } = await import('#prisma/generate.ts');
  await generate();
  return environment();
}

/** Whether an error is commander's own and already printed (help, version, a wrong option). */
export function isPrintedByCommander(error: unknown): error is CommanderError {
  return error instanceof CommanderError;
}
