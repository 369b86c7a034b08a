import { SaveAnswer } from '#components/canvas/saved-draft.ts';
import type { Play } from '#workflows/play.ts';

/** What the status bar says about saving. */
export type SaveState =
  | { kind: 'saved'; atMs: number | null }
  /** Edited; goes out when the person pauses. */
  | { kind: 'waiting' }
  | { kind: 'saving' }
  /** Not reached; kept in this browser, tried again. */
  | { kind: 'offline' }
  | { kind: 'refused'; reason: string }
  /** `asking`: the question is on the screen; put off, nothing is saved until it is answered. */
  | { kind: 'conflict'; theirs: Theirs; asking: boolean };

export type Theirs = { draft: Play; revision: number; by: string | null; atMs: number };

/** The document to send, and how many of the unsaved operations it holds. */
export type Batch = { draft: Play; revision: number; operations: number };

type AutosaveOptions = {
  address: string;
  /** Null when there is nothing to save. */
  batch: () => Batch | null;
  onState: (state: SaveState) => void;
  onSaved: (batch: Batch, revision: number) => void;
};

const PAUSE_MS = 800;
const RETRY_MS = [2_000, 4_000, 8_000, 15_000, 30_000];
/** Browsers take this much of a request that outlives its page. */
const KEEPALIVE_BYTES = 60_000;

/**
 * Sends the draft when the person pauses, one request at a time, and says what became of it. Never asks for a save that
 * nobody edited for.
 */
export class Autosave {
  readonly #options: AutosaveOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #underWay: Promise<void> | null = null;
  #stopped = false;
  #failures = 0;

  constructor(options: AutosaveOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
  }

  /** An edit was made. */
  touch(): void {
    if (this.#stopped) return;
    this.#options.onState({ kind: 'waiting' });
    this.#wait(PAUSE_MS);
  }

  /**
   * Now, without waiting for a pause: before publishing, or when the network came back. Resolves when the server has
   * answered to all that was edited until then, or could not be reached.
   */
  async flush(): Promise<void> {
    // A request under way holds what was edited before it; what came after it goes in the next.
    while (this.#underWay !== null) await this.#underWay;
    clearTimeout(this.#timer);
    if (this.#stopped) return;
    const batch = this.#options.batch();
    if (batch === null) return;
    this.#underWay = this.#deliver(batch);
    await this.#underWay;
  }

  async #deliver(batch: Batch): Promise<void> {
    this.#options.onState({ kind: 'saving' });
    const answer = await send(this.#options.address, batch);
    this.#underWay = null;
    this.#settle(batch, answer);
  }

  /** The page is going away: one last request that may outlive it. What it does not carry stays in the browser. */
  flushAndLeave(): void {
    const batch = this.#options.batch();
    if (batch === null || this.#stopped) return;
    const body = JSON.stringify({ revision: batch.revision, draft: batch.draft });
    if (body.length > KEEPALIVE_BYTES) return;
    void fetch(this.#options.address, { method: 'PUT', body, headers: JSON_TYPE, keepalive: true }).catch(
      () => undefined,
    );
  }

  /** After a conflict was answered. */
  resume(): void {
    this.#stopped = false;
    this.#failures = 0;
    if (this.#options.batch() === null) this.#options.onState({ kind: 'saved', atMs: Date.now() });
    else this.touch();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #settle(batch: Batch, answer: SaveAnswer | null): void {
    if (answer === null) {
      this.#options.onState({ kind: 'offline' });
      this.#wait(RETRY_MS[Math.min(this.#failures, RETRY_MS.length - 1)] ?? PAUSE_MS);
      this.#failures += 1;
      return;
    }
    this.#failures = 0;
    if (answer.outcome === 'refused') {
      this.stop();
      this.#options.onState({ kind: 'refused', reason: answer.reason });
      return;
    }
    // The answer to an earlier try may have been lost on the way: what is there is what was sent.
    const isOwn =
      answer.outcome === 'conflict' && JSON.stringify(answer.draft) === JSON.stringify(batch.draft);
    if (answer.outcome === 'conflict' && !isOwn) {
      this.stop();
      const { draft, revision, by, atMs } = answer;
      this.#options.onState({ kind: 'conflict', theirs: { draft, revision, by, atMs }, asking: true });
      return;
    }
    this.#options.onSaved(batch, answer.revision);
    if (this.#options.batch() === null) this.#options.onState({ kind: 'saved', atMs: Date.now() });
    else this.touch();
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), ms);
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** The server's answer, or null when it could not be reached or broke. */
async function send(address: string, { revision, draft }: Batch): Promise<SaveAnswer | null> {
  try {
    const response = await fetch(address, {
      method: 'PUT',
      body: JSON.stringify({ revision, draft }),
      headers: JSON_TYPE,
    });
    if (response.status >= 500) return null;
    const parsed = SaveAnswer.safeParse(await response.json());
    return parsed.success ? parsed.data : null;
  } catch {
    // Offline, or a page instead of an answer (a proxy, a sign-in): the draft is kept here and sent again.
    return null;
  }
}
