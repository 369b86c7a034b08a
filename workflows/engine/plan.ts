/**
 * A plan: one published play version, compiled. Immutable plain JSON, addressed by the SHA-256 of its canonical text.
 *
 * A plan holds shape and numbers only. Everything a person wrote or a lead has (message text, predicates, field
 * values) stays outside as *contents*, addressed by hash, so that no name, address or text enters Temporal's history.
 */

export const ENGINE_VERSION = 1;

export type Channel = 'sms' | 'email';

/** Index into `plan.code`. */
export type Pc = number;

/** SHA-256 (hex) of a content that activities load: a message template, a predicate, a calendar rule ... */
export type ContentHash = string;

/** Index into `plan.facts`. A fact is what an activity answers: a predicate's truth, or an instant in epoch ms. */
export type FactId = number;
export type FactValue = boolean | number | null;

/**
 * Where control goes next. `port` is set when the jump leaves the drawn node by that port (it is what counts and
 * timelines are made of); it is absent between the instructions of one composite node.
 */
export type Exit = { to: Pc; port?: string };

type Of<Op extends string> = {
  op: Op;
  /** Index into `plan.nodes`: the drawn node this instruction was lowered from. */
  node: number;
};

/** Text or mail one lead. Gate, render, provider and ledger are one activity. */
export type Send = Of<'send'> & {
  channel: Channel;
  arg: ContentHash;
  /** Longest lateness after which the message is skipped rather than sent, counted from the moment it is due. */
  giveUpMs: number;
  /** Facts that the activity answers together with its result, fresh at that moment. */
  reads?: FactId[];
  sent: Exit;
  notSent: Exit;
  unconfirmed: Exit;
};

/** Wait a fixed time. */
export type Wait = Of<'wait'> & { ms: number; next: Exit };

/** Wait for an instant that an earlier activity has worked out (calendar rules need zones, which the engine has not). */
export type WaitUntil = Of<'waitUntil'> & {
  fact: FactId;
  /** The longest this may last; a later instant leaves by `never`. */
  maxMs: number;
  next: Exit;
  /** The lead has no such date, or it is further away than `maxMs`. */
  never: Exit;
};

/** Wait for the lead's answer. Total: `otherwise` and `silence` always exist. */
export type AwaitReply = Of<'awaitReply'> & {
  ms: number;
  channels: Channel[];
  replies: Record<string, Exit>;
  otherwise: Exit;
  silence: Exit;
  /** Taken by a STOP when drawn; without it a STOP only closes its channel. */
  optOut?: Exit;
};

/** First fact that is true wins. */
export type Branch = Of<'branch'> & { cases: { fact: FactId; exit: Exit }[]; otherwise: Exit };

/** A sticky draw: the same lead in the same split always gets the same arm. `upTo` is cumulative, of 10,000. */
export type Split = Of<'split'> & { salt: string; arms: { upTo: number; exit: Exit }[] };

/** Do something in the database: set fields, start another play, raise a task. */
export type Act = Of<'act'> & {
  verb: 'set' | 'startPlay' | 'task';
  arg: ContentHash;
  reads?: FactId[];
  next: Exit;
  /** Refused by its own rules (a lead already in that play); verbs that cannot be refused point it at `next`. */
  refused: Exit;
};

/** Ask for fresh facts; the compiler inserts it after waits on which a later branch depends. */
export type Read = Of<'read'> & { reads: FactId[]; next: Exit };

/** Counts visits on the way into the node that a back edge enters. */
export type Count = Of<'count'> & { max: number; next: Exit; after: Exit };

/** End this enrolment with a label for funnels. */
export type End = Of<'end'> & { label: string };

export type Instruction = Send | Wait | WaitUntil | AwaitReply | Branch | Split | Act | Read | Count | End;
export type Op = Instruction['op'];

export type Plan = {
  engine: typeof ENGINE_VERSION;
  /** Ids of the drawn nodes; instructions point here, so that every step can be shown on the canvas. */
  nodes: string[];
  /** Content hashes of predicates and calendar rules; `FactId` points here. */
  facts: ContentHash[];
  code: Instruction[];
  start: Pc;
  /**
   * Where a reply goes that no step waits for; null gives it to the lead's owner and holds the run meanwhile. So does a
   * count there (behind a read, perhaps) whose visits are used up: this rule is a way from everywhere and counts.
   */
  anyReply: Pc | null;
  /** How long a run is held for the owner after a reply that nobody waited for. */
  unheardHoldMs: number;
  /** Pauses before each look whether a text of unknown fate was accepted; after the last it is unconfirmed. */
  doubtMs: number[];
  /**
   * The play's own bounds, enforced here. Only automation counts: waits, deferrals and checks; not holds, pauses,
   * blocks, outages, or the seconds an activity takes.
   */
  limit: { stayMs: number; messages: number; then: Pc };
};
