import { z } from 'zod';
import { inlines, parseEmailDocument } from '#workflows/message/email-document.ts';
import { lintEmail } from '#workflows/message/email-lint.ts';
import type { NodeKind } from '#workflows/node.ts';
import { looseText } from '#workflows/nodes/loose.ts';
import {
  DEFAULT_GIVE_UP,
  fallbackWarnings,
  giveUpProblems,
  sendConfig,
  sendFields,
  sendPorts,
  templateProblems,
} from '#workflows/nodes/send.ts';
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
    giveUp: DEFAULT_GIVE_UP,
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
  check: (config, context) => {
    const { problems } = templateProblems(config.subject, 'subject', context);
    problems.push(...giveUpProblems(config.giveUp, 'email', context));
    const parsed = parseEmailDocument(config.body);
    if (!parsed.ok)
      return [
        ...problems,
        {
          code: 'email-body',
          severity: 'error',
          field: 'body',
          sentence: parsed.reason.endsWith('.') ? parsed.reason : `${parsed.reason}.`,
        },
      ];
    const { sender, mergeFields } = context;
    const frame =
      sender === undefined || sender === null
        ? null
        : { postalAddress: sender.postalAddress, purpose: config.purpose };
    for (const problem of lintEmail(
      { subject: config.subject, document: parsed.document },
      mergeFields,
      frame,
    )) {
      // The subject is a template of its own, and was checked as one.
      if (problem.code !== 'email-subject-field') problems.push({ ...problem, field: 'body' });
    }
    const required = [...inlines(parsed.document.content)].flatMap((inline) =>
      inline.type === 'mergeField' && !inline.attrs.fallback ? [inline.attrs.field] : [],
    );
    problems.push(...fallbackWarnings([...new Set(required)], 'body', mergeFields));
    return problems;
  },
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
