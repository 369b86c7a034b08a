/** What the lead page shows, as the server prepares it: plain data, addresses already in people's form. */

export type LeadHead = {
  id: string;
  /** "Priya Raman", else the company, else the address: never empty. */
  name: string;
  /** What the lead is called in buttons: "Priya". */
  shortName: string;
  company: string;
  /** The likely zone; every zone the lead may be in decides about sending. */
  zone: string;
  hot: { sinceMs: number; why: string } | null;
};

/** One value of the lead, editable in place. */
export type LeadDetail = {
  /** As the server knows it: `company`, `custom.docks`. */
  name: string;
  label: string;
  type: 'text' | 'number' | 'date' | 'boolean' | 'email' | 'phone' | 'country' | 'zone';
  /** As it is edited; empty: not known. */
  value: string;
  /** As it is shown, where that differs: a phone in national form, a country's name. */
  shown?: string;
  /** How it is known, where nobody typed it: "from the phone number". */
  how?: string;
};

export type ConsentLine = {
  environment: 'sandbox' | 'real';
  channel: 'sms' | 'email';
  /** "Marketing texts". */
  label: string;
  address: string;
  /** As people write it. */
  shownAddress: string;
  standing: 'given' | 'informationOnly' | 'withdrawn' | 'expired' | 'none' | 'notNeeded';
  /** "Written, from the list trade-show.csv". */
  how: string;
  atMs: number | null;
  history: readonly ConsentEvent[];
};

export type ConsentEvent = {
  id: string;
  act: 'grant' | 'revoke' | 'restore';
  /** "Consent given, written" */
  title: string;
  evidence: string;
  atMs: number;
};

/** What stands against an address of the lead. */
export type FaultView = {
  environment: 'sandbox' | 'real';
  channel: 'sms' | 'email';
  address: string;
  /** As people write it. */
  shownAddress: string;
  why: string;
  /** "Code 30006", "From their reply" */
  evidence: string;
  atMs: number;
};

export type MessageView = {
  id: string;
  channel: 'sms' | 'email';
  direction: 'in' | 'out';
  subject: string | null;
  body: string;
  /** What became of it, in a word or two with the tone of its tag; null where the line's title says it. */
  fate: { words: string; tone: 'plain' | 'ok' | 'warn' | 'late' | 'held' } | null;
  /** How a reply was understood. */
  intent: { words: string; sure: number | null; why: string | null } | null;
};

export type TimelineItem = {
  id: string;
  atMs: number;
  kind: string;
  title: string;
  detail: string;
  play: { id: string; name: string } | null;
  message: MessageView | null;
};

/** What a person can do to a lead's way through a play. */
export type RunAct = 'pause' | 'resume' | 'skip' | 'retry' | 'takeOut';

export type RunView = {
  id: string;
  play: { id: string; name: string };
  version: number;
  status: 'running' | 'waiting' | 'paused' | 'held' | 'blocked' | 'ended';
  /** "Waits 2 days, or until they reply". */
  where: string;
  /** Why it stands, when it stands. */
  note: string | null;
  sinceMs: number;
  untilMs: number | null;
  enteredAtMs: number;
  endedAtMs: number | null;
  endLabel: string | null;
  /** The latest instant at which automation ends by itself, as things stand; null where a person decides. */
  latestMs: number | null;
  /** Acts that make sense now. */
  acts: readonly RunAct[];
};

export type TaskView = {
  id: string;
  kind: string;
  sentence: string;
  dueAtMs: number;
  createdAtMs: number;
};

/** A play that can be run by hand. */
export type PlayChoice = {
  id: string;
  name: string;
  version: number;
  /** Leads in it now. */
  leads: number;
  /** Why this lead cannot enter; null: it can. Unknown for several leads. */
  refusal: string | null;
};
