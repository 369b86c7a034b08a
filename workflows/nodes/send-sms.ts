import { z } from 'zod';
import { sampleValues } from '#workflows/message/fields.ts';
import { renderTemplate } from '#workflows/message/merge-fields.ts';
import { lintSms } from '#workflows/message/sms-lint.ts';
import type { NodeKind } from '#workflows/node.ts';
import { looseText } from '#workflows/nodes/loose.ts';
import {
  DEFAULT_GIVE_UP,
  giveUpProblems,
  sendConfig,
  sendFields,
  sendPorts,
  templateProblems,
} from '#workflows/nodes/send.ts';
import { gap, messageParts, strong } from '#workflows/nodes/sentence.ts';
import { durationMs } from '#workflows/time/duration.ts';

const SendSmsConfig = z.strictObject({
  role: z.enum(['confirm', 'removeFriction', 'promptDecision', 'routeReply']),
  text: z.string().trim().min(1, 'Write the text.').max(1_600, 'A text has at most 1,600 characters.'),
  ...sendConfig,
});

const BRAND_FIELD = /\{\{-?\s*sender\.brand\b/;

export const sendSms: NodeKind<z.infer<typeof SendSmsConfig>> = {
  kind: 'sendSms',
  label: 'Text',
  group: 'Say',
  icon: 'message-square-text',
  channel: 'sms',
  help: 'Sends a text message when consent, sending hours and limits allow it.',
  config: SendSmsConfig,
  draft: () => ({
    role: 'promptDecision',
    text: '',
    purpose: 'marketing',
    giveUp: DEFAULT_GIVE_UP,
  }),
  fields: [
    {
      path: 'role',
      label: 'What this text is for',
      widget: {
        type: 'choice',
        layout: 'radio',
        options: [
          { value: 'confirm', label: 'Confirm' },
          { value: 'promptDecision', label: 'Prompt a decision' },
          { value: 'routeReply', label: 'Route a reply' },
          { value: 'removeFriction', label: 'Remove friction' },
        ],
      },
    },
    { path: 'text', label: 'Message', widget: { type: 'smsText' } },
    ...sendFields,
  ],
  ports: sendPorts,
  sentence: (config) => {
    const text = looseText(config.text).trim();
    return [strong('Text: '), ...(text === '' ? [gap('write the text', 'text')] : messageParts(text))];
  },
  lines: 3,
  shape: 'card',
  check: (config, context) => {
    const { template, problems } = templateProblems(config.text, 'text', context);
    problems.push(...giveUpProblems(config.giveUp, 'sms', context));
    if (template === null) return problems;
    const preview = renderTemplate(template, sampleValues(context.mergeFields));
    if (!preview.ok) return problems;
    const lint = lintSms({
      preview: preview.text,
      // The sample of the brand stands in the preview; the sender's own name would not be found there.
      brand: BRAND_FIELD.test(config.text) ? null : (context.sender?.brand ?? null),
      purpose: config.purpose,
      first: context.isFirstText,
      country: context.sender?.country ?? '',
    });
    for (const problem of lint) problems.push({ ...problem, field: 'text' });
    return problems;
  },
  lower: (config, { content }) => [
    {
      op: 'send',
      channel: 'sms',
      arg: content({ kind: 'sms', text: config.text, role: config.role, purpose: config.purpose }),
      giveUpMs: durationMs(config.giveUp),
      sent: { port: 'sent' },
      notSent: { port: 'notSent' },
      unconfirmed: { port: 'unconfirmed' },
    },
  ],
};
