import { z } from 'zod';
import type { Channel } from '#workflows/engine/plan.ts';
import type { FieldSpec } from '#workflows/message/fields.ts';
import { type MessageTemplate, parseTemplate } from '#workflows/message/merge-fields.ts';
import type { CheckContext, Field, Port, Problem } from '#workflows/node.ts';
import { type Duration, durationMs, durationSchema, msWords } from '#workflows/time/duration.ts';

/** What both kinds of message share: purpose, give-up time, ports. */

export const Purpose = z.enum(['marketing', 'informational', 'conversational']);

/** Longer than any channel is closed in a row: Saturday evening to Tuesday morning round a holiday, by the strictest rules. */
export const DEFAULT_GIVE_UP: Duration = { value: 4, unit: 'days' };

export const sendConfig = { purpose: Purpose, giveUp: durationSchema };

/**
 * A message that was not sent, or whose fate stays unknown, does not stop a play: without an edge of its own the lead
 * goes on as if it was sent. (A lead who answers STOP is still mailed by the next step; nobody is left without one.)
 */
export const sendPorts = (): Port[] => [
  { id: 'sent', label: 'Sent' },
  { id: 'notSent', label: 'Not sent', follows: 'sent' },
  { id: 'unconfirmed', label: 'Unconfirmed', follows: 'sent' },
];

export const sendFields: Field[] = [
  {
    path: 'purpose',
    label: 'Purpose',
    help: 'Which consent it needs: marketing needs a written one, information an express one, an answer only the question.',
    section: 'Consent',
    widget: {
      type: 'choice',
      layout: 'select',
      options: [
        { value: 'marketing', label: 'Marketing' },
        { value: 'informational', label: 'Information they asked for' },
        { value: 'conversational', label: 'Answer to their message' },
      ],
    },
  },
  {
    path: 'giveUp',
    label: 'Skip if later than',
    help: 'Sending hours and limits may hold a message back. After this it is skipped and the lead leaves by "Not sent".',
    section: 'When',
    widget: { type: 'duration', minMs: 60_000, maxMs: 30 * 86_400_000 },
  },
];

/** What is wrong with a template, at the field that holds it. */
export function templateProblems(
  source: string,
  field: string,
  { mergeFields }: CheckContext,
): { template: MessageTemplate | null; problems: Omit<Problem, 'node'>[] } {
  const parsed = parseTemplate(source, mergeFields);
  if (!parsed.ok) {
    return {
      template: null,
      problems: parsed.problems.map((problem) => ({
        code: `template-${problem.code}`,
        severity: 'error',
        field,
        sentence: problem.sentence,
      })),
    };
  }
  return {
    template: parsed.template,
    problems: fallbackWarnings(parsed.template.required, field, mergeFields),
  };
}

/** Leads who lack a field are not written to where the message has nothing to say instead. */
export function fallbackWarnings(
  required: readonly string[],
  field: string,
  mergeFields: readonly FieldSpec[],
): Omit<Problem, 'node'>[] {
  return required.flatMap((path): Omit<Problem, 'node'>[] => {
    const spec = mergeFields.find((known) => known.path === path);
    // What the workspace says of itself is filled in once, in the settings; only leads differ.
    if (spec === undefined || spec.trusted) return [];
    return [
      {
        code: 'merge-field-without-fallback',
        severity: 'warning',
        field,
        sentence: `Leads whose ${spec.label} is not known will not get this message. Give the field a fallback.`,
      },
    ];
  });
}

/** A message that gives up before the channel opens again would be skipped every night. */
export function giveUpProblems(
  giveUp: Duration,
  channel: Channel,
  context: CheckContext,
): Omit<Problem, 'node'>[] {
  const closedMs = context.longestClosedMs(channel);
  if (durationMs(giveUp) >= closedMs) return [];
  return [
    {
      code: 'give-up-too-short',
      severity: 'error',
      field: 'giveUp',
      sentence: `Sending may be closed for ${msWords(closedMs)} in a row, so this message would be skipped. Give it at least that long.`,
    },
  ];
}
