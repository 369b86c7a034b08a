import { lintConsentRequest } from '#workflows/message/consent-lint.ts';

/**
 * The sentence beside the box of a public form. Every part of it is asked for by 47 CFR 64.1200(f)(9) or CTIA 5.1: who
 * writes, what, to which number, how often, what it costs, how it ends, and that nothing hangs on it.
 * @param messagesPerWeek the workspace's cap, which the gate enforces: the promise is kept by the same figure
 */
export function formConsentWording(brand: string, messagesPerWeek: number): string {
  const often = `Up to ${messagesPerWeek} ${messagesPerWeek === 1 ? 'message' : 'messages'} a week`;
  return (
    `I agree to get recurring automated marketing texts from ${brand} at the number above. ${often}. ` +
    'Message and data rates may apply. Reply STOP to end, HELP for help. Consent is not a condition of purchase.'
  );
}

/** Pages of the site that the form stands on may hold these, beside the sentence. */
const BESIDE = new Set(['consent-terms', 'consent-privacy']);

/**
 * What a wording that another site showed lacks to be consent to marketing texts.
 * @returns the first gap in a sentence; null when it will do
 */
export function gapInConsentWording(wording: string, brand: string): string | null {
  const gap = lintConsentRequest(wording, brand).find(({ code }) => !BESIDE.has(code));
  if (gap === undefined) return null;
  return gap.code === 'consent-brand' ? `It does not name ${brand}.` : lastSentence(gap.sentence);
}

/** The lint begins with what it is about, then says what to do. */
function lastSentence(text: string): string {
  return text.slice(text.indexOf('. ') + 2);
}
