import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * SQLite's write-ahead log, brought to the disk on demand. The database is opened with `synchronous = NORMAL`, which
 * leaves that to the operating system (sqlite.org/pragma.html#pragma_synchronous: a commit may roll back after a power
 * loss); `FULL` would pay for it with every commit, under the write lock.
 */
export class CommitLog {
  private readonly file: string;
  private log: Promise<FileHandle> | null = null;
  private running: Promise<void> = Promise.resolve();
  private next: Promise<void> | null = null;

  constructor(database: string) {
    this.file = `${database}-wal`;
  }

  /** Call it after the commit. What is being flushed already may have begun before that: the one after it counts. */
  flush(): Promise<void> {
    this.next ??= this.running.then(() => {
      this.next = null;
      const flushed = this.sync();
      this.running = flushed.catch(() => {});
      return flushed;
    });
    return this.next;
  }

  async close(): Promise<void> {
    await this.next?.catch(() => {});
    await this.running;
    await (await this.log)?.close();
    this.log = null;
  }

  private async sync(): Promise<void> {
    // What cannot be opened now (too many files) is tried again next time.
    this.log ??= this.openLog().catch((error: unknown) => {
      this.log = null;
      throw error;
    });
    await (await this.log).datasync();
  }

  /** The log stays the same file as long as a connection is open. That it is there at all is a fact of its folder. */
  private async openLog(): Promise<FileHandle> {
    const log = await open(this.file, 'r');
    const folder = await open(dirname(this.file), 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    return log;
  }
}
