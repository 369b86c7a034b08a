import { z } from 'zod';
import { Operation } from '#workflows/edit/operation.ts';
import { Play } from '#workflows/play.ts';

/** What the server answers to a save. */
export const SaveAnswer = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('saved'), revision: z.int() }),
  /** Somebody saved first: their draft, and who and when. */
  z.object({
    outcome: z.literal('conflict'),
    revision: z.int(),
    draft: Play,
    by: z.string().nullable(),
    atMs: z.number(),
  }),
  /** Not saved, and trying again changes nothing: no right to, or the play is gone. */
  z.object({ outcome: z.literal('refused'), reason: z.string() }),
]);
export type SaveAnswer = z.infer<typeof SaveAnswer>;

/** Operations that the server does not have yet, kept in this browser with the revision they were made on. */
export const KeptDraft = z.object({ revision: z.int(), operations: z.array(Operation) });
export type KeptDraft = z.infer<typeof KeptDraft>;

const Newest = z.object({ revision: z.int(), draft: Play });

/** The draft as the server has it now; null when it cannot be reached. */
export async function readDraft(address: string): Promise<z.infer<typeof Newest> | null> {
  try {
    const response = await fetch(`${address}/draft`, { headers: { accept: 'application/json' } });
    const parsed = Newest.safeParse(response.ok ? await response.json() : null);
    return parsed.success ? parsed.data : null;
  } catch {
    // Offline: the draft that came with the page is the newest there is.
    return null;
  }
}

/**
 * Kept work per play and tab: two tabs must not overwrite each other's. A tab holds a lock on its own while it is open,
 * so that another can tell work in progress from work left behind by a reload or a crash.
 */
export class KeptDrafts {
  readonly #prefix: string;
  readonly #key: string;

  constructor(playId: string) {
    this.#prefix = `baton.draft.${playId}.`;
    this.#key = `${this.#prefix}${crypto.randomUUID()}`;
  }

  /** Returns false when the browser cannot keep it (no room, storage switched off). */
  keep(draft: KeptDraft): boolean {
    try {
      if (draft.operations.length === 0) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  /** Takes the lock of this tab for as long as the page lives. Resolves when it is taken. */
  async holdTab(): Promise<void> {
    if (navigator.locks === undefined) return;
    await new Promise<void>((held) => {
      void navigator.locks.request(this.#key, () => {
        held();
        return new Promise<never>(() => {});
      });
    });
  }

  /** Work of tabs that are gone. Removed from where it was, so that one tab takes it up. */
  async takeLeftBehind(): Promise<KeptDraft[]> {
    const found: KeptDraft[] = [];
    for (const key of Object.keys(localStorage).filter((each) => each.startsWith(this.#prefix))) {
      const taken = await unlessHeld(key, () => {
        const kept = localStorage.getItem(key);
        localStorage.removeItem(key);
        return kept;
      });
      const parsed = KeptDraft.safeParse(taken ? parseJson(taken) : null);
      if (parsed.success && parsed.data.operations.length > 0) found.push(parsed.data);
    }
    return found.sort((a, b) => a.revision - b.revision);
  }
}

async function unlessHeld(key: string, take: () => string | null): Promise<string | null> {
  if (navigator.locks === undefined) return take();
  return navigator.locks.request(key, { ifAvailable: true }, (lock) => (lock === null ? null : take()));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
