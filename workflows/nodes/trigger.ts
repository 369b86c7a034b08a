import { z } from 'zod';
import type { NodeKind } from '#workflows/node.ts';
import { looseText } from '#workflows/nodes/loose.ts';
import { own, ownPart, plain, strong } from '#workflows/nodes/sentence.ts';
import { durationMs, durationSchema } from '#workflows/time/duration.ts';

/** Events from a CRM or another program that may start a play. */
export const SIGNALS = [
  { value: 'meetingBooked', label: 'Meeting booked' },
  { value: 'meetingMoved', label: 'Meeting moved' },
  { value: 'meetingCancelled', label: 'Meeting cancelled' },
  { value: 'meetingTookPlace', label: 'Meeting took place' },
  { value: 'noShow', label: 'No-show' },
  { value: 'stageChanged', label: 'Stage changed' },
  { value: 'dealWon', label: 'Deal won' },
  { value: 'dealLost', label: 'Deal lost' },
  { value: 'repActivity', label: 'Rep activity' },
] as const;

/** A form's name is part of its address, which people read, print and type. */
export const FORM_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
export const FORM_NAME_MOST = 60;

const formName = z
  .string()
  .min(1, { error: 'Name the form whose answers start this play.', abort: true })
  .max(FORM_NAME_MOST, `A form’s name has at most ${FORM_NAME_MOST} characters.`)
  .regex(
    FORM_NAME,
    'Use small letters, digits and single dashes, such as request-a-demo: the name is part of the form’s address.',
  );

const TriggerConfig = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('hand') }),
  z.strictObject({ by: z.literal('import'), tag: z.string().max(60).optional() }),
  z.strictObject({
    by: z.literal('form'),
    form: formName,
    noOlderThan: durationSchema.optional(),
  }),
  z.strictObject({
    by: z.literal('signal'),
    signal: z.enum(SIGNALS.map((signal) => signal.value)),
    noOlderThan: durationSchema.optional(),
  }),
]);

/** One kind for all four ways in: every play has exactly one trigger, and changing the way in keeps its edge. */
export const trigger: NodeKind<z.infer<typeof TriggerConfig>> = {
  kind: 'trigger',
  label: 'Start',
  group: 'Start',
  icon: 'zap',
  help: 'How leads come into the play: by hand, by import, by a form or by a signal from your CRM.',
  config: TriggerConfig,
  draft: () => ({ by: 'hand' }),
  fields: [
    {
      path: 'by',
      label: 'How leads come in',
      widget: {
        type: 'choice',
        options: [
          { value: 'hand', label: 'By hand', help: 'Somebody puts a lead into the play.' },
          { value: 'import', label: 'Import', help: 'Every lead of an import, or only those with a tag.' },
          { value: 'form', label: 'Form', help: 'A lead submits a form.' },
          { value: 'signal', label: 'Signal', help: 'Your CRM reports an event.' },
        ],
      },
    },
    {
      path: 'tag',
      label: 'Only leads with the tag',
      help: 'Empty: every lead of every import.',
      widget: { type: 'text', placeholder: 'webinar-june' },
      visible: (config) => config.by === 'import',
    },
    {
      path: 'form',
      label: 'Form',
      help: 'The name is part of the form’s address. Plays may share a form.',
      widget: { type: 'formName', placeholder: 'request-a-demo' },
      visible: (config) => config.by === 'form',
    },
    {
      path: 'signal',
      label: 'Signal',
      widget: { type: 'signal', options: [...SIGNALS] },
      visible: (config) => config.by === 'signal',
    },
    {
      path: 'noOlderThan',
      label: 'No older than',
      help: 'What reaches Baton later than this starts nothing.',
      widget: { type: 'duration', minMs: 60_000, maxMs: 365 * 86_400_000 },
      visible: (config) => config.by === 'form' || config.by === 'signal',
    },
  ],
  ports: () => [{ id: 'next', label: 'Then' }],
  sentence: (config) => {
    switch (config.by) {
      case 'import': {
        const tag = looseText(config.tag);
        return tag === ''
          ? [strong('Imported'), plain(' with any file')]
          : [strong('Imported'), plain(' with the tag '), own(tag)];
      }
      case 'form':
        return [strong('Form submitted '), ownPart(config.form, 'which form', 'form')];
      case 'signal': {
        const signal = SIGNALS.find((known) => known.value === config.signal);
        return signal === undefined
          ? [strong('Signal '), ownPart('', 'which signal', 'signal')]
          : [strong(signal.label), plain(' in the CRM')];
      }
      default:
        return [strong('Added by hand')];
    }
  },
  lines: 2,
  shape: 'trigger',
  check: () => [],
  lower: () => [],
  triggers: (config) => {
    switch (config.by) {
      case 'hand':
        return { by: 'hand' };
      case 'import':
        return config.tag === undefined || config.tag === ''
          ? { by: 'import' }
          : { by: 'import', tag: config.tag };
      case 'form':
        return config.noOlderThan === undefined
          ? { by: 'form', form: config.form }
          : { by: 'form', form: config.form, noOlderThanMs: durationMs(config.noOlderThan) };
      case 'signal':
        return config.noOlderThan === undefined
          ? { by: 'signal', signal: config.signal }
          : { by: 'signal', signal: config.signal, noOlderThanMs: durationMs(config.noOlderThan) };
    }
  },
};
