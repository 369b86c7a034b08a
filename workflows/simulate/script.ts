import { z } from 'zod';
import { Channel } from '#workflows/channel.ts';
import { localTimeSchema } from '#workflows/time/local-time.ts';
import { isZone } from '#workflows/time/zones.ts';

/** What a simulation is told: a lead, what they and others do, and the rules of the workspace. All of it plain JSON. */

const FieldValue = z.union([z.string().max(500), z.number(), z.boolean(), z.null()]);

const Zone = z.string().refine(isZone, 'Write a time zone as a place, for example America/Chicago.');

export const SimConsent = z.strictObject({
  channel: Channel,
  basis: z.enum(['written', 'express', 'implied', 'permission']),
  purpose: z.enum(['marketing', 'informational', 'all']),
});

/** A lead, by the names that fields have everywhere else; custom fields are `custom.<name>`. */
export const SimLead = z.strictObject({
  fields: z.record(z.string().max(80), FieldValue),
  tags: z.array(z.string().max(60)).max(200).default([]),
  /** Set by a person; otherwise the zone is inferred from address and number. */
  timeZone: Zone.optional(),
  consents: z.array(SimConsent).max(20).default([]),
  /** Channels the lead has opted out of already. */
  optedOut: z.array(Channel).default([]),
});
export type SimLead = z.infer<typeof SimLead>;

/**
 * One thing that happens: after the nth message that went out (1 is the first), or at an instant after the start. A
 * reply is a text, which is understood as in life, or a meaning.
 */
export const SimAct = z
  .strictObject({
    afterMessage: z.int().min(1).max(1_000).optional(),
    /** Milliseconds after that message, or after the start. */
    waitMs: z
      .int()
      .min(0)
      .max(400 * 86_400_000),
    act: z.enum(['reply', 'stop', 'start', 'pause', 'resume', 'skip', 'retry', 'exit']).default('reply'),
    /** Default: the channel of the message, or text. */
    channel: Channel.optional(),
    text: z.string().max(5_000).optional(),
    intent: z.string().max(40).optional(),
    /** Of an exit: the label the enrolment ends under. */
    label: z.string().max(40).optional(),
  })
  .refine(
    (act) => act.act !== 'reply' || act.text !== undefined || act.intent !== undefined,
    'A reply needs a text or an intent.',
  );
export type SimAct = z.infer<typeof SimAct>;

/** What happens to the nth message that is due, whatever the gate would say. */
export const SimSend = z.strictObject({
  message: z.int().min(1).max(1_000),
  outcome: z.enum(['sent', 'notSent', 'unconfirmed', 'inDoubt', 'held']),
  why: z.string().max(200).optional(),
});

export const Script = z.strictObject({
  acts: z.array(SimAct).max(500).default([]),
  sends: z.array(SimSend).max(500).default([]),
  /** Ids of plays that will not take the lead. */
  refusedPlays: z.array(z.string().max(60)).max(50).default([]),
});
export type Script = z.infer<typeof Script>;

export const GateSettings = z.strictObject({
  sender: z
    .strictObject({
      name: z.string().min(1).max(80),
      brand: z.string().min(1).max(80),
      signature: z.string().max(2_000),
      postalAddress: z.string().max(300),
      mainNumber: z.string().max(40).nullable(),
      country: z.string().regex(/^[A-Z]{2}$/, 'Write the country in two letters, for example US.'),
    })
    .default({
      name: 'Maya Ortiz',
      brand: 'Northline',
      signature: 'Maya Ortiz\nNorthline',
      postalAddress: '218 N Jefferson St, Chicago IL 60661',
      mainNumber: '(206) 555-0188',
      country: 'US',
    }),
  ownerName: z.string().max(80).nullable().default(null),
  /** Texts are held between these hours where the lead is; null: only by law. */
  quietHours: z
    .strictObject({ from: localTimeSchema, to: localTimeSchema })
    .nullable()
    .default({ from: '21:00', to: '08:00' }),
  caps: z
    .strictObject({
      perDay: z.int().min(0).nullable(),
      perWeek: z.int().min(0).nullable(),
      minGapMs: z.int().min(0),
    })
    .default({ perDay: 3, perWeek: 8, minGapMs: 3_600_000 }),
  /** The workspace's, for leads of whom nothing is known. */
  timeZone: Zone.default('America/New_York'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .default('US'),
});
export type GateSettings = z.infer<typeof GateSettings>;

/** A lead who has agreed to everything, for simulations that name none. */
export const SAMPLE_LEAD: SimLead = {
  fields: {
    firstName: 'Dana',
    lastName: 'Whitfield',
    company: 'Harbor Freightways',
    email: 'dana@harborfreightways.example',
    cellPhone: '+12535550142',
    city: 'Tacoma',
    region: 'WA',
    country: 'US',
  },
  tags: [],
  consents: [{ channel: 'sms', basis: 'written', purpose: 'all' }],
  optedOut: [],
};

/** The file of `baton simulate`: everything has a default, so `{}` is a lead who never answers. */
export const SimulationFile = z.strictObject({
  lead: SimLead.default(SAMPLE_LEAD),
  script: Script.default({ acts: [], sends: [], refusedPlays: [] }),
  /** When the lead enters, ISO 8601. */
  startsAt: z.iso.datetime({ offset: true }).default('2026-11-23T15:00:00Z'),
  gate: GateSettings.prefault({}),
});
