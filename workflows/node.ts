import type { z } from 'zod';
import type { Content } from '#workflows/compile/content.ts';
import type { Channel, ContentHash } from '#workflows/engine/plan.ts';
import type { FieldSpec } from '#workflows/message/fields.ts';
import type { PlayNode } from '#workflows/play.ts';

/** One thing wrong with a drawn play. `field` is a path into the node's config. */
export type Problem = {
  /** Stable, kebab-case; tests and help pages name it. */
  code: string;
  severity: 'error' | 'warning';
  node?: string;
  /** A port of that node: the way on that is missing, or the edge that is wrong. */
  port?: string;
  field?: string;
  /** What is wrong and how to mend it, in a marketer's words. */
  sentence: string;
};

/** One way out of a node. Ids are stable and are stored in edges; labels are words on the card. */
export type Port = {
  id: string;
  label: string;
  /** Without an edge the lead ends here (an earth sign on the card) instead of this being a problem. */
  mayEnd?: true;
  /** Without an edge the lead takes this other port's way: a text that could not be sent does not stop the play. */
  follows?: string;
};

/** A piece of the sentence on a card. `gap` is a value that is still missing. */
export type SentencePart =
  | { kind: 'strong' | 'plain' | 'own' | 'merge'; text: string }
  | { kind: 'gap'; text: string; field: string };

/** How the inspector draws one value. `path` is a dotted path into the config. */
export type Field = {
  path: string;
  label: string;
  help?: string;
  widget:
    | { type: 'text'; placeholder?: string; mergeFields?: true }
    | { type: 'smsText' }
    | { type: 'emailBody' }
    | {
        type: 'choice';
        options: { value: string; label: string; help?: string }[];
        layout?: 'radio' | 'select';
      }
    | { type: 'choices'; options: { value: string; label: string }[] }
    | { type: 'number'; min: number; max: number; unit?: string }
    | { type: 'duration'; minMs: number; maxMs: number }
    | { type: 'timeOfDay' }
    | { type: 'weekdays' }
    | { type: 'intents' }
    | { type: 'leadField'; only?: 'date' | 'text' | 'number' | 'boolean' }
    /** A list of cases (`nodes/branch.ts`): a port each, by a condition on a lead field. */
    | { type: 'cases' }
    | { type: 'arms' }
    | { type: 'assignments' }
    | { type: 'tags' }
    | { type: 'play' }
    /** A name that is part of a form's address; shows that address. */
    | { type: 'formName'; placeholder?: string }
    /** One of several events; shows where another program reports it. */
    | { type: 'signal'; options: { value: string; label: string }[] }
    | { type: 'switch' };
  /** Shown only while this says so. */
  visible?: (config: Readonly<Record<string, unknown>>) => boolean;
  /** Starts a new section with this heading. */
  section?: string;
};

/** What the rest of the play and the workspace tell a check. All plain data, read before compiling. */
export type CheckContext = {
  node: PlayNode;
  /**
   * Ids and names of plays that can be started, with the ids of plays each of them starts and whether it has a re-entry
   * gap, both as published: a play that is not live starts nobody.
   */
  plays: { id: string; name: string; starts: string[]; hasReentryGap: boolean; isLive: boolean }[];
  /** Merge fields and lead fields that exist, standard and custom. */
  leadFields: { name: string; label: string; type: 'text' | 'number' | 'date' | 'boolean' }[];
  /** The longest time in a row in which the gate may keep the channel closed. */
  longestClosedMs: (channel: Channel) => number;
  /** Who the play's messages come from, as far as it is chosen. */
  sender?: { brand: string; country: string; postalAddress: string } | null;
  /** What messages may say: the standard merge fields and those of `leadFields`. */
  mergeFields: readonly FieldSpec[];
  /** Whether a lead may come here without having had a text of this play. */
  isFirstText: boolean;
};

/** A jump target inside a lowering: out by a port of the drawn node, or to another instruction of the same node. */
export type Target = { port: string } | { instruction: number };

/** A fact an instruction needs, described; the compiler numbers it, and finds the activity that reads it. */
export type FactRule = Content & { kind: 'predicate' | 'instant' };

/** An instruction before linking: engine/plan's, with targets for exits, rules for facts, and no source map. */
export type Lowered =
  | {
      op: 'send';
      channel: Channel;
      arg: ContentHash;
      giveUpMs: number;
      sent: Target;
      notSent: Target;
      unconfirmed: Target;
    }
  | { op: 'wait'; ms: number; next: Target }
  | { op: 'waitUntil'; fact: FactRule; maxMs: number; next: Target; never: Target }
  | {
      op: 'awaitReply';
      ms: number;
      channels: Channel[];
      replies: Record<string, Target>;
      otherwise: Target;
      silence: Target;
      optOut?: Target;
    }
  | { op: 'branch'; cases: { fact: FactRule; exit: Target }[]; otherwise: Target }
  | { op: 'split'; salt: string; arms: { upTo: number; exit: Target }[] }
  | { op: 'act'; verb: 'set' | 'startPlay' | 'task'; arg: ContentHash; next: Target; refused: Target }
  | { op: 'end'; label: string };

export type LowerContext = {
  node: PlayNode;
  /** Keeps a content beside the plan and gives its address. */
  content: (content: Content) => ContentHash;
};

/**
 * A node kind: one file in `nodes/`, and one line in `nodes/registry.ts`. Everything that varies by kind is a member
 * here; a `case` on a kind anywhere else is a bug.
 */
export type NodeKind<Config = unknown> = {
  kind: string;
  label: string;
  group: 'Start' | 'Say' | 'Wait' | 'Decide' | 'People' | 'Finish';
  /** Name of a lucide icon. */
  icon: string;
  /** Colours the icon; nothing else. */
  channel?: Channel;
  /** One line for the palette. */
  help: string;
  /** A finished config. Drafts are stored unparsed; what this refuses becomes problems at the field it names. */
  config: z.ZodType<Config>;
  /** What a node dropped from the palette starts with; may be incomplete. */
  draft: () => Record<string, z.core.util.JSONType>;
  fields: Field[];
  /** Total for any stored config, however broken. */
  ports: (config: Readonly<Record<string, unknown>>) => Port[];
  /** Total likewise; what is missing shows as a gap. */
  sentence: (config: Readonly<Record<string, unknown>>) => SentencePart[];
  /** Lines of the sentence on the card: height is known without measuring text. */
  lines: 1 | 2 | 3;
  /** `terminal`: a pill without ports. `trigger`: nothing may lead here. */
  shape: 'card' | 'trigger' | 'terminal';
  /** The port a disabled step is left by; absent: its first. */
  passOver?: (config: Readonly<Record<string, unknown>>) => string;
  /** What only this kind can know is wrong, on a config that parses. */
  check: (config: Config, context: CheckContext) => Omit<Problem, 'node'>[];
  /** The instructions a node becomes; the first is where leads come in. A trigger lowers to none. */
  lower: (config: Config, context: LowerContext) => Lowered[];
  /** Which lead signals put a lead into the play; triggers only. */
  triggers?: (config: Config) => Trigger;
};

/** How leads get into a play. */
export type Trigger =
  | { by: 'hand' }
  | { by: 'import'; tag?: string }
  | { by: 'form'; form: string; noOlderThanMs?: number }
  | { by: 'signal'; signal: string; noOlderThanMs?: number };
