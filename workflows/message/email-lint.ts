import type { EmailFrame } from '#workflows/message/email.ts';
import { type EmailDocument, inlines } from '#workflows/message/email-document.ts';
import type { FieldSpec } from '#workflows/message/fields.ts';
import type { LintProblem } from '#workflows/message/lint-problem.ts';
import { parseTemplate } from '#workflows/message/merge-fields.ts';

/** What is wrong with an email before anyone is written to. */
export function lintEmail(
  email: { subject: string; document: EmailDocument },
  catalogue: readonly FieldSpec[],
  frame: Pick<EmailFrame, 'postalAddress' | 'purpose'> | null,
): LintProblem[] {
  const problems: LintProblem[] = [];
  const add = (code: string, sentence: string) => problems.push({ code, severity: 'error', sentence });
  if (email.subject.trim() === '') add('email-no-subject', 'The email has no subject. Write one.');
  const subject = parseTemplate(email.subject, catalogue);
  if (!subject.ok) for (const problem of subject.problems) add('email-subject-field', problem.sentence);
  const words = [...inlines(email.document.content)];
  if (
    !words.some(
      (inline) => inline.type === 'mergeField' || (inline.type === 'text' && inline.text.trim() !== ''),
    )
  ) {
    add('email-empty', 'The email is empty. Write what to say.');
  }
  for (const inline of words) {
    if (inline.type === 'mergeField' && !catalogue.some((spec) => spec.path === inline.attrs.field)) {
      add('email-field', `There is no field "${inline.attrs.field}". Insert one from the list.`);
    }
    if (inline.type === 'text' && /\{\{|\}\}|\{%/.test(inline.text)) {
      add(
        'email-braces',
        'Braces are sent as they are in an email body. Insert the merge field from the menu instead.',
      );
    }
  }
  if (frame !== null && frame.purpose === 'marketing' && frame.postalAddress.trim() === '') {
    add(
      'email-no-postal-address',
      'A marketing email must show a postal address (CAN-SPAM). Add one to the sender.',
    );
  }
  return problems;
}
