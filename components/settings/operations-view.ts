/** What the operations page shows, as the server prepares it. */

export type PartView = {
  name: string;
  /** "Keeps every lead's place and wakes it in time." */
  about: string;
  state: 'up' | 'starting' | 'restarting' | 'down' | 'elsewhere';
  /** Wall clock. */
  sinceMs: number | null;
  why: string | null;
  restarts: number;
};

/** One lead that stands still. */
export type StandingView = {
  id: string;
  lead: { id: string; name: string; company: string } | null;
  /** "Speed to lead, at Wait 2 days": where; or the first words of a message. */
  where: string;
  why: string;
  sinceMs: number;
};

export type StandingGroup = {
  id: 'blocked' | 'held' | 'paused' | 'overdue' | 'inDoubt' | 'unconfirmed' | 'failing';
  title: string;
  /** What it means, and what happens by itself. */
  about: string;
  count: number;
  rows: readonly StandingView[];
  /** The act for one row; null: there is nothing to do but look. */
  act: { act: 'retry' | 'resume'; label: string } | null;
  /** The act for all of them. */
  all: { which: 'blocked' | 'held'; label: string; question: string } | null;
};

export type HeldSenderView = {
  id: string;
  name: string;
  number: string;
  sinceMs: number;
  why: string;
  waiting: number;
};

export type QueueView = {
  id: string;
  title: string;
  about: string;
  waiting: number;
  /** Wall clock. */
  oldestWallMs: number | null;
  lastError: string | null;
  isStale: boolean;
};
