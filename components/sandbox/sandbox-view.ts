/** What the sandbox page shows, as the server prepares it: plain data, addresses in people's form. */

/** Somebody the workspace has written to: a lead, or an address nobody knows. */
export type SandboxPerson = {
  /** Stands in the address of the page. */
  key: string;
  name: string;
  company: string;
  leadId: string | null;
  phone: string | null;
  email: string | null;
  /** The last thing said, and when, by the workspace's clock. */
  last: { channel: 'sms' | 'email'; fromLead: boolean; words: string; atMs: number };
};

export type PhoneText = {
  id: string;
  fromLead: boolean;
  body: string;
  atMs: number;
  /** "Speed to lead", for texts a play sent; "Dana answered by hand". */
  by: string | null;
  /** What became of a text to the lead, when it is not simply there. */
  trouble: string | null;
};

export type Mail = {
  id: string;
  fromLead: boolean;
  from: string;
  to: string;
  subject: string;
  html: string | null;
  text: string | null;
  atMs: number;
  by: string | null;
  trouble: string | null;
  /** It can be unsubscribed from by the mail program's own button (RFC 8058). */
  offersUnsubscribe: boolean;
};

export type PersonaChoice = { id: string; name: string; about: string };

/** Who answers at one address. */
export type Answerer = {
  address: string;
  /** The persona that answers by itself; null: nobody does. */
  active: string | null;
  /** The one this address has when nobody chooses. */
  byNature: string;
  /** When it answers next, wall clock. */
  answerDueMs: number | null;
};

/** One sender to answer to. */
export type Line = {
  senderId: string;
  name: string;
  shownNumber: string | null;
  emailAddress: string | null;
};

export type Conversation = {
  person: SandboxPerson;
  /** What the lead is called in buttons: "Priya". */
  shortName: string;
  zone: string | null;
  phone: {
    address: string;
    shownAddress: string;
    texts: readonly PhoneText[];
    optedOut: boolean;
    answerer: Answerer;
    /** Whom an answer goes to: the sender of the last text. */
    line: Line | null;
  } | null;
  mailbox: {
    address: string;
    mails: readonly Mail[];
    answerer: Answerer;
    line: Line | null;
  } | null;
};

export type ClockView = {
  nowMs: number;
  aheadMs: number;
  timeZone: string;
  fixedBecause: string | null;
  moving: { toMs: number; trouble: string | null } | null;
  next: { atMs: number; runs: number } | null;
};
