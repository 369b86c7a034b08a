import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings } from '#prisma/environment.ts';
import { Progress } from '#scripts/system/progress.ts';
import { startSystem } from '#scripts/system/start-system.ts';
import { ROOT, systemOf } from '#scripts/system/system.ts';

/** `npm start` and `npm run dev`: everything from a fresh clone to one address, until Ctrl-C. */

const NPM_POLL_MS = 300;

const progress = new Progress();
const say = progress.say.bind(progress);
// A closed terminal must not end the supervisor by an unwritable line; SIGHUP does that in order.
process.stdout.on('error', () => {});

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
progress.plain(`Baton ${version}`);

const settings = parseSettings(process.env);
if (!settings.ok) {
  for (const mistake of settings.mistakes) progress.plain(mistake);
  process.exit(1);
}

const system = systemOf(settings.value);
const controller = new AbortController();
let asked = 0;
function stop(why: string): void {
  asked += 1;
  if (asked === 1) progress.plain(`\n${why}: stopping ...`);
  controller.abort();
}
process.on('SIGINT', () => stop('Ctrl-C'));
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGHUP', () => stop('The terminal was closed'));

// npm passes no signal on to a script when it is ended itself; it is only seen to be gone.
const parent = process.ppid;
if (process.env.npm_lifecycle_event !== undefined) {
  setInterval(() => {
    if (process.ppid !== parent) stop('What started this was ended');
  }, NPM_POLL_MS).unref();
}

const mode = process.argv.includes('--dev') ? 'development' : 'production';
const started = await startSystem({ system, settings: settings.value, mode, say, signal: controller.signal });
if (!started.ok) {
  if (started.reason) progress.plain(`\n${started.reason}`);
  process.exit(controller.signal.aborted ? 0 : 1);
}

const { supervisor, finish } = started;
const missing = supervisor.notUp();
const without = missing.length > 0 ? `, still without ${missing.join(' and ')},` : '';
progress.plain(`\nBaton is up${without} after ${progress.seconds()} s: ${system.url}`);
progress.plain(`Ctrl-C stops it. Everything it keeps is in ${system.home}.`);

process.on('uncaughtException', (error) => {
  progress.plain(`\nThe supervisor failed, so everything is stopped: ${error.stack ?? error.message}`);
  process.exitCode = 1;
  controller.abort();
});
await new Promise<void>((resolve) => {
  if (controller.signal.aborted) resolve();
  controller.signal.addEventListener('abort', () => resolve(), { once: true });
});
// A second Ctrl-C does not wait.
process.on('SIGINT', () => supervisor.kill());
await finish();
progress.plain('Stopped.');
process.exit();
