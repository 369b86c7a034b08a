import { z } from 'zod';
import { Channel } from '#workflows/channel.ts';
import { INTENTS, intentLabel } from '#workflows/intent/intents.ts';
import type { Lowered, NodeKind, Port, Target } from '#workflows/node.ts';
import { distinctPorts, looseTexts } from '#workflows/nodes/loose.ts';
import { durationPart, plain, strong } from '#workflows/nodes/sentence.ts';
import { DAY_MS, durationMs, durationSchema, MINUTE_MS } from '#workflows/time/duration.ts';

/** A refusal is handled before any step, an automatic answer is nobody's, and what was not understood is "Anything else". */
const NEVER_A_WAY = new Set(['opt_out', 'out_of_office', 'unclear']);
export const REPLY_INTENTS = INTENTS.filter((intent) => !NEVER_A_WAY.has(intent.id));

const Intent = z.enum(
  REPLY_INTENTS.map((intent) => intent.id),
  'This is not a meaning that replies are sorted by. Choose another.',
);

const WaitForReplyConfig = z.strictObject({
  duration: durationSchema,
  channels: z.array(Channel).min(1, 'Choose where the reply may come: text, email or both.'),
  intents: z.array(Intent).max(12, 'At most 12 meanings fit on one step.'),
  optOut: z.boolean(),
});

const intentPort = (intent: string): string => `intent-${intent}`;

export const waitForReply: NodeKind<z.infer<typeof WaitForReplyConfig>> = {
  kind: 'waitForReply',
  label: 'Wait for a reply',
  group: 'Wait',
  icon: 'hourglass',
  help: 'Waits until the lead answers, at most so long; the answer goes by what it means.',
  config: WaitForReplyConfig,
  draft: () => ({
    duration: { value: 2, unit: 'days' },
    channels: ['sms', 'email'],
    intents: ['interested', 'not_interested'],
    optOut: false,
  }),
  fields: [
    {
      path: 'duration',
      label: 'At most',
      widget: { type: 'duration', minMs: MINUTE_MS, maxMs: 365 * DAY_MS },
    },
    {
      path: 'intents',
      label: 'A reply goes by',
      help: 'Every other reply leaves by "Anything else".',
      widget: { type: 'intents' },
    },
    {
      path: 'channels',
      label: 'A reply by',
      widget: {
        type: 'choices',
        options: [
          { value: 'sms', label: 'Text' },
          { value: 'email', label: 'Email' },
        ],
      },
    },
    {
      path: 'optOut',
      label: 'A way of its own for STOP',
      help: 'A STOP always ends texts to this lead. Without a way of its own the lead keeps waiting here.',
      widget: { type: 'switch' },
    },
  ],
  ports: (config): Port[] => {
    const intents = looseTexts(config.intents);
    const ports: Port[] = [
      ...intents.map((intent) => ({ id: intentPort(intent), label: intentLabel(intent) })),
      { id: 'otherwise', label: intents.length === 0 ? 'Any reply' : 'Anything else' },
    ];
    if (config.optOut === true) ports.push({ id: 'optOut', label: 'Opt-out', mayEnd: true });
    ports.push({ id: 'noReply', label: 'No reply' });
    return distinctPorts(ports);
  },
  sentence: (config) => {
    const channels = looseTexts(config.channels);
    const only = channels.length === 1 ? (channels[0] === 'sms' ? ' by text' : ' by email') : '';
    return [
      strong('Wait '),
      durationPart(config.duration, 'duration'),
      strong(`, or until they reply${only}`),
      ...(looseTexts(config.intents).length === 0
        ? []
        : [strong('.'), plain(' A reply goes by what it means:')]),
    ];
  },
  lines: 2,
  shape: 'card',
  passOver: () => 'noReply',
  check: () => [],
  lower: (config) => {
    const instruction: Lowered & { op: 'awaitReply' } = {
      op: 'awaitReply',
      ms: durationMs(config.duration),
      channels: [...new Set(config.channels)].sort(),
      replies: Object.fromEntries(
        [...new Set(config.intents)].map((intent): [string, Target] => [
          intent,
          { port: intentPort(intent) },
        ]),
      ),
      otherwise: { port: 'otherwise' },
      silence: { port: 'noReply' },
    };
    if (config.optOut) instruction.optOut = { port: 'optOut' };
    return [instruction];
  },
};
