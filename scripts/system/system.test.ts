import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseEnvironment, parseSettings } from '#prisma/environment.ts';
import { fingerprint } from '#scripts/system/fingerprint.ts';
import { Progress } from '#scripts/system/progress.ts';
import { readSecrets } from '#scripts/system/secrets.ts';
import { prepareStateFolder } from '#scripts/system/state-folder.ts';
import { environmentOf, systemOf } from '#scripts/system/system.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-system-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function settingsOf(source: Record<string, string>) {
  const parsed = parseSettings(source);
  if (!parsed.ok) throw new Error(parsed.mistakes.join('\n'));
  return parsed.value;
}

describe('systemOf', () => {
  it('puts carrier and Temporal on the ports after the site', () => {
    expect(systemOf(settingsOf({ BATON_PORT: '4000' }), folder)).toMatchObject({
      home: join(folder, '.baton'),
      ports: { web: 4000, carrier: 4001, temporal: 4002 },
      url: 'http://127.0.0.1:4000',
      temporal: { address: '127.0.0.1:4002', isEmbedded: true },
    });
  });

  it('starts no server of its own beside a cluster', () => {
    const { temporal } = systemOf(
      settingsOf({ TEMPORAL_ADDRESS: 'cloud.example.com:7233', TEMPORAL_API_KEY: 'key' }),
    );
    expect(temporal).toEqual({
      address: 'cloud.example.com:7233',
      namespace: 'baton',
      apiKey: 'key',
      isEmbedded: false,
    });
  });

  it('calls itself by an address that exists when it listens on all of them', () => {
    expect(systemOf(settingsOf({ BATON_HOST: '0.0.0.0' })).url).toBe('http://127.0.0.1:3210');
    expect(systemOf(settingsOf({ BATON_HOST: '10.0.0.5' })).url).toBe('http://10.0.0.5:3210');
  });

  it('hands every process an environment that it understands', () => {
    const settings = settingsOf({ BATON_HOME: folder, BATON_URL: 'https://baton.example.com' });
    const kept = readSecrets(folder);
    if (!kept.ok) throw new Error(kept.reason);
    const parsed = parseEnvironment(environmentOf(systemOf(settings), kept.secrets, settings));
    expect(parsed).toMatchObject({
      ok: true,
      value: { home: folder, publicUrl: 'https://baton.example.com', owner: null },
    });
  });
});

describe('readSecrets', () => {
  it('makes them once, for this user alone', () => {
    const first = readSecrets(folder);
    expect(readSecrets(folder)).toEqual(first);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).toBe(0o600);
  });

  it('adds one that an older file does not have and keeps the others', () => {
    const kept = { BATON_SECRET: 'ab'.repeat(32) };
    writeFileSync(join(folder, 'secrets.json'), JSON.stringify(kept));
    expect(readSecrets(folder)).toMatchObject({ ok: true, secrets: kept });
    expect(Object.keys(JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8')))).toHaveLength(3);
  });

  it('never replaces a file that it cannot read', () => {
    writeFileSync(join(folder, 'secrets.json'), '{"BATON_SECRET": "abc"}');
    expect(readSecrets(folder)).toMatchObject({
      ok: false,
      reason: expect.stringContaining('left as it is'),
    });
    expect(readFileSync(join(folder, 'secrets.json'), 'utf8')).toBe('{"BATON_SECRET": "abc"}');
  });
});

describe('prepareStateFolder', () => {
  it('says which folder cannot be written to', () => {
    writeFileSync(join(folder, 'file'), '');
    const prepared = prepareStateFolder(join(folder, 'file'));
    expect(prepared).toMatchObject({
      ok: false,
      reason: expect.stringContaining(`${join(folder, 'file')} cannot be written to`),
    });
  });
});

describe('fingerprint', () => {
  beforeEach(() => {
    mkdirSync(join(folder, 'app/deep'), { recursive: true });
    writeFileSync(join(folder, 'app/page.tsx'), 'one');
    writeFileSync(join(folder, 'app/deep/part.tsx'), 'two');
  });

  it('follows contents and deletions, not dates, tests and prose', () => {
    const before = fingerprint(folder, ['app']);
    utimesSync(join(folder, 'app/page.tsx'), 0, 0);
    writeFileSync(join(folder, 'app/page.test.tsx'), 'a test');
    writeFileSync(join(folder, 'app/README.md'), 'prose');
    expect(fingerprint(folder, ['app', 'nothing-here'])).toBe(before);
    writeFileSync(join(folder, 'app/page.tsx'), 'changed');
    const changed = fingerprint(folder, ['app']);
    expect(changed).not.toBe(before);
    rmSync(join(folder, 'app/deep/part.tsx'));
    expect(fingerprint(folder, ['app'])).not.toBe(changed);
  });
});

describe('Progress', () => {
  it('indents the further lines of a sentence under the first', () => {
    const written: string[] = [];
    new Progress((text) => written.push(text)).say('web', 'one\ntwo');
    expect(written.join('')).toMatch(/^ {3}\d\.\d s {2}web {9}one\n {22}two\n$/);
  });
});
