import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/**
 * `.baton/run.json`: what the supervisor (scripts/start.ts) knows about the processes of this system. It is written by
 * the supervisor alone, by atomic rename, and read by /api/health, `baton` and the next start, which ends what a
 * killed supervisor left behind.
 */

/** A process that cannot be mistaken for a later one with the same pid: `startedAt` is the kernel's own stamp. */
const processSchema = z.object({ pid: z.number().int().positive(), startedAt: z.string() });

const partSchema = z.object({
  /** temporal, carrier, worker or web. */
  name: z.string(),
  state: z.enum(['starting', 'up', 'restarting', 'down']),
  /** When the state began, milliseconds since 1970. */
  sinceMs: z.number(),
  /** Null while the part waits to be started again. */
  process: processSchema.nullable(),
  /** How often it was started again since the supervisor began. */
  restarts: z.number().int().nonnegative(),
  /** Why it last ended, in words; null when it never did. */
  lastExit: z.string().nullable(),
});

const runSchema = z.object({
  version: z.literal(1),
  supervisor: processSchema,
  url: z.string(),
  carrierUrl: z.string(),
  temporalAddress: z.string(),
  temporalNamespace: z.string(),
  startedAtMs: z.number(),
  parts: z.array(partSchema),
});

export type ProcessStamp = z.infer<typeof processSchema>;
export type RunPart = z.infer<typeof partSchema>;
export type Run = z.infer<typeof runSchema>;

/** Where the run file of a state folder lies. */
export function runFile(home: string): string {
  return join(home, 'run.json');
}

/**
 * The last run of this state folder, or null when there was none or the file makes no sense (it is advice about
 * processes, each of which is checked again before anything is done to it).
 */
export function readRun(home: string): Run | null {
  let text: string;
  try {
    text = readFileSync(runFile(home), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = runSchema.safeParse(json);
  return parsed.success ? parsed.data : null;
}

/** Replaces the run file in one step, so that a reader never sees half of it. */
export function writeRun(home: string, run: Run): void {
  const target = runFile(home);
  const draft = `${target}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(run, null, 2)}\n`);
  renameSync(draft, target);
}
