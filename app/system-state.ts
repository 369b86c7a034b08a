import { statfs } from 'node:fs/promises';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';
import { type RunPart, readRun } from '#prisma/run-file.ts';
import { type SystemFacts, systemFacts } from '#prisma/system-facts.ts';

/** One part of the system, as far as this process can know. */
export type PartState = {
  name: 'web' | 'database' | 'worker' | 'temporal' | 'carrier' | 'disk';
  /** `elsewhere`: not ours to start, such as a Temporal cluster of one's own. */
  state: RunPart['state'] | 'elsewhere';
  /** Null: not known, or since always. */
  sinceMs: number | null;
  why: string | null;
  restarts: number;
};

export type SystemState = {
  parts: PartState[];
  /** Null when the database cannot be read. */
  facts: SystemFacts | null;
};

/** Below this the next hour of work may not fit: SQLite needs room to commit. */
const LEAST_FREE_BYTES = 100 * 1024 * 1024;

/** What is up and what is not: the one reading behind /api/health, the operations page and the banner. */
export async function systemState(): Promise<SystemState> {
  const env = environment();
  const running = readRun(env.home)?.parts ?? [];
  const [facts, disk] = await Promise.all([readFacts(), diskState(env.home)]);
  const supervised = (['worker', 'temporal', 'carrier'] as const).map((name) =>
    partState(
      name,
      running.find((part) => part.name === name),
    ),
  );
  const web: PartState = {
    ...partState(
      'web',
      running.find((part) => part.name === 'web'),
    ),
    // Whoever asks is being answered.
    state: 'up',
    why: null,
  };
  return {
    parts: [
      web,
      'reason' in facts
        ? { name: 'database', state: 'down', sinceMs: null, why: facts.reason, restarts: 0 }
        : { name: 'database', state: 'up', sinceMs: null, why: null, restarts: 0 },
      ...supervised,
      disk,
    ],
    facts: 'reason' in facts ? null : facts,
  };
}

function partState(name: PartState['name'], part: RunPart | undefined): PartState {
  if (part === undefined) {
    return {
      name,
      state: 'elsewhere',
      sinceMs: null,
      why: name === 'temporal' ? 'A cluster of your own.' : 'Not started by this Baton.',
      restarts: 0,
    };
  }
  const { state, sinceMs, restarts, lastExit } = part;
  return { name, state, sinceMs, restarts, why: state === 'up' ? null : lastExit };
}

async function readFacts(): Promise<SystemFacts | { reason: string }> {
  try {
    return await systemFacts(database(), Date.now());
  } catch (error) {
    console.error('The database cannot be read:', error);
    return { reason: 'The database cannot be read. Its log says why.' };
  }
}

async function diskState(home: string): Promise<PartState> {
  const part = { name: 'disk' as const, sinceMs: null, restarts: 0 };
  try {
    const { bavail, bsize } = await statfs(home);
    const free = bavail * bsize;
    return free < LEAST_FREE_BYTES
      ? {
          ...part,
          state: 'down',
          why: `Only ${Math.floor(free / 1024 / 1024)} MB are left where Baton keeps its state.`,
        }
      : { ...part, state: 'up', why: null };
  } catch {
    return { ...part, state: 'down', why: `The folder ${home} is gone or cannot be read.` };
  }
}
