import { type Run, writeRun } from '#prisma/run-file.ts';
import { Part, type PartPlan } from '#scripts/supervisor/part.ts';
import { ownStamp } from '#scripts/supervisor/process-stamp.ts';

export interface SupervisorOptions {
  home: string;
  /** What the run file says beside the parts. */
  facts: Pick<Run, 'url' | 'carrierUrl' | 'temporalAddress' | 'temporalNamespace'>;
  say: (part: string, sentence: string) => void;
}

const LOG_CHECK_MS = 60_000;

/** Keeps the parts of one system running and the run file true. */
export class Supervisor {
  private readonly options: SupervisorOptions;
  private readonly waves: Part[][] = [];
  private readonly startedAtMs = Date.now();
  private readonly logCheck: NodeJS.Timeout;
  private writeFailed = false;
  private stopped: Promise<void> | null = null;

  constructor(options: SupervisorOptions) {
    this.options = options;
    this.logCheck = setInterval(() => {
      for (const part of this.parts) part.plan.log.rotate();
    }, LOG_CHECK_MS);
    this.logCheck.unref();
    this.write();
  }

  private get parts(): Part[] {
    return this.waves.flat();
  }

  /** Starts parts that may come up together; resolves when each has served once. Later waves are stopped first. */
  async start(plans: readonly PartPlan[]): Promise<void> {
    if (this.stopped) return;
    const wave = plans.map((plan) => new Part(plan, { changed: () => this.write(), say: this.options.say }));
    this.waves.push(wave);
    for (const part of wave) part.start();
    await Promise.all(wave.map((part) => part.firstUp));
  }

  part(name: string): Part | undefined {
    return this.parts.find((part) => part.plan.name === name);
  }

  /** The names of the parts that do not serve at this moment. */
  notUp(): string[] {
    return this.parts.filter((part) => part.record.state !== 'up').map((part) => part.plan.name);
  }

  /** Stops the waves in reverse order: who uses others goes before them. */
  stop(): Promise<void> {
    this.stopped ??= (async () => {
      clearInterval(this.logCheck);
      for (const wave of this.waves.toReversed()) await Promise.all(wave.map((part) => part.stop()));
    })();
    return this.stopped;
  }

  /** Ends everything at once, for the second Ctrl-C. */
  kill(): void {
    for (const part of this.parts) part.kill();
  }

  /** A full disk must not end the supervisor: the parts go on, and the next change is written when there is room. */
  private write(): void {
    try {
      this.writeFile();
      this.writeFailed = false;
    } catch (error) {
      if (!this.writeFailed)
        this.options.say('state', `run.json cannot be written: ${(error as Error).message}`);
      this.writeFailed = true;
    }
  }

  private writeFile(): void {
    writeRun(this.options.home, {
      version: 1,
      supervisor: ownStamp(),
      ...this.options.facts,
      startedAtMs: this.startedAtMs,
      parts: this.parts.map((part) => part.record),
    });
  }
}
