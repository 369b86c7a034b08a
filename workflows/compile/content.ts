import { z } from 'zod';

/**
 * What a plan points to by hash: everything with words or lead data in it. Stored beside the plan in the database,
 * loaded by activities, never in Temporal history. Canonical JSON of the parsed value is what is hashed.
 */

/** SMS text in Liquid. */
export const SmsContent = z.strictObject({
  kind: z.literal('sms'),
  text: z.string().min(1),
  role: z.enum(['confirm', 'removeFriction', 'promptDecision', 'routeReply']),
  purpose: z.enum(['marketing', 'informational', 'conversational']),
});

/** Email: subject in Liquid, body as the editor's document (workflows/message/email.ts validates it). */
export const EmailContent = z.strictObject({
  kind: z.literal('email'),
  subject: z.string().min(1),
  body: z.json(),
  purpose: z.enum(['marketing', 'informational', 'conversational']),
});

/** True or false of a lead, now. `field` is a lead field or `custom.<name>`. */
export const PredicateContent = z.strictObject({
  kind: z.literal('predicate'),
  field: z.string().min(1),
  operator: z.enum([
    'is',
    'isNot',
    'contains',
    'startsWith',
    'atLeast',
    'atMost',
    'before',
    'after',
    'isSet',
    'isNotSet',
    'hasTag',
  ]),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
});

/** An instant, worked out when it is read, in the lead's own zone. */
export const InstantContent = z.discriminatedUnion('rule', [
  z.strictObject({
    kind: z.literal('instant'),
    rule: z.literal('localTime'),
    /** Minutes after local midnight. */
    minuteOfDay: z.number().int().min(0).max(1439),
    /** ISO weekdays, 1 is Monday. */
    weekdays: z.array(z.number().int().min(1).max(7)).min(1),
  }),
  z.strictObject({
    kind: z.literal('instant'),
    rule: z.literal('dateField'),
    field: z.string().min(1),
    /** Whole days added to the date; negative is before. */
    offsetDays: z.number().int().min(-365).max(365),
    minuteOfDay: z.number().int().min(0).max(1439),
  }),
]);

export const SetContent = z.strictObject({
  kind: z.literal('set'),
  fields: z.array(
    z.strictObject({
      field: z.string().min(1),
      value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
    }),
  ),
  addTags: z.array(z.string()),
  removeTags: z.array(z.string()),
});

export const StartPlayContent = z.strictObject({ kind: z.literal('startPlay'), play: z.string().min(1) });

/** A task for the lead's owner. */
export const TaskContent = z.strictObject({ kind: z.literal('task'), reason: z.enum(['limit']) });

export const Content = z.union([
  SmsContent,
  EmailContent,
  PredicateContent,
  InstantContent,
  SetContent,
  StartPlayContent,
  TaskContent,
]);
export type Content = z.infer<typeof Content>;
export type SmsContent = z.infer<typeof SmsContent>;
export type EmailContent = z.infer<typeof EmailContent>;
export type PredicateContent = z.infer<typeof PredicateContent>;
export type InstantContent = z.infer<typeof InstantContent>;
export type SetContent = z.infer<typeof SetContent>;
