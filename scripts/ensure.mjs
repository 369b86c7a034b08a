// Runs before every npm script, on whatever Node the machine has (20 or later), with no package installed yet: brings
// node_modules to what package-lock.json says and puts the pinned Node first on the PATH of the script that follows.
// (A script of its own and not `ensure && start`: a shell keeps the first `node` it found.)
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
/** The first Node that runs .ts files as they are. */
const OLDEST_USABLE = [22, 18];

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean }} LockEntry */

/**
 * Whether what is installed is what the lock asks for. Contents are compared, never dates: a checkout changes dates.
 * A package that is not installed is fine only where it is optional (made for another platform).
 * @param {string} root
 */
export function isInstalled(root) {
  const installedFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  /** @type {Record<string, LockEntry>} */
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  /** @type {Record<string, LockEntry>} */
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  for (const [place, entry] of Object.entries(wanted)) {
    if (place === '') continue;
    const found = installed[place];
    if (!found) {
      if (!entry.optional && !entry.devOptional) return false;
    } else if (found.version !== entry.version || (entry.integrity && found.integrity !== entry.integrity)) {
      return false;
    }
  }
  return Object.keys(installed).every((place) => wanted[place]);
}

/** `npm ci` by the npm that started this script; resolves with its exit code, and ends it when this script is ended. */
function install() {
  const ours = process.env.npm_execpath;
  const [command, first] = ours ? [process.env.npm_node_execpath ?? process.execPath, [ours]] : ['npm', []];
  // No install script of any package is needed (every binary comes as a platform package), and better-sqlite3's would
  // compile for minutes although it ships its binary.
  const child = spawn(command, [...first, 'ci', '--ignore-scripts', '--prefer-offline', '--loglevel=error'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32' && !ours,
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((settle) => {
    child.on('error', (error) => {
      console.error(`npm did not start: ${error.message}`);
      settle(1);
    });
    child.on('exit', (code, signal) => settle(signal ? 1 : (code ?? 1)));
  });
}

/** The pinned Node of this platform, or null where npm carries none (macOS). */
function pinnedNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const folder = join(ROOT, 'node_modules', `node-${system}-${process.arch}`);
  if (!existsSync(folder)) return null;
  const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  return { binary, version: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version };
}

/**
 * Makes `node` mean the pinned one in every npm script (npm puts node_modules/.bin first; npm 10 sometimes forgets the
 * link).
 * @param {string} binary
 */
function linkNode(binary) {
  const bin = join(ROOT, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  if (process.platform === 'win32') {
    writeFileSync(join(bin, 'node.cmd'), `@"${binary}" %*\r\n`);
    return;
  }
  const link = join(bin, 'node');
  if (existsSync(link) && realpathSync(link) === realpathSync(binary)) return;
  rmSync(link, { force: true });
  symlinkSync(binary, link);
}

async function main() {
  // All of it on stderr: `npm run --silent baton` prints JSON on stdout.
  if (!isInstalled(ROOT)) {
    const startedAt = Date.now();
    console.error('Installing packages (about a minute, only when they change) ...');
    const code = await install();
    if (code !== 0 || !isInstalled(ROOT)) {
      console.error(
        'The packages could not be installed; what npm said stands above. Nothing else was changed. Mend that (often the network or a full disk) and run the same command again.',
      );
      process.exitCode = 1;
      return;
    }
    console.error(`Packages installed in ${((Date.now() - startedAt) / 1000).toFixed(0)} s.`);
  }
  const pinned = pinnedNode();
  if (pinned) {
    linkNode(pinned.binary);
    return;
  }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_USABLE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) {
    console.error(
      `No pinned Node comes by npm for ${process.platform} ${process.arch}: running on this machine's ${process.version}.`,
    );
  } else {
    console.error(
      `No pinned Node comes by npm for ${process.platform} ${process.arch}, and this machine's ${process.version} is too old: install Node ${OLDEST_USABLE.join('.')} or later (nodejs.org) and run the same command again.`,
    );
    process.exitCode = 1;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) await main();
