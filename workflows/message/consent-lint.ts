import type { LintProblem } from '#workflows/message/lint-problem.ts';

interface Disclosure {
  code: string;
  says: RegExp;
  sentence: string;
}

/**
 * What must stand in a message that asks "email, text or phone?", because its answer is the consent to texts.
 * Source: 47 CFR 64.1200(f)(9) (prior express written consent) and CTIA Messaging Principles 5.1.1, 5.1.2.
 */
const DISCLOSURES: readonly Disclosure[] = [
  {
    code: 'consent-automated',
    says: /\brecurring\b[^.]*\bautomat(?:ed|ic)\b|\bautomat(?:ed|ic)\b[^.]*\brecurring\b/i,
    sentence: 'Say that these are "recurring automated marketing texts".',
  },
  {
    code: 'consent-marketing',
    says: /\b(?:marketing|promotional)\b/i,
    sentence: 'Say that the texts are marketing.',
  },
  {
    code: 'consent-number',
    says: /\b(?:mobile|cell|phone)?\s*number\b|\bwhich number\b/i,
    sentence: 'Ask for the number to text: consent belongs to one number.',
  },
  {
    code: 'consent-not-condition',
    says: /\bnot (?:a |required as a )?condition\b|\bnot required to (?:buy|purchase)\b/i,
    sentence: 'Add "Consent is not a condition of purchase".',
  },
  {
    code: 'consent-rates',
    says: /\bmsg\s*(?:&|and)\s*data\b|\bmessage and data rates\b|\brates (?:may )?apply\b/i,
    sentence: 'Add "Msg & data rates may apply".',
  },
  {
    code: 'consent-frequency',
    says: /\bfrequency\b|\b(?:msgs?|messages?|texts?)\s*(?:\/|per|a|each)\s*(?:week|month|day|wk|mo)\b/i,
    sentence: 'Say how often you text, for example "up to 4 messages a month".',
  },
  {
    code: 'consent-stop-help',
    says: /\bSTOP\b[\s\S]*\bHELP\b|\bHELP\b[\s\S]*\bSTOP\b/,
    sentence: 'Add "Reply STOP to end, HELP for help".',
  },
  { code: 'consent-terms', says: /\bterms\b/i, sentence: 'Link your terms.' },
  { code: 'consent-privacy', says: /\bprivacy\b/i, sentence: 'Link your privacy policy.' },
];

/** Problems of a rendered message (plain text) that asks for consent to texts. Each keeps the play from being published. */
export function lintConsentRequest(preview: string, brand: string | null): LintProblem[] {
  const problems: LintProblem[] = DISCLOSURES.filter(({ says }) => !says.test(preview)).map(
    ({ code, sentence }) => ({
      code,
      severity: 'error',
      sentence: `This message asks for consent to texts. ${sentence}`,
    }),
  );
  if (brand !== null && brand !== '' && !preview.toLowerCase().includes(brand.toLowerCase())) {
    problems.unshift({
      code: 'consent-brand',
      severity: 'error',
      sentence: `This message asks for consent to texts. Name the brand that will write: add {{ sender.brand }} ("${brand}").`,
    });
  }
  return problems;
}

/** The wording that satisfies every rule above; what a template starts from, and what is kept as evidence with its version. */
export const CONSENT_DISCLOSURE = {
  version: '2026-11-1',
  text:
    'By asking us to text you and giving your mobile number, you agree to recurring automated marketing texts from {{ sender.brand }} ' +
    'at that number. Consent is not a condition of purchase. Up to 4 messages a month. Msg & data rates may apply. ' +
    'Reply STOP to end, HELP for help. See our terms and privacy policy.',
} as const;
