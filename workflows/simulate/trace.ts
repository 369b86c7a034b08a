import type { OutsideEvent } from '#workflows/engine/event.ts';

export type TraceKind =
  | 'entered'
  | 'sent'
  | 'notSent'
  | 'unconfirmed'
  | 'inDoubt'
  | 'held'
  | 'waiting'
  | 'replied'
  | 'unheard'
  | 'noReply'
  | 'optedOut'
  | 'waited'
  | 'branched'
  | 'drawn'
  | 'set'
  | 'started'
  | 'notStarted'
  | 'task'
  | 'looped'
  | 'paused'
  | 'resumed'
  | 'skipped'
  | 'limit'
  | 'blocked'
  | 'ended'
  | 'stopped';

/** One line of what would happen. `node` is the drawn step it happens at; null: at none. */
export type TraceLine = {
  atMs: number;
  node: string | null;
  kind: TraceKind;
  /** What a person reads. */
  sentence: string;
  /** The port it left by. */
  port?: string;
  channel?: 'sms' | 'email';
  subject?: string;
  /** The words of a message or of a reply. */
  body?: string;
};

export type Trace = {
  lines: TraceLine[];
  /** The label the lead ended under; null: still in the play when nothing more would happen by itself. */
  ended: string | null;
  endMs: number;
  /** Automation time and messages, as the play's bounds count them. */
  stayMs: number;
  messages: number;
  /** What the lead and others did, as the run consumed it. */
  events: OutsideEvent[];
};
