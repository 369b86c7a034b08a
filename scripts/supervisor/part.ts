import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunPart } from '#prisma/run-file.ts';
import type { LogFile } from '#scripts/supervisor/log-file.ts';
import { signalGroup, stampOf } from '#scripts/supervisor/process-stamp.ts';

/** What to run, and how to know that it serves. */
export interface PartPlan {
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  log: LogFile;
  /** Whether the process with this pid serves; asked every 100 ms until it does. */
  isReady: (pid: number) => Promise<boolean>;
}

export interface PartEvents {
  /** The state changed: write the run file. */
  changed: () => void;
  /** Something a person should read. */
  say: (part: string, sentence: string) => void;
}

const FIRST_RESTART_MS = 100;
const LONGEST_RESTART_MS = 10_000;
/** A part that stayed up this long begins again with short pauses when it dies. */
const SETTLED_MS = 30_000;
const READY_POLL_MS = 100;
const STOP_GRACE_MS = 6000;

/** How long to wait before the nth start after a death: 0.1 s, 0.2 s, 0.4 s ... 10 s. */
export function restartDelayMs(deaths: number): number {
  return Math.min(LONGEST_RESTART_MS, FIRST_RESTART_MS * 2 ** Math.max(0, deaths - 1));
}

/** One process that is kept running: started, watched until it serves, started again when it dies, stopped with its group. */
export class Part {
  plan: PartPlan;
  private readonly events: PartEvents;
  private child: ChildProcess | null = null;
  private status: Pick<RunPart, 'state' | 'sinceMs' | 'process' | 'restarts' | 'lastExit'>;
  /** Deaths in a row without a settled time between them. */
  private deaths = 0;
  private stopping = false;
  private restart: NodeJS.Timeout | null = null;
  private renewing = false;
  private announceUp: () => void = () => {};
  /** Resolves when the part serves for the first time; waits through restarts. */
  readonly firstUp: Promise<void> = new Promise((resolve) => {
    this.announceUp = resolve;
  });

  constructor(plan: PartPlan, events: PartEvents) {
    this.plan = plan;
    this.events = events;
    this.status = { state: 'down', sinceMs: Date.now(), process: null, restarts: 0, lastExit: null };
  }

  /** As it stands in the run file. */
  get record(): RunPart {
    return { name: this.plan.name, ...this.status };
  }

  start(): void {
    this.restart = null;
    const { command, args, env, cwd, log } = this.plan;
    const output = log.open();
    // A group of its own: Ctrl-C in the terminal reaches the supervisor alone, which stops the parts in order.
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', output, output],
      detached: process.platform !== 'win32',
    });
    closeSync(output);
    this.child = child;
    const { pid } = child;
    this.enter('starting', {
      process: pid === undefined ? null : (stampOf(pid) ?? { pid, startedAt: 'unknown' }),
    });
    const end = (reason: string) => {
      if (this.child !== child) return;
      this.child = null;
      this.ended(pid, reason);
    };
    child.once('error', (error) => end(`it did not start: ${error.message}`));
    child.once('exit', (code, signal) =>
      end(signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`),
    );
    if (pid !== undefined) void this.watchUntilReady(child, pid);
  }

  private async watchUntilReady(child: ChildProcess, pid: number): Promise<void> {
    while (this.child === child && !this.stopping) {
      const ready = await this.plan.isReady(pid).catch(() => false);
      if (this.child !== child || this.stopping) return;
      if (ready) {
        const again = this.status.restarts > 0 ? ' again' : '';
        this.events.say(this.plan.name, `up${again}`);
        this.enter('up', {});
        this.announceUp();
        return;
      }
      await pause(READY_POLL_MS);
    }
  }

  private ended(pid: number | undefined, reason: string): void {
    // What it started itself may outlive it and hold its port.
    if (pid !== undefined) signalGroup(pid, 'SIGKILL');
    const wasUpMs = this.status.state === 'up' ? Date.now() - this.status.sinceMs : 0;
    if (this.stopping) {
      this.enter('down', { process: null });
      return;
    }
    if (this.renewing) {
      this.renewing = false;
      this.start();
      return;
    }
    this.deaths = wasUpMs >= SETTLED_MS ? 1 : this.deaths + 1;
    const delayMs = restartDelayMs(this.deaths);
    // A killed process said nothing about it; the last line of its log would mislead.
    const said = reason.includes('exit code') ? this.plan.log.lastError() : null;
    const lastExit = said ? `${reason}: ${said}` : reason;
    const restarts = this.status.restarts + 1;
    const sentence =
      lastExit === this.status.lastExit ? `ended in the same way, ${restarts} times by now` : lastExit;
    this.events.say(
      this.plan.name,
      `${sentence}. Starting it again in ${delayMs / 1000} s (log: ${this.plan.log.path}).`,
    );
    this.enter('restarting', { process: null, restarts, lastExit });
    this.restart = setTimeout(() => this.start(), delayMs);
  }

  /** Ends the process on purpose, to be started anew at once by another plan. */
  renew(plan: PartPlan): void {
    this.plan = plan;
    const pid = this.child?.pid;
    // Between two starts there is nothing to end, and the next start takes what is on disk.
    if (pid === undefined) return;
    this.renewing = true;
    signalGroup(pid, 'SIGTERM');
  }

  /** Asks the group to end, and makes it after 6 s; resolves when it is gone. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.restart) clearTimeout(this.restart);
    const { child } = this;
    const pid = child?.pid;
    if (!child || pid === undefined) {
      this.enter('down', { process: null });
      return;
    }
    signalGroup(pid, 'SIGTERM');
    const kill = setTimeout(() => signalGroup(pid, 'SIGKILL'), STOP_GRACE_MS);
    if (child.exitCode === null && child.signalCode === null) {
      await new Promise<void>((gone) => child.once('exit', () => gone()));
    }
    clearTimeout(kill);
    signalGroup(pid, 'SIGKILL');
  }

  /** Ends the group without asking. */
  kill(): void {
    const pid = this.child?.pid;
    if (pid !== undefined) signalGroup(pid, 'SIGKILL');
  }

  private enter(state: RunPart['state'], change: Partial<typeof this.status>): void {
    this.status = { ...this.status, ...change, state, sinceMs: Date.now() };
    this.events.changed();
  }
}
