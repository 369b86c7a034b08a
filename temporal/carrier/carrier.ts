import { Agenda } from '#temporal/carrier/agenda.ts';
import { Book, DEFAULT_LIMITS, type Limits } from '#temporal/carrier/book.ts';
import { newUuid } from '#temporal/carrier/chance.ts';
import { Journal } from '#temporal/carrier/journal.ts';
import type { Entry, Hook } from '#temporal/carrier/records.ts';

export interface CarrierOptions {
  /** The journal, usually `.baton/carrier.jsonl`. */
  file: string;
  limits?: Partial<Limits>;
  /** At boot a file larger than this is rewritten to what is still remembered. */
  compactAtBytes?: number;
  /** Hears of a journal that can no longer be written; the carrier must then stop rather than forget. */
  onFailure?: (error: Error) => void;
}

const COMPACT_AT_BYTES = 64 * 1024 * 1024;

/** The carrier's heart: one memory, one file, one agenda. The doors (twilio-api, resend-api, control) act on it. */
export class Carrier {
  readonly book: Book;
  readonly agenda = new Agenda();
  /** Changes with every start: a cursor of the change feed from before it is answered with "start over". */
  readonly boot = newUuid();
  private readonly journal: Journal;
  /** Takes webhooks over as they become known; set by `Outgoing`. */
  onHook: (hook: Hook) => void = () => {};
  private readonly watchers = new Set<() => void>();

  private constructor(book: Book, journal: Journal) {
    this.book = book;
    this.journal = journal;
  }

  static async open(options: CarrierOptions): Promise<Carrier> {
    const book = new Book({ ...DEFAULT_LIMITS, ...options.limits });
    const journal = await Journal.open(
      options.file,
      (entry) => book.apply(entry),
      (error) => options.onFailure?.(error),
    );
    if (journal.bytes > (options.compactAtBytes ?? COMPACT_AT_BYTES)) await journal.rewrite(book.entries());
    return new Carrier(book, journal);
  }

  get journalBytes(): number {
    return this.journal.bytes;
  }

  /** Remembers at once and writes soon; `durable()` waits until it is on disk. */
  record(entry: Entry): void {
    this.book.apply(entry);
    this.journal.note(entry);
    if (this.watchers.size > 0) {
      const watchers = [...this.watchers];
      this.watchers.clear();
      // After this turn, so that one watcher sees everything the turn did.
      setImmediate(() => {
        for (const wake of watchers) wake();
      });
    }
  }

  /** Records a webhook that must be delivered and hands it to the courier. */
  tell(draft: Omit<Hook, 'id' | 'tries'>): void {
    const hook: Hook = { ...draft, id: newUuid(), tries: 0 };
    this.record({ t: 'hook', hook });
    this.onHook(hook);
  }

  durable(): Promise<void> {
    return this.journal.durable();
  }

  /** Resolves at the next change, or after `waitMs`. */
  changed(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.watchers.delete(done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      this.watchers.add(done);
    });
  }

  /** Forgets messages, posts, webhooks and faults; accounts stay unless `everything`. The file starts anew. */
  async reset(everything: boolean): Promise<void> {
    this.agenda.clear();
    const { smsAccounts, emailAccounts, settings } = this.book;
    const kept: Entry[] = everything
      ? []
      : [
          { t: 'settings', settings },
          ...[...smsAccounts.values()].map((account): Entry => ({ t: 'smsAccount', account })),
          ...[...emailAccounts.values()].map((account): Entry => ({ t: 'emailAccount', account })),
        ];
    this.book.clear();
    for (const entry of kept) this.book.apply(entry);
    await this.journal.rewrite(kept);
  }

  async close(): Promise<void> {
    this.agenda.stop();
    await this.journal.close();
  }
}
