import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * How long a query that seems to stand inside a transaction waits for that transaction to end. It may only seem so:
 * Prisma sends the `findUnique`s of one tick together, in the context of whoever asked first.
 */
const SELF_WAIT_MS = 3_000;

/**
 * SQLite has no line between processes: whoever asks at the right moment gets the lock. One that has held it long
 * therefore rests before it asks again, or a loop of such turns would keep the others out for seconds.
 */
const LONG_TURN_MS = 25;
const LONGEST_REST_MS = 50;

/**
 * One line for everything that writes on one connection. A transaction keeps its place until it ends, so nothing
 * else can slip inside it and be rolled back with it.
 */
export class WriteQueue {
  #tail: Promise<void> = Promise.resolve();
  #restUntil = 0;
  readonly #inside = new AsyncLocalStorage<{ over: Promise<void> }>();

  /** Waits for its turn; the caller must call what it gets, once. */
  async acquire(): Promise<() => void> {
    const before = this.#tail;
    let release: () => void = () => undefined;
    this.#tail = new Promise((resolve) => {
      release = resolve;
    });
    const around = this.#inside.getStore();
    if (around !== undefined && !(await settlesWithin(Promise.race([before, around.over]), SELF_WAIT_MS))) {
      // Whoever is behind still waits for the transaction.
      void before.then(release);
      throw new Error(
        'A write outside the transaction was awaited inside it, and would wait for it for ever: use the `tx` that the callback was given.',
      );
    }
    await before;
    const restMs = this.#restUntil - performance.now();
    if (restMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    await breathe();
    return release;
  }

  /** @param sinceMs when a transaction that has just ended got the lock, by `performance.now()` */
  held(sinceMs: number): void {
    const now = performance.now();
    if (now - sinceMs > LONG_TURN_MS) {
      this.#restUntil = now + Math.min(now - sinceMs, LONGEST_REST_MS);
    }
  }

  async run<T>(work: () => T | Promise<T>): Promise<T> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** Runs the body of a transaction such that asking for another turn in it is an error that says so, not a time-out. */
  async inside<T>(body: () => Promise<T>): Promise<T> {
    let end: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    try {
      // Awaited in there: a Prisma query only starts when somebody awaits it.
      return await this.#inside.run({ over }, async () => await body());
    } finally {
      end();
    }
  }
}

/** Whether a promise settles in time; it goes on either way. */
async function settlesWithin(promise: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([promise.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}

const LONGEST_BREATH_MS = 8;
let breathedAt = 0;

/**
 * Lets the event loop turn when it has not for a while. SQLite answers at once, so a loop that awaits nothing but
 * queries would run to its end in one go, and no webhook would be heard meanwhile.
 */
export async function breathe(): Promise<void> {
  if (performance.now() - breathedAt > LONGEST_BREATH_MS) {
    await new Promise((resolve) => setImmediate(resolve));
    breathedAt = performance.now();
  }
}
