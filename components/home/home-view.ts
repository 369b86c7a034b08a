/** What Home shows, as the server prepares it. */

export type HomeTask = {
  id: string;
  lead: { id: string; name: string; company: string } | null;
  sentence: string;
  owner: string | null;
  dueAtMs: number;
  createdAtMs: number;
};

export type HomeReply = {
  id: string;
  lead: { id: string; name: string };
  channel: 'sms' | 'email';
  words: string;
  intent: string | null;
  atMs: number;
};

export type HomePlay = {
  id: string;
  name: string;
  version: number;
  isPaused: boolean;
  inIt: number;
  waiting: number;
  held: number;
  blocked: number;
  sentToday: number;
};

export type SetUpStep = {
  id: string;
  label: string;
  /** What comes of it, in a sentence. */
  about: string;
  isDone: boolean;
  act: { label: string; href: string };
};
