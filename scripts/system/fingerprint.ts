import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What no build depends on: tests, prose, what a build made itself. */
const NOT_A_SOURCE = /(\.(test|e2e|integration)\.tsx?|\.md|\.tsbuildinfo)$/;
const NOT_A_SOURCE_FOLDER = new Set(['node_modules', 'generated', '.next', '.baton', 'testing', 'histories']);

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return NOT_A_SOURCE.test(path) ? [] : [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && NOT_A_SOURCE_FOLDER.has(entry.name) ? [] : filesUnder(join(path, entry.name)),
  );
}

/**
 * One hash of the names and contents of all sources under the given paths. Contents and not dates: a checkout, a clone
 * and a switched branch change dates alone, and a deleted file changes none.
 */
export function fingerprint(root: string, paths: readonly string[], also = ''): string {
  const hash = createHash('sha256').update(also);
  for (const path of paths) {
    for (const file of filesUnder(join(root, path)).sort()) {
      hash
        .update(`${file.slice(root.length)}\0`)
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex').slice(0, 32);
}
