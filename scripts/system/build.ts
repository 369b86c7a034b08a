import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from '#prisma/generate.ts';
import { withLock } from '#scripts/supervisor/file-lock.ts';
import { fingerprint } from '#scripts/system/fingerprint.ts';
import { keepSite, takeSite } from '#scripts/system/site.ts';
import { CACHE, ROOT, type Variables } from '#scripts/system/system.ts';

/**
 * What is made from the sources, each only when they changed: the Prisma client, the workflow bundle, the site. Several
 * starts may share a checkout, so one at a time builds and the others find it done.
 */

const NEXT = join(ROOT, 'node_modules/next/dist/bin/next');
const DAY_MS = 86_400_000;

const BUNDLE_SOURCES = [
  'workflows',
  'temporal/workflows.ts',
  'temporal/names.ts',
  'temporal/bundle.ts',
  'package-lock.json',
];
const SITE_SOURCES = [
  'app',
  'components',
  'workflows',
  'prisma',
  'temporal',
  'next.config.js',
  'postcss.config.js',
  'instrumentation.ts',
  'proxy.ts',
  'tsconfig.json',
  'package-lock.json',
];

export type Say = (subject: string, sentence: string) => void;

/** A build that failed, with the end of what it said. */
export class BuildFailed extends Error {
  override name = 'BuildFailed';
}

function lock(): string {
  mkdirSync(CACHE, { recursive: true });
  return join(CACHE, 'build.lock');
}

/** Runs a Node script to its end, silently unless it fails. */
async function runNode(what: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  let said = '';
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-6000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => process.removeListener('exit', end));
  if (code !== 0) throw new BuildFailed(`${what} failed:\n${said.trimEnd()}`);
}

export async function ensurePrismaClient(say: Say): Promise<void> {
  await withLock(lock(), async () => {
    const { generated } = await generate();
    if (generated) say('database', 'client generated');
  });
}

/** The file of the workflow bundle, named after its sources. */
export async function ensureWorkflowBundle(say: Say): Promise<string> {
  const file = join(CACHE, `workflows-${fingerprint(ROOT, BUNDLE_SOURCES)}.js`);
  if (existsSync(file)) return file;
  return withLock(`${lock()}.bundle`, async () => {
    if (existsSync(file)) return file;
    // In a process of its own: the bundler's memory would stay with the supervisor for good.
    const script = "await (await import('#temporal/bundle.ts')).writeWorkflowBundle(process.argv[1])";
    await runNode('Bundling the workflows', ['--input-type=module', '--eval', script, file], process.env);
    for (const name of readdirSync(CACHE).filter((one) => one.startsWith('workflows-'))) {
      const other = join(CACHE, name);
      if (other !== file && Date.now() - statSync(other).mtimeMs > DAY_MS) rmSync(other, { force: true });
    }
    say('workflows', 'bundled');
    return file;
  });
}

/** The built site: the folder to serve it from, relative to the checkout. */
export async function ensureSite(say: Say, env: Variables): Promise<string> {
  // The folder's links to packages are absolute, so a checkout that was moved builds anew.
  const keyNow = () => fingerprint(ROOT, SITE_SOURCES, ROOT);
  const ready = takeSite(keyNow());
  if (ready) return ready;
  const build = async () => {
    const key = keyNow();
    const made = takeSite(key);
    if (made) return made;
    say('site', 'building (about 20 s, only when the sources changed) ...');
    await runNode('Building the site', [NEXT, 'build'], { ...process.env, ...env, NODE_ENV: 'production' });
    keepSite(key);
    say('site', 'built');
    const site = takeSite(key);
    if (!site) throw new BuildFailed('Building the site left no site behind.');
    return site;
  };
  return withLock(`${lock()}.site`, build, ({ pid }) =>
    say('site', `waiting for another start that builds (pid ${pid}) ...`),
  );
}
