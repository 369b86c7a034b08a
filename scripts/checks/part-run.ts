import { spawn } from 'node:child_process';
import { ROOT } from '#scripts/system/system.ts';

/** One part of `npm run lint` or `npm test`: what passed, what failed, and how long it took. */
export interface PartRun {
  name: string;
  passed: number;
  failed: number;
  seconds: number;
}

/** Runs one part and takes its time; a part that throws counts as one failure and its error is printed. */
export async function runPart(
  name: string,
  work: () => Promise<{ passed: number; failed: number }>,
): Promise<PartRun> {
  const startedAtMs = Date.now();
  const counts = await work().catch((error: Error) => {
    console.error(`${name}: ${error.message}`);
    return { passed: 0, failed: 1 };
  });
  return { name, ...counts, seconds: (Date.now() - startedAtMs) / 1000 };
}

/** A program run in the checkout; its output is kept (`pipe`) or shown as it comes (`inherit`). */
export async function runProgram(
  command: string,
  args: readonly string[],
  options: { output: 'pipe' | 'inherit'; env?: Record<string, string | undefined> },
): Promise<{ code: number; output: string }> {
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', options.output, options.output],
  });
  let output = '';
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve(exitCode ?? 1));
  });
  return { code, output };
}

/** The budget: a line a part, and their sum. Parts of `npm run lint` run side by side, so their sum is not the wait. */
export function budget(runs: readonly PartRun[]): string {
  const widest = Math.max(...runs.map((run) => run.name.length));
  const lines = runs.map((run) =>
    [
      run.name.padEnd(widest),
      `${run.passed} passed`.padStart(13),
      `${run.failed} failed`.padStart(11),
      `${run.seconds.toFixed(1)} s`.padStart(10),
    ].join(''),
  );
  return `\n${lines.join('\n')}\n`;
}

/** The last line of every check, by which other programs read the outcome. */
export function closingLine(runs: readonly PartRun[]): string {
  const sum = (of: (run: PartRun) => number) => runs.reduce((total, run) => total + of(run), 0);
  return `${sum((run) => run.passed)} passed, ${sum((run) => run.failed)} failed`;
}

/** Prints budget and closing line, and sets the exit code. */
export function conclude(runs: readonly PartRun[]): void {
  console.log(budget(runs));
  console.log(closingLine(runs));
  process.exitCode = runs.some((run) => run.failed > 0) ? 1 : 0;
}
