import { closeSync, copyFileSync, existsSync, openSync, readSync, statSync, truncateSync } from 'node:fs';

const MAX_BYTES = 5 * 1024 * 1024;
const FOLLOW_MS = 200;

/**
 * The log of one part. The part writes to the file itself (opened for appending), so nothing is lost when the
 * supervisor dies and a slow reader never holds a part up. One older file is kept as `<name>.log.1`.
 */
export class LogFile {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** A descriptor for a child's stdout and stderr; the caller closes it after the spawn. */
  open(): number {
    this.rotate();
    return openSync(this.path, 'a');
  }

  /** Copies and empties a large log; those who append to it go on doing so. */
  rotate(): void {
    if (!existsSync(this.path) || statSync(this.path).size < MAX_BYTES) return;
    copyFileSync(this.path, `${this.path}.1`);
    truncateSync(this.path);
  }

  /** The last lines, oldest first, without empty ones. */
  tail(lines: number): string[] {
    if (!existsSync(this.path)) return [];
    const size = statSync(this.path).size;
    const length = Math.min(size, 16_384);
    return this.read(size - length, length)
      .toString('utf8')
      .split('\n')
      .map((line) => line.trimEnd())
      .filter(Boolean)
      .slice(-lines);
  }

  /** Calls `hear` with each line written from now on; returns what ends that. */
  follow(hear: (line: string) => void): () => void {
    let heard = existsSync(this.path) ? statSync(this.path).size : 0;
    let rest = '';
    const look = setInterval(() => {
      const size = existsSync(this.path) ? statSync(this.path).size : 0;
      if (size < heard) heard = 0;
      if (size === heard) return;
      const lines = (rest + this.read(heard, size - heard).toString('utf8')).split('\n');
      heard = size;
      rest = lines.pop() ?? '';
      for (const line of lines) hear(line);
    }, FOLLOW_MS);
    look.unref();
    return () => clearInterval(look);
  }

  private read(from: number, length: number): Buffer {
    const bytes = Buffer.alloc(length);
    const file = openSync(this.path, 'r');
    try {
      readSync(file, bytes, 0, length, from);
    } finally {
      closeSync(file);
    }
    return bytes;
  }

  /** The line most likely to say why the part ended. */
  lastError(): string | null {
    const lines = this.tail(40).map((line) => line.trim());
    return lines.findLast((line) => /error|EADDRINUSE|cannot|failed/i.test(line)) ?? lines.at(-1) ?? null;
  }
}
