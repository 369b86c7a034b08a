import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Run, readRun } from '#prisma/run-file.ts';
import { freePorts } from '#scripts/system/port.ts';
import { ROOT } from '#scripts/system/system.ts';

export interface RunningSystem {
  url: string;
  home: string;
  /** Everything `npm start` printed so far. */
  output: () => string;
  /** What runs at this moment, with pids. */
  run: () => Run | null;
  /** Signals one part, or the supervisor. Null when it is not running. */
  signal: (
    name: 'temporal' | 'carrier' | 'worker' | 'web' | 'supervisor',
    signal: NodeJS.Signals,
  ) => number | null;
  /** Resolves when every part is up; after a kill, when it is up again. */
  up: () => Promise<void>;
  /** Stops it as Ctrl-C does. The state folder stays, so that it can be started again. */
  stop: () => Promise<void>;
  /** Stops it and removes its state. */
  remove: () => Promise<void>;
}

const UP_WITHIN_MS = 300_000;
const POLL_MS = 50;

/**
 * The whole product as a person starts it, by the real supervisor, on a state folder and ports of its own.
 * @throws when it does not come up, with everything it printed.
 */
export async function startRunningSystem(
  options: { home?: string; port?: number; env?: Record<string, string> } = {},
): Promise<RunningSystem> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'baton-system-'));
  const port = options.port ?? (await freePorts(3));
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: ROOT,
    env: {
      ...process.env,
      BATON_HOME: home,
      BATON_PORT: String(port),
      // As under npm: it watches its parent, and stops when a test run is killed.
      npm_lifecycle_event: 'start',
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  let isGone = false;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      isGone = true;
      resolve();
    });
  });
  // A test that is itself ended must leave nothing running.
  const endWithUs = () => child.kill('SIGTERM');
  process.once('exit', endWithUs);

  const run = () => readRun(home);
  const isUp = () => {
    const now = run();
    if (now === null || now.supervisor.pid !== child.pid) return false;
    return now.parts.length >= 4 && now.parts.every((part) => part.state === 'up');
  };
  const up = async () => {
    const giveUpAtMs = Date.now() + UP_WITHIN_MS;
    while (!isUp()) {
      if (isGone || Date.now() > giveUpAtMs) {
        throw new Error(`Baton did not come up in ${home}:\n${output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  const stop = async () => {
    process.removeListener('exit', endWithUs);
    child.kill('SIGTERM');
    await gone;
  };
  try {
    await up();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    home,
    output: () => output,
    run,
    signal: (name, signal) => {
      const pid =
        name === 'supervisor' ? child.pid : run()?.parts.find((part) => part.name === name)?.process?.pid;
      if (pid === undefined) return null;
      process.kill(pid, signal);
      return pid;
    },
    up,
    stop,
    remove: async () => {
      await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
