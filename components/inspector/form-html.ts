import { formConsentWording } from '#workflows/message/form-consent.ts';

/**
 * A form for another site, to be pasted and dressed there: the fields that the hosted form has, and the box for texts
 * with the words beside it, which are sent along as proof of what was agreed to.
 */
export function formHtml(form: { address: string; brand: string; messagesPerWeek: number }): string {
  const wording = escaped(formConsentWording(form.brand, form.messagesPerWeek));
  return [
    `<form method="post" action="${escaped(form.address)}">`,
    '  <label>First name <input name="firstName" autocomplete="given-name"></label>',
    '  <label>Last name <input name="lastName" autocomplete="family-name"></label>',
    '  <label>Email <input name="email" type="email" autocomplete="email"></label>',
    '  <label>Mobile phone <input name="phone" type="tel" autocomplete="tel"></label>',
    '  <label>Company <input name="company" autocomplete="organization"></label>',
    '  <label>Message <textarea name="message" maxlength="2000"></textarea></label>',
    '  <label>',
    '    <input type="checkbox" name="textConsent" value="yes">',
    `    ${wording}`,
    '  </label>',
    `  <input type="hidden" name="consentWording" value="${wording}">`,
    '  <button>Send</button>',
    '</form>',
    '',
  ].join('\n');
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
