/** One thing that changed, as the server names it: `lead`, `play`, `enrolment`, `message`, `task`, `import`, `sender`, `workspace`. */
export type Changed = { kind: string; id: string };
/** `missed`: too much time went by to say what changed; everything may have. */
export type News = { changed: readonly Changed[]; missed: boolean };

/** As `/api/changes` answers. */
type Answer = News & { cursor: number };

/** How often a visible tab asks. */
export const ASK_EVERY_MS = 2_000;

/**
 * Asks what changed since the last answer, every 2 s while the tab is visible, and at once when it becomes so: a tab
 * that slept has missed nothing, because its cursor has not moved. One for all components of a page.
 */
export class ChangeFeed {
  private readonly listeners = new Set<(news: News) => void>();
  private cursor: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asking = false;
  private readonly askServer: (cursor: number | null) => Promise<Answer>;

  constructor(askServer: (cursor: number | null) => Promise<Answer>) {
    this.askServer = askServer;
  }

  /** @param cursor where the page that listens was read; a feed that is ahead of it tells it to read again */
  listen(cursor: number | null, tell: (news: News) => void): () => void {
    if (this.listeners.size === 0 && (this.cursor === null || (cursor !== null && cursor < this.cursor))) {
      this.cursor = cursor;
    } else if (cursor !== null && this.cursor !== null && cursor < this.cursor) {
      queueMicrotask(() => tell({ changed: [], missed: true }));
    }
    this.listeners.add(tell);
    if (this.listeners.size === 1) {
      document.addEventListener('visibilitychange', this.look);
      this.timer = setTimeout(this.look, ASK_EVERY_MS);
    }
    return () => {
      this.listeners.delete(tell);
      if (this.listeners.size > 0) return;
      document.removeEventListener('visibilitychange', this.look);
      clearTimeout(this.timer);
    };
  }

  private readonly look = (): void => {
    clearTimeout(this.timer);
    if (document.visibilityState !== 'visible' || this.asking) return;
    this.asking = true;
    this.askServer(this.cursor)
      .then(
        ({ cursor, changed, missed }) => {
          this.cursor = cursor;
          if (changed.length === 0 && !missed) return;
          for (const tell of this.listeners) tell({ changed, missed });
        },
        // The site restarts or the network is away: the banner says so, and the cursor stays where it was.
        () => undefined,
      )
      .finally(() => {
        this.asking = false;
        if (this.listeners.size > 0) this.timer = setTimeout(this.look, ASK_EVERY_MS);
      });
  };
}

async function askServer(cursor: number | null): Promise<Answer> {
  const response = await fetch(cursor === null ? '/api/changes' : `/api/changes?since=${cursor}`, {
    headers: { accept: 'application/json' },
    cache: 'no-store',
  });
  if (!response.ok) throw new Error(`/api/changes answered ${response.status}`);
  return response.json();
}

/** The feed of this tab. */
export const changeFeed = new ChangeFeed(askServer);
