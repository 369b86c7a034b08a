import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInstalled } from './ensure.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'baton-ensure-'));
  mkdirSync(join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Packages = Record<string, { version: string; integrity?: string; optional?: boolean }>;

function write(wanted: Packages, installed: Packages | null): void {
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ packages: { '': { version: '1.0.0' }, ...wanted } }),
  );
  if (installed)
    writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
}

const a = { version: '1.0.0', integrity: 'sha512-a' };

describe('isInstalled', () => {
  it('is false on a fresh clone, and after an install that was cut off', () => {
    write({ 'node_modules/a': a }, null);
    expect(isInstalled(root)).toBe(false);
  });

  it('is true when everything but packages of other platforms is there', () => {
    write(
      { 'node_modules/a': a, 'node_modules/a-darwin': { version: '1.0.0', optional: true } },
      { 'node_modules/a': a },
    );
    expect(isInstalled(root)).toBe(true);
  });

  it.each([
    ['another version', { 'node_modules/a': { ...a, version: '2.0.0' } }],
    ['other contents', { 'node_modules/a': { ...a, integrity: 'sha512-b' } }],
    ['a missing package', {}],
    ['a package too many', { 'node_modules/a': a, 'node_modules/b': a }],
  ])('is false with %s', (_what, installed) => {
    write({ 'node_modules/a': a }, installed);
    expect(isInstalled(root)).toBe(false);
  });
});
