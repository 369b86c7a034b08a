import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isAlive } from '#scripts/supervisor/process-stamp.ts';
import { freePorts, portTrouble } from '#scripts/system/port.ts';
import { ROOT } from '#scripts/system/system.ts';
import { type RunningSystem, startRunningSystem } from '#scripts/testing/running-system.ts';

const WAIT = { timeout: 30_000, interval: 50 };

let home: string | null = null;
let systems: RunningSystem[] = [];
afterEach(async () => {
  await Promise.all(systems.map((system) => system.stop()));
  systems = [];
  if (home) rmSync(home, { recursive: true, force: true });
});

const freshHome = () => {
  home = mkdtempSync(join(tmpdir(), 'baton-start-'));
  return home;
};

async function start(options: { home: string; port: number }): Promise<RunningSystem> {
  const system = await startRunningSystem(options);
  systems.push(system);
  return system;
}

/** `npm start` that is expected to give up. */
async function refusedStart(folder: string, port: number): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['scripts/start.ts'],
      { cwd: ROOT, env: { ...process.env, BATON_HOME: folder, BATON_PORT: String(port) } },
      (error, stdout) => resolve({ code: Number(error?.code ?? 0), said: stdout }),
    );
  });
}

const processesOf = (system: RunningSystem) =>
  system.run()?.parts.flatMap((part) => (part.process ? [part.process] : [])) ?? [];

async function portsAreFree(port: number): Promise<boolean> {
  const troubles = await Promise.all([0, 1, 2].map((i) => portTrouble('127.0.0.1', port + i)));
  return troubles.every((trouble) => trouble === null);
}

describe('npm start', () => {
  it('says who holds a port, and starts nothing', async () => {
    const port = await freePorts(3);
    const server = createServer().listen(port + 2, '127.0.0.1');
    const { code, said } = await refusedStart(freshHome(), port);
    server.close();
    expect(code).toBe(1);
    expect(said).toMatch(
      new RegExp(`Port ${port + 2}, for Temporal, is taken by .*\\(pid ${process.pid}\\): stop that, or`),
    );
    expect(said).toContain('Nothing was started.');
  });

  it('leaves a database that it cannot read as it is', async () => {
    const folder = freshHome();
    writeFileSync(
      join(folder, 'baton.db'),
      'not a database, and longer than the header of one would be'.repeat(100),
    );
    const { code, said } = await refusedStart(folder, await freePorts(3));
    expect(code).toBe(1);
    expect(said).toContain(
      `${join(folder, 'baton.db')} cannot be opened (file is not a database). It was left as it is`,
    );
    expect(readFileSync(join(folder, 'baton.db'), 'utf8')).toMatch(/^not a database/);
  });

  it('prints one address when every part serves, refuses a second run on its folder, and leaves nothing behind', async () => {
    const folder = freshHome();
    const port = await freePorts(3);
    const system = await start({ home: folder, port });
    await vi.waitFor(() => expect(system.output()).toContain(`s: http://127.0.0.1:${port}\n`), WAIT);
    expect(system.output().match(/http:\/\//g)).toHaveLength(1);
    expect(
      system
        .run()
        ?.parts.map((part) => part.name)
        .sort(),
    ).toEqual(['carrier', 'temporal', 'web', 'worker']);

    const { code, said } = await refusedStart(folder, await freePorts(3));
    expect(code).toBe(1);
    expect(said).toContain(
      `Baton already runs on ${folder} (pid ${system.run()?.supervisor.pid}): http://127.0.0.1:${port}`,
    );

    const processes = processesOf(system);
    expect(processes).toHaveLength(4);
    await system.stop();
    expect(processes.filter(isAlive)).toEqual([]);
    expect(await portsAreFree(port)).toBe(true);
  });

  it('starts on the ports and the file of a run that was killed, after ending what it left', async () => {
    const folder = freshHome();
    const port = await freePorts(3);
    const first = await start({ home: folder, port });
    const left = processesOf(first);
    const temporal = first.run()?.parts.find((part) => part.name === 'temporal')?.process?.pid;
    first.signal('supervisor', 'SIGKILL');
    const second = await start({ home: folder, port });
    expect(second.output()).toContain(`temporal (pid ${temporal})`);
    expect(left.filter(isAlive)).toEqual([]);
    expect(second.run()?.parts.every((part) => part.state === 'up')).toBe(true);
  });

  it('brings every part back that is killed', async () => {
    const system = await start({ home: freshHome(), port: await freePorts(3) });
    const before = processesOf(system).map(({ pid }) => pid);
    for (const name of ['web', 'worker', 'carrier', 'temporal'] as const) system.signal(name, 'SIGKILL');
    await vi.waitFor(
      () => expect(system.run()?.parts.map((part) => part.restarts)).toEqual([1, 1, 1, 1]),
      WAIT,
    );
    await system.up();
    expect(processesOf(system).filter(({ pid }) => before.includes(pid))).toEqual([]);
  });
});
