import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * One line for everything that writes on one connection. A transaction keeps its place until it ends, so nothing
 * else can slip inside it and be rolled back with it.
 */
export class WriteQueue {
  #tail: Promise<void> = Promise.resolve();
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();

  /** Waits for its turn; the caller must call what it gets, once. */
  async acquire(): Promise<() => void> {
    if (this.#inside.getStore()?.open) {
      throw new Error(
        'A write outside the transaction was awaited inside it, and would wait for it for ever: use the `tx` that the callback was given.',
      );
    }
    const before = this.#tail;
    let release: () => void = () => undefined;
    this.#tail = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }

  async run<T>(work: () => T | Promise<T>): Promise<T> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }

  /** Runs the body of a transaction such that asking for another turn in it is an error at once, not a time-out. */
  async inside<T>(body: () => Promise<T>): Promise<T> {
    const mark = { open: true };
    try {
      // Awaited in there: a Prisma query only starts when somebody awaits it.
      return await this.#inside.run(mark, async () => await body());
    } finally {
      mark.open = false;
    }
  }
}
