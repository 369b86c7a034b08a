import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import type { ProcessStamp } from '#prisma/run-file.ts';
import { isAlive, ownStamp } from '#scripts/supervisor/process-stamp.ts';
import { CACHE, ROOT } from '#scripts/system/system.ts';

/**
 * Built sites, a folder each, named by a key of their sources. `next build` empties `.next` and fills it anew, which
 * would pull the files from under a system that runs from it (a second system, a test run beside `npm start`). So what
 * was built is copied to a folder of its own, served from there, and never changed again.
 */
const SITES = join(CACHE, 'sites');
const KEPT = 3;
/** What `next build` leaves for its next run and for tools, not for serving. */
const NOT_SERVED = /^(cache|dev|types|trace|trace-build|lock|diagnostics|turbopack|build)$/;

const users = (site: string) => join(site, 'users');

/** The finished site of this key, or null. Marked as used by this process, so that no other start removes it. */
export function takeSite(key: string): string | null {
  const site = join(SITES, key);
  if (!existsSync(join(site, 'BUILD_ID'))) return null;
  mkdirSync(users(site), { recursive: true });
  writeFileSync(join(users(site), `${process.pid}.json`), JSON.stringify(ownStamp()));
  // Next wants its folder relative to the checkout.
  return relative(ROOT, site);
}

/** Copies what was built to `.next` to the folder of this key, in one step, and clears away sites nobody uses. */
export function keepSite(key: string): void {
  const built = join(ROOT, '.next');
  const draft = join(SITES, `${key}.${process.pid}`);
  mkdirSync(draft, { recursive: true });
  for (const name of readdirSync(built)) {
    // Copying makes the links to packages absolute, as the new place needs them.
    if (!NOT_SERVED.test(name)) cpSync(join(built, name), join(draft, name), { recursive: true });
  }
  rmSync(join(SITES, key), { recursive: true, force: true });
  renameSync(draft, join(SITES, key));
  removeUnused();
}

function isUsed(site: string): boolean {
  if (!existsSync(users(site))) return false;
  return readdirSync(users(site)).some((name) => {
    try {
      return isAlive(JSON.parse(readFileSync(join(users(site), name), 'utf8')) as ProcessStamp);
    } catch {
      return false;
    }
  });
}

function removeUnused(): void {
  const newestFirst = readdirSync(SITES)
    .map((name) => join(SITES, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const site of newestFirst.slice(KEPT)) {
    if (!isUsed(site)) rmSync(site, { recursive: true, force: true });
  }
}
