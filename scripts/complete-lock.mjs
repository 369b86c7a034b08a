// `npm run lock`, after every `npm install`: completes package-lock.json with the optional platform packages that the
// registry this machine sees does not carry. npm leaves those out in silence, and `npm ci` then refuses the lock on the
// platforms that have them. `--check` (part of `npm run lint`) changes nothing and says what is wrong.
// Runs on any Node from 20 on and needs no package.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** @typedef {{ version?: string, resolved?: string, optional?: boolean, optionalDependencies?: Record<string, string>, os?: string[], cpu?: string[], libc?: string[] }} LockEntry */
/** @typedef {{ packages: Record<string, LockEntry> }} Lock */

const SYSTEMS = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const PROCESSORS = [
  'arm64',
  'arm',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/**
 * The platform a package is for, read from its name: `@swc/core-linux-arm-gnueabihf` is linux, arm, glibc.
 * @param {string} name
 */
export function platformOf(name) {
  const words = name.split(/[/\-.]/).flatMap((word) => (word.startsWith('gnu') ? ['gnu'] : [word]));
  return {
    os: SYSTEMS.filter((system) => words.includes(system)),
    cpu: PROCESSORS.filter((processor) => words.includes(processor)),
    libc: words.includes('musl')
      ? ['musl']
      : words.includes('gnu') && words.includes('linux')
        ? ['glibc']
        : [],
  };
}

/**
 * Where npm would find `name` from the package at `from`, or null.
 * @param {Lock} lock
 * @param {string} from
 * @param {string} name
 */
function placeOf(lock, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const place = `${folder ? `${folder}/` : ''}node_modules/${name}`;
    if (lock.packages[place]) return place;
    if (!folder) return null;
  }
}

/**
 * The optional packages without an entry.
 * @param {Lock} lock
 */
export function missingFrom(lock) {
  const missing = [];
  for (const [from, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!placeOf(lock, from, name)) missing.push({ name, version, wantedBy: from || 'package.json' });
    }
  }
  return missing;
}

/**
 * Adds an entry for each missing optional package; returns how many, and those it cannot add because only a range of
 * versions is known.
 * @param {Lock} lock
 */
export function completeLock(lock) {
  const missing = missingFrom(lock);
  const exact = missing.filter(({ version }) => /^\d+\.\d+\.\d+[-\w.+]*$/.test(version));
  for (const { name, version } of exact) {
    const { os, cpu, libc } = platformOf(name);
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(cpu.length > 0 ? { cpu } : {}),
      ...(libc.length > 0 ? { libc } : {}),
      optional: true,
      ...(os.length > 0 ? { os } : {}),
    };
  }
  lock.packages = Object.fromEntries(
    Object.entries(lock.packages).sort(([a], [b]) =>
      a === b ? 0 : a === '' || (b !== '' && a < b) ? -1 : 1,
    ),
  );
  return { added: exact.length, unknown: missing.filter((one) => !exact.includes(one)) };
}

/**
 * What is wrong with the lock and package.json, one sentence each.
 * @param {Lock} lock
 * @param {Record<string, Record<string, string> | undefined>} manifest
 */
export function problemsOf(lock, manifest) {
  const problems = [];
  const missing = missingFrom(lock);
  if (missing.length > 0) {
    const some = missing.slice(0, 3).map(({ name }) => name);
    problems.push(
      `package-lock.json lacks ${missing.length} platform packages (${some.join(', ')} ...), so "npm ci" fails on other machines: run "npm run lock" and commit.`,
    );
  }
  const hosts = Object.entries(lock.packages).filter(([, entry]) => /^https?:/.test(entry.resolved ?? ''));
  if (hosts.length > 0) {
    problems.push(
      `package-lock.json names a download address for ${hosts.length} packages (${hosts[0]?.[0]} ...): run "npm run lock", which removes them (integrity stays), and commit.`,
    );
  }
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    for (const [name, version] of Object.entries(manifest[group] ?? {})) {
      if (!/^\d/.test(version))
        problems.push(`package.json asks for ${name} ${version}: pin the exact version.`);
    }
  }
  return problems;
}

function main() {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
  if (process.argv.includes('--check')) {
    const problems = problemsOf(lock, manifest);
    for (const problem of problems) console.error(problem);
    process.exitCode = problems.length > 0 ? 1 : 0;
    return;
  }
  const { added, unknown } = completeLock(lock);
  for (const entry of Object.values(lock.packages)) {
    if (/^https?:/.test(entry.resolved ?? '')) delete entry.resolved;
  }
  writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: ${added} platform packages added.`);
  for (const { name, version, wantedBy } of unknown) {
    console.error(
      `${wantedBy} wants ${name} ${version}, of which no exact version is known here: pin it by an override.`,
    );
    process.exitCode = 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) main();
