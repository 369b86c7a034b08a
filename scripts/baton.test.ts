import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '#prisma/client.ts';
import { migrate } from '#prisma/migrator.ts';
import { seedWorkspace } from '#prisma/testing/seed.ts';
import { freePorts } from '#scripts/system/port.ts';
import { ROOT } from '#scripts/system/system.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'baton-command-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function baton(args: string[], env: Record<string, string> = {}) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      ['scripts/baton.ts', ...args],
      { cwd: ROOT, env: { ...process.env, BATON_HOME: home, ...env } },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

describe('baton', () => {
  it('lists its verbs, and helps with each', async () => {
    const { code, stdout } = await baton(['--help']);
    expect(code).toBe(0);
    const verbs = [...stdout.matchAll(/^ {2}([a-z-]+) .*$/gm)].map((match) => match[1] ?? '');
    expect(verbs).toContain('doctor');
    for (const verb of verbs.filter((name) => name !== 'help')) {
      expect(await baton([verb, '--help'])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('Usage: baton'),
      });
    }
  });

  it('exits with 1 on a word it does not know', async () => {
    expect(await baton(['sing'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("unknown command 'sing'"),
    });
  });
});

describe('baton doctor', () => {
  it('prints JSON alone on stdout when asked', async () => {
    const port = await freePorts(3);
    const { code, stdout } = await baton(['doctor', '--json'], { BATON_PORT: String(port) });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, findings: expect.any(Array) });
  });

  it('names the program that holds a port, and exits with 1', async () => {
    const port = await freePorts(3);
    const server = createServer().listen(port + 1, '127.0.0.1');
    const { code, stdout } = await baton(['doctor'], { BATON_PORT: String(port) });
    server.close();
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`NOT port ${port + 1} +taken by .*\\(pid ${process.pid}\\)`));
  });

  it('says in one sentence what is wrong with the environment', async () => {
    expect(await baton(['doctor'], { BATON_URL: 'baton' })).toMatchObject({
      code: 1,
      stderr: 'BATON_URL must be an address without a path, such as https://baton.example.com.\n',
    });
  });
});

describe('baton import', () => {
  it('lists every rejected row as JSON, however many there are', async () => {
    const state = join(home, 'import');
    mkdirSync(state, { mode: 0o700 });
    await migrate(join(state, 'baton.db'));
    const db = openDatabase(join(state, 'baton.db'));
    await seedWorkspace(db);
    await db.close();
    const file = join(home, 'leads.csv');
    writeFileSync(file, `email,company\nann@lee.example,Lee\n${'nobody,Acme\n'.repeat(1_205)}`);
    const { code, stdout } = await baton(['import', file, '--json'], { BATON_HOME: state });
    const { rejected, rejections } = JSON.parse(stdout);
    expect([code, rejected, rejections.length, rejections.at(-1).rowNumber]).toEqual([
      0, 1_205, 1_205, 1_207,
    ]);
  });
});
