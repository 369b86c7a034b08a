import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, stat, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Entry } from '#temporal/carrier/records.ts';

/**
 * The carrier's one file: a JSON entry a line, only ever appended to. Lines that arrive while a write is
 * under way share the next write and its fdatasync, so 500 messages a second cost a few dozen syncs.
 */
export class Journal {
  private readonly path: string;
  private handle: FileHandle;
  private lines: string[] = [];
  private waiting: ((error: Error | null) => void)[] = [];
  private flushing: Promise<void> | null = null;
  private failed: Error | null = null;
  /** While the file is replaced nothing is written to the old one. */
  private held = false;
  private readonly onFailure: (error: Error) => void;
  bytes: number;

  private constructor(path: string, handle: FileHandle, bytes: number, onFailure: (error: Error) => void) {
    this.path = path;
    this.handle = handle;
    this.bytes = bytes;
    this.onFailure = onFailure;
  }

  /**
   * Reads every whole line into `apply`, cuts off a torn last line (the machine died while it was written; nobody
   * was told that it was kept), and opens the file for appending. A line that is torn in the middle is refused:
   * something else wrote to the file. `onFailure` hears of the first write that fails (a full disk).
   */
  static async open(
    path: string,
    apply: (entry: Entry) => void,
    onFailure: (error: Error) => void,
  ): Promise<Journal> {
    await mkdir(dirname(path), { recursive: true });
    const size = await stat(path).then(
      (s) => s.size,
      (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return 0;
        throw error;
      },
    );
    const good = size > 0 ? await replay(path, size, apply) : 0;
    if (good < size) await truncate(path, good);
    // Secrets of sandbox accounts only, but still nobody else's business.
    return new Journal(path, await open(path, 'a', 0o600), good, onFailure);
  }

  /** Puts the entry in line for the next write. The caller has applied it already. */
  note(entry: Entry): void {
    if (this.failed) return;
    this.lines.push(JSON.stringify(entry));
    this.flushSoon();
  }

  /** Resolves once everything noted so far is on disk. */
  durable(): Promise<void> {
    if (this.failed) return Promise.reject(this.failed);
    if (!this.flushing && !this.held) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.waiting.push((error) => (error ? reject(error) : resolve()));
    });
  }

  private flushSoon(): void {
    if (this.held || (this.lines.length === 0 && this.waiting.length === 0)) return;
    this.flushing ??= this.flush();
  }

  private async flush(): Promise<void> {
    // Let the requests that are being handled in this turn join the same write.
    await new Promise(setImmediate);
    while (!this.held && (this.lines.length > 0 || this.waiting.length > 0)) {
      const data = Buffer.from(this.lines.map((line) => `${line}\n`).join(''));
      const waiting = this.waiting;
      this.lines = [];
      this.waiting = [];
      try {
        await this.handle.appendFile(data);
        await this.handle.datasync();
        this.bytes += data.length;
        for (const done of waiting) done(null);
      } catch (error) {
        this.failed = error instanceof Error ? error : new Error(String(error));
        for (const done of waiting) done(this.failed);
        for (const done of this.waiting) done(this.failed);
        this.lines = [];
        this.waiting = [];
        this.onFailure(this.failed);
      }
    }
    this.flushing = null;
  }

  /**
   * Replaces the file by these entries in one step (temp file, sync, rename). What was noted before is replaced with
   * it, what is noted from now on is appended to the new file.
   */
  async rewrite(entries: Iterable<Entry>): Promise<void> {
    const replaced = { lines: this.lines, waiting: this.waiting };
    this.lines = [];
    this.waiting = [];
    this.held = true;
    try {
      await this.flushing;
      await this.replace(entries);
    } catch (error) {
      this.lines = [...replaced.lines, ...this.lines];
      throw error;
    } finally {
      this.held = false;
      this.waiting = [...replaced.waiting, ...this.waiting];
      this.flushSoon();
    }
  }

  private async replace(entries: Iterable<Entry>): Promise<void> {
    const temp = `${this.path}.new`;
    const next = await open(temp, 'w', 0o600);
    let bytes = 0;
    let chunk: string[] = [];
    const write = async (): Promise<void> => {
      const data = Buffer.from(chunk.map((line) => `${line}\n`).join(''));
      chunk = [];
      bytes += data.length;
      await next.appendFile(data);
    };
    for (const entry of entries) {
      chunk.push(JSON.stringify(entry));
      if (chunk.length >= 500) await write();
    }
    await write();
    await next.datasync();
    await next.close();
    await rename(temp, this.path);
    await this.handle.close();
    this.handle = await open(this.path, 'a', 0o600);
    this.bytes = bytes;
  }

  async close(): Promise<void> {
    while (this.flushing) await this.flushing;
    await this.handle.close();
  }
}

/** Returns the length in bytes of the part that was read whole. */
async function replay(path: string, size: number, apply: (entry: Entry) => void): Promise<number> {
  let rest: Buffer = Buffer.alloc(0);
  let good = 0;
  let line = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    let data: Buffer = rest.length > 0 ? Buffer.concat([rest, piece as Buffer]) : (piece as Buffer);
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10)) {
      line++;
      const text = data.toString('utf8', 0, end);
      let entry: Entry;
      try {
        entry = JSON.parse(text) as Entry;
      } catch {
        if (good + end + 1 === size) return good;
        throw new Error(
          `${path}: line ${line} is not a journal entry. Nothing was changed; move the file away to start with an empty carrier.`,
        );
      }
      apply(entry);
      good += end + 1;
      data = data.subarray(end + 1);
    }
    rest = data;
  }
  return good;
}
