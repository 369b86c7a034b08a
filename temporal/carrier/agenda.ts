/** Everything that is due later: a binary heap under one timer, so 15,000 pending steps cost one timeout. */
export class Agenda {
  private heap: { dueMs: number; order: number; run: () => void }[] = [];
  private order = 0;
  private timer: NodeJS.Timeout | null = null;
  private timerDueMs = Infinity;
  private stopped = false;

  get size(): number {
    return this.heap.length;
  }

  /** Same due time keeps the order of calls. */
  at(dueMs: number, run: () => void): void {
    this.push({ dueMs, order: this.order++, run });
    if (dueMs < this.timerDueMs) this.arm();
  }

  clear(): void {
    this.heap = [];
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.timerDueMs = Infinity;
  }

  stop(): void {
    this.stopped = true;
    this.clear();
  }

  private arm(): void {
    if (this.stopped) return;
    if (this.timer) clearTimeout(this.timer);
    const first = this.heap[0];
    if (!first) {
      this.timer = null;
      this.timerDueMs = Infinity;
      return;
    }
    this.timerDueMs = first.dueMs;
    // setTimeout overflows past 2^31-1 ms (24.8 days) and would fire at once.
    const waitMs = Math.min(Math.max(0, first.dueMs - Date.now()), 2 ** 31 - 1);
    this.timer = setTimeout(() => this.fire(), waitMs);
  }

  private fire(): void {
    this.timerDueMs = Infinity;
    // A slice at a time: requests must not wait behind a flood of due steps.
    for (let taken = 0; taken < 200; taken++) {
      const first = this.heap[0];
      if (!first || first.dueMs > Date.now()) break;
      this.pop();
      first.run();
      if (this.stopped) return;
    }
    this.arm();
  }

  private before(a: number, b: number): boolean {
    const x = this.heap[a];
    const y = this.heap[b];
    if (!x || !y) return false;
    return x.dueMs < y.dueMs || (x.dueMs === y.dueMs && x.order < y.order);
  }

  private swap(a: number, b: number): void {
    const x = this.heap[a];
    const y = this.heap[b];
    if (!x || !y) return;
    this.heap[a] = y;
    this.heap[b] = x;
  }

  private push(item: { dueMs: number; order: number; run: () => void }): void {
    this.heap.push(item);
    let i = this.heap.length - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(i, parent)) break;
      this.swap(i, parent);
      i = parent;
    }
  }

  private pop(): void {
    const last = this.heap.pop();
    if (!last || this.heap.length === 0) return;
    this.heap[0] = last;
    let i = 0;
    for (;;) {
      const left = 2 * i + 1;
      const right = left + 1;
      let least = i;
      if (this.before(left, least)) least = left;
      if (this.before(right, least)) least = right;
      if (least === i) return;
      this.swap(i, least);
      i = least;
    }
  }
}
