import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Run, readRun, writeRun } from '#prisma/run-file.ts';
import { takeLock } from '#scripts/supervisor/file-lock.ts';
import { LogFile } from '#scripts/supervisor/log-file.ts';
import { endOrphans } from '#scripts/supervisor/orphans.ts';
import { Part, type PartPlan, restartDelayMs } from '#scripts/supervisor/part.ts';
import { isAlive, ownStamp, stampOf } from '#scripts/supervisor/process-stamp.ts';
import { freePorts, portHolder, portTrouble } from '#scripts/system/port.ts';

const WAIT = { timeout: 10_000, interval: 20 };
const FIXTURE = join(import.meta.dirname, 'testing/part-fixture.mjs');

let home: string;
let begun: ChildProcess[];
let parts: Part[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'baton-supervisor-'));
  begun = [];
  parts = [];
});
afterEach(async () => {
  await Promise.all(parts.map((part) => part.stop()));
  for (const child of begun) child.kill('SIGKILL');
  rmSync(home, { recursive: true, force: true });
});

async function pidAt(port: number): Promise<number | null> {
  try {
    return Number(await (await fetch(`http://127.0.0.1:${port}`)).text());
  } catch {
    return null;
  }
}

function partOf(port: number, more: Partial<PartPlan> & { variables?: Record<string, string> } = {}) {
  const said: string[] = [];
  const { variables, ...plan } = more;
  const part = new Part(
    {
      name: 'fixture',
      command: process.execPath,
      args: [FIXTURE],
      env: { ...process.env, PORT: String(port), ...variables },
      cwd: home,
      log: new LogFile(join(home, 'fixture.log')),
      isReady: async () => (await pidAt(port)) !== null,
      ...plan,
    },
    { changed: () => {}, say: (_part, sentence) => said.push(sentence) },
  );
  parts.push(part);
  return { part, said };
}

/** A supervisor in a process of its own, over parts that listen on these ports. */
async function supervise(list: Array<{ name: string; port: number; watched: boolean }>) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'testing/supervisor-fixture.ts'), home, JSON.stringify(list)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  begun.push(child);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await vi.waitFor(() => expect(said).toMatch(/^up$/m), WAIT);
  return { child, said: () => said };
}

describe('Part', () => {
  it('starts a killed process again and says so', async () => {
    const port = await freePorts(1);
    const { part, said } = partOf(port);
    part.start();
    await part.firstUp;
    const first = await pidAt(port);
    process.kill(first ?? 0, 'SIGKILL');
    await vi.waitFor(async () => {
      expect(await pidAt(port)).not.toBe(first);
      expect(part.record).toMatchObject({ state: 'up', restarts: 1, lastExit: 'it was ended by SIGKILL' });
    }, WAIT);
    expect(said).toEqual([
      'up',
      `it was ended by SIGKILL. Starting it again in 0.1 s (log: ${join(home, 'fixture.log')}).`,
      'up again',
    ]);
  });

  it('gives the last words of one that fails, and waits longer each time', async () => {
    const { part, said } = partOf(await freePorts(1), { variables: { FAIL: '1' } });
    part.start();
    await vi.waitFor(() => expect(said.length).toBeGreaterThanOrEqual(3), WAIT);
    expect(said[0]).toContain('it ended with exit code 7: Error: the fixture was told to fail.');
    expect(said.map((line) => /again in ([\d.]+) s/.exec(line)?.[1]).slice(0, 3)).toEqual([
      '0.1',
      '0.2',
      '0.4',
    ]);
    expect([1, 2, 7, 8, 50].map(restartDelayMs)).toEqual([100, 200, 6400, 10_000, 10_000]);
  });

  it('says that a program which is not there did not start', async () => {
    const { part, said } = partOf(1, { command: join(home, 'nothing') });
    part.start();
    await vi.waitFor(() => expect(said[0]).toContain('it did not start: spawn'), WAIT);
  });

  it('takes along what the process started itself', async () => {
    const port = await freePorts(2);
    const { part } = partOf(port, { variables: { CHILD_PORT: String(port + 1) } });
    part.start();
    await part.firstUp;
    await vi.waitFor(async () => expect(await pidAt(port + 1)).not.toBeNull(), WAIT);
    await part.stop();
    await vi.waitFor(async () => expect(await pidAt(port + 1)).toBeNull(), WAIT);
  });

  it('kills after six seconds what ignores the request to end', { timeout: 15_000 }, async () => {
    const port = await freePorts(1);
    const { part } = partOf(port, { variables: { STUBBORN: '1' } });
    part.start();
    await part.firstUp;
    await part.stop();
    expect(await pidAt(port)).toBeNull();
    expect(part.record.state).toBe('down');
  });
});

describe('Supervisor', () => {
  it('stops in reverse order on SIGTERM and leaves nothing behind', async () => {
    const port = await freePorts(3);
    const list = ['a', 'b', 'c'].map((name, i) => ({ name, port: port + i, watched: true }));
    const { child } = await supervise(list);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    expect(await gone).toBe(0);
    expect(readFileSync(join(home, 'ended'), 'utf8')).toBe('c\nb\na\n');
    for (const one of list) expect(await pidAt(one.port)).toBeNull();
    expect(readRun(home)?.parts.map((part) => part.state)).toEqual(['down', 'down', 'down']);
  });

  it('killed, takes its Node processes with it, and the next one ends what is left', async () => {
    const port = await freePorts(2);
    const list = [
      { name: 'unwatched', port, watched: false },
      { name: 'watched', port: port + 1, watched: true },
    ];
    const first = await supervise(list);
    first.child.kill('SIGKILL');
    await vi.waitFor(async () => expect(await pidAt(port + 1)).toBeNull(), WAIT);
    const orphan = await pidAt(port);
    expect(orphan).not.toBeNull();

    const second = await supervise(list);
    expect(second.said()).toContain(`ended unwatched (pid ${orphan})`);
    expect(await pidAt(port)).not.toBe(orphan);
    second.child.kill('SIGTERM');
    await new Promise((resolve) => second.child.once('exit', resolve));
  });

  it('ends no process that only has the pid of an earlier one', async () => {
    const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
    begun.push(bystander);
    const pid = bystander.pid ?? 0;
    const run: Run = {
      version: 1,
      supervisor: { pid: 1, startedAt: 'before' },
      url: '',
      carrierUrl: '',
      temporalAddress: '',
      temporalNamespace: '',
      startedAtMs: 0,
      parts: [
        {
          name: 'web',
          state: 'up',
          sinceMs: 0,
          process: { pid, startedAt: 'before' },
          restarts: 0,
          lastExit: null,
        },
      ],
    };
    writeRun(home, run);
    expect(await endOrphans(readRun(home) ?? run)).toEqual([]);
    expect(stampOf(pid)).not.toBeNull();
  });
});

describe('takeLock', () => {
  it('is held by one living process at a time', () => {
    const file = join(home, 'lock');
    const first = takeLock(file);
    expect(takeLock(file)).toEqual({ ok: false, holder: ownStamp() });
    if (first.ok) first.release();
    expect(takeLock(file).ok).toBe(true);
  });

  it('is given back by the death of its holder', () => {
    const file = join(home, 'lock');
    writeFileSync(file, JSON.stringify({ pid: process.pid, startedAt: 'an earlier process of this pid' }));
    expect(takeLock(file).ok).toBe(true);
    expect(isAlive(JSON.parse(readFileSync(file, 'utf8')))).toBe(true);
    expect(existsSync(`${file}.${process.pid}`)).toBe(false);
  });
});

describe('ports', () => {
  it('names who is in the way', async () => {
    const port = await freePorts(1);
    expect(await portTrouble('127.0.0.1', port)).toBeNull();
    const server = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await portTrouble('127.0.0.1', port)).toBe('taken');
    expect(portHolder(port)).toContain(`(pid ${process.pid})`);
    server.close();
  });
});

describe('LogFile', () => {
  it('tells each whole line that is written while it is followed, also after it was emptied', async () => {
    const log = new LogFile(join(home, 'part.log'));
    writeFileSync(log.path, 'before\n');
    const heard: string[] = [];
    const end = log.follow((line) => heard.push(line));
    appendFileSync(log.path, 'one\ntw');
    await vi.waitFor(() => expect(heard).toEqual(['one']), WAIT);
    appendFileSync(log.path, 'o\n');
    await vi.waitFor(() => expect(heard).toEqual(['one', 'two']), WAIT);
    writeFileSync(log.path, 'new\n');
    await vi.waitFor(() => expect(heard).toEqual(['one', 'two', 'new']), WAIT);
    end();
  });

  it('keeps one older file when it grows, while a part goes on writing', () => {
    const log = new LogFile(join(home, 'part.log'));
    writeFileSync(log.path, `${'x'.repeat(6 * 1024 * 1024)}\nError: the last words\n`);
    expect(log.lastError()).toBe('Error: the last words');
    log.rotate();
    expect(readFileSync(log.path, 'utf8')).toBe('');
    expect(readFileSync(`${log.path}.1`).length).toBeGreaterThan(6_000_000);
  });
});
