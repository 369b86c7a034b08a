'use client';

import { createContext, useContext } from 'react';
import type { CompileContext } from '#workflows/compile/context.ts';
import type { Channel } from '#workflows/engine/plan.ts';
import type { FieldSpec } from '#workflows/message/fields.ts';
import type { FieldValues } from '#workflows/message/merge-fields.ts';
import type { GateSettings, SimLead } from '#workflows/simulate/script.ts';

/** A lead for previews: a real one of the workspace, or the sample everybody has. */
export type PreviewLead = {
  id: string;
  name: string;
  company: string;
  phone: string | null;
  email: string | null;
  values: FieldValues;
  /** The same lead as a simulation takes it, with what they agreed to. */
  simulated: SimLead;
};

/** What surrounds a play while it is drawn. Plain data, read once by the page. */
export type PlaySetting = {
  playId: string;
  /** Where this play's own endpoints are: `${address}/draft`, `${address}/counts`. */
  address: string;
  mayEdit: boolean;
  mayPublish: boolean;
  plays: CompileContext['plays'];
  leadFields: CompileContext['leadFields'];
  longestClosedMs: Record<Channel, number>;
  /** Who the play's messages come from, as the checks know them: the live version's sender, else the workspace's first. */
  sender: CompileContext['sender'];
  doubtMs: CompileContext['doubtMs'];
  /** Merge fields. */
  catalogue: readonly FieldSpec[];
  /** Meanings that replies are sorted by. */
  intents: readonly { value: string; label: string; help?: string }[];
  /** Tags in use, to choose from. */
  tags: readonly string[];
  senders: readonly Sender[];
  /** At least one: the sample. */
  previewLeads: readonly PreviewLead[];
  doors: Doors;
  /** The workspace's rules for sending, as a simulation applies them. */
  gate: GateSettings;
};

export type Sender = {
  id: string;
  name: string;
  brand: string;
  environment: 'sandbox' | 'real';
  smsNumber: string | null;
  emailAddress: string | null;
};

/** Addresses by which leads and signals come in, as anybody outside reaches them. */
export type Doors = {
  /** A form's name follows: `${forms}request-a-demo`. */
  forms: string;
  signals: string;
  /** Where keys for signals are made; null for somebody who may not. */
  keys: string | null;
};

const SettingContext = createContext<PlaySetting | null>(null);
export const SettingProvider = SettingContext.Provider;

export function useSetting(): PlaySetting {
  const setting = useContext(SettingContext);
  if (setting === null) throw new Error('useSetting is called outside a play');
  return setting;
}

const contexts = new WeakMap<PlaySetting, CompileContext>();

/** What compiling needs, from what the page gave: the same object each time, by which steps are not checked anew. */
export function compileContext(setting: PlaySetting): CompileContext {
  const { playId, plays, leadFields, longestClosedMs, sender, doubtMs } = setting;
  const context = contexts.get(setting) ?? {
    playId,
    plays,
    leadFields,
    sender,
    doubtMs,
    longestClosedMs: (channel) => longestClosedMs[channel],
  };
  contexts.set(setting, context);
  return context;
}
