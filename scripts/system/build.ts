import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generate } from '#prisma/generate.ts';
import { withLock } from '#scripts/supervisor/file-lock.ts';
import { fingerprint } from '#scripts/system/fingerprint.ts';
import { ROOT, type Variables } from '#scripts/system/system.ts';

/**
 * What is made from the sources, each only when they changed: the Prisma client, the workflow bundle, the site. Several
 * starts may share a checkout, so one at a time builds and the others find it done.
 */

const CACHE = join(ROOT, 'node_modules/.cache/baton');
const NEXT = join(ROOT, 'node_modules/next/dist/bin/next');
const SITE_STAMP = join(ROOT, '.next/BATON_SOURCES');
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

/** The built site in `.next`. */
export async function ensureSite(say: Say, env: Variables): Promise<void> {
  const isBuilt = (sources: string) =>
    existsSync(join(ROOT, '.next/BUILD_ID')) &&
    existsSync(SITE_STAMP) &&
    readFileSync(SITE_STAMP, 'utf8') === sources;
  if (isBuilt(fingerprint(ROOT, SITE_SOURCES))) return;
  await withLock(`${lock()}.site`, async () => {
    const sources = fingerprint(ROOT, SITE_SOURCES);
    if (isBuilt(sources)) return;
    say('site', 'building (about 20 s, only when the sources changed) ...');
    rmSync(SITE_STAMP, { force: true });
    await runNode('Building the site', [NEXT, 'build'], { ...process.env, ...env, NODE_ENV: 'production' });
    mkdirSync(dirname(SITE_STAMP), { recursive: true });
    writeFileSync(SITE_STAMP, sources);
    say('site', 'built');
  });
}
