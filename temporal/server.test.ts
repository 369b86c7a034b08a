import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  noteTemporalVersion,
  TEMPORAL_VERSION,
  temporalDatabaseFile,
  temporalServerArguments,
  temporalVersionOf,
} from './server.ts';
import { findTemporalBinary } from './server-binary.ts';

let folder: string;
let said: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'baton-server-'));
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that answers `--version` as the Temporal CLI does. */
function cliOf(version: string, place: string): string {
  mkdirSync(join(place, '..'), { recursive: true });
  writeFileSync(place, `#!/bin/sh\necho "temporal version ${version} (Server 1.32.0, UI 2.54.1)"\n`);
  chmodSync(place, 0o755);
  return place;
}

const search = (more: { version?: string; cliPath?: string; searchPath?: string } = {}) =>
  findTemporalBinary({
    home: join(folder, 'home'),
    cache: join(folder, 'cache'),
    version: TEMPORAL_VERSION,
    say: (sentence) => said.push(sentence),
    ...more,
  });

describe('findTemporalBinary', () => {
  it('takes TEMPORAL_CLI_PATH when it is the version wanted', async () => {
    const file = cliOf(TEMPORAL_VERSION, join(folder, 'mine/temporal'));
    expect(await search({ cliPath: file })).toEqual({ ok: true, file, source: 'TEMPORAL_CLI_PATH' });
  });

  it('passes over another version with a sentence and takes the next place', async () => {
    const old = cliOf('1.2.0', join(folder, 'mine/temporal'));
    const right = cliOf(TEMPORAL_VERSION, join(folder, 'path/temporal'));
    const found = await search({ cliPath: old, searchPath: `/nowhere:${join(folder, 'path')}` });
    expect(found).toMatchObject({ ok: true, file: right });
    expect(said).toEqual([
      `${old} (TEMPORAL_CLI_PATH) is version 1.2.0; ${TEMPORAL_VERSION} is needed, so it is passed over.`,
    ]);
  });

  it("keeps this machine's cached copy beside the state, and needs the cache no more", async () => {
    cliOf(TEMPORAL_VERSION, join(folder, 'cache', `temporal-${TEMPORAL_VERSION}`));
    const kept = join(folder, 'home/bin', `temporal-${TEMPORAL_VERSION}`);
    expect(await search()).toEqual({ ok: true, file: kept, source: "this machine's cache" });
    rmSync(join(folder, 'cache'), { recursive: true });
    expect(await search()).toMatchObject({ ok: true, file: kept });
  });

  it('refuses to open a file of another version with the pinned one, and says what to do', async () => {
    const found = await search({ version: '1.2.0' });
    expect(found).toMatchObject({ ok: false, reason: expect.stringContaining('TEMPORAL_CLI_PATH') });
  });
});

describe('the version of the Temporal file', () => {
  it('is the pinned one until a file was made by another', () => {
    expect(temporalVersionOf(folder)).toBe(TEMPORAL_VERSION);
    noteTemporalVersion(folder, '1.2.0');
    expect(temporalVersionOf(folder)).toBe(TEMPORAL_VERSION);
    writeFileSync(temporalDatabaseFile(folder), '');
    expect(temporalVersionOf(folder)).toBe('1.2.0');
  });
});

describe('temporalServerArguments', () => {
  it('binds to loopback only and registers every search attribute', () => {
    const given = temporalServerArguments({ port: 4000, databaseFile: '/x/temporal.db', namespace: 'baton' });
    expect(given).toContain('--ip=127.0.0.1');
    expect(given.filter((one) => one.startsWith('--search-attribute='))).toEqual([
      '--search-attribute=WorkspaceId=Keyword',
      '--search-attribute=PlayId=Keyword',
      '--search-attribute=PlanHash=Keyword',
      '--search-attribute=LeadId=Keyword',
      '--search-attribute=Engine=Int',
    ]);
  });
});
