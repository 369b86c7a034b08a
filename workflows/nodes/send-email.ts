import { z } from 'zod';
import type { NodeKind } from '#workflows/node.ts';
import { looseText } from '#workflows/nodes/loose.ts';
import { giveUpProblems, sendConfig, sendFields, sendPorts } from '#workflows/nodes/send.ts';
import { documentWords, gap, messageParts, plain, strong } from '#workflows/nodes/sentence.ts';
import { durationMs } from '#workflows/time/duration.ts';

const SendEmailConfig = z.strictObject({
  subject: z.string().trim().min(1, 'Write a subject.').max(200, 'A subject has at most 200 characters.'),
  body: z.json(),
  ...sendConfig,
});

export const sendEmail: NodeKind<z.infer<typeof SendEmailConfig>> = {
  kind: 'sendEmail',
  label: 'Email',
  group: 'Say',
  icon: 'mail',
  channel: 'email',
  help: "Sends an email with the sender's signature, postal address and a way to unsubscribe.",
  config: SendEmailConfig,
  draft: () => ({
    subject: '',
    body: { type: 'doc', content: [{ type: 'paragraph' }] },
    purpose: 'marketing',
    giveUp: { value: 2, unit: 'days' },
  }),
  fields: [
    { path: 'subject', label: 'Subject', widget: { type: 'text', mergeFields: true } },
    { path: 'body', label: 'Message', widget: { type: 'emailBody' } },
    ...sendFields,
  ],
  ports: sendPorts,
  sentence: (config) => {
    const subject = looseText(config.subject).trim();
    const words = documentWords(config.body);
    return [
      strong('Email '),
      ...(subject === '' ? [gap('add a subject', 'subject')] : messageParts(subject, 60)),
      plain(': '),
      ...(words === '' ? [gap('write the message', 'body')] : messageParts(words, 80)),
    ];
  },
  lines: 2,
  shape: 'card',
  check: (config, context) => [
    ...giveUpProblems(config.giveUp, 'email', context),
    ...(documentWords(config.body) === ''
      ? [
          {
            code: 'email-empty',
            severity: 'error' as const,
            field: 'body',
            sentence: 'This email says nothing yet. Write the message.',
          },
        ]
      : []),
  ],
  lower: (config, { content }) => [
    {
      op: 'send',
      channel: 'email',
      arg: content({ kind: 'email', subject: config.subject, body: config.body, purpose: config.purpose }),
      giveUpMs: durationMs(config.giveUp),
      sent: { port: 'sent' },
      notSent: { port: 'notSent' },
      unconfirmed: { port: 'unconfirmed' },
    },
  ],
};
