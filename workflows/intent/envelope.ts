/**
 * What a reply is wrapped in, taken off before anybody reads meaning into it: quoted history would speak for the lead
 * ("Reply STOP to opt out"), a signature would add a phone number, an auto-reply would stop a clock.
 */

/** Header names in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

export type Automatic = { kind: 'auto-reply' | 'bounce' | 'list'; why: string };

const AUTO_SUBJECT =
  /^\s*(?:re: ?)?(?:automatic(?:ally generated)? (?:reply|response)|auto[- ]?(?:reply|response|matic reply)|out[- ]of[- ](?:the[- ])?office|ooo\b|abwesen|automatische antwort|reponse automatique|réponse automatique|absence du bureau|respuesta autom[aá]tica|fuera de (?:la )?oficina|risposta automatica|automatisch antwoord)/i;
const BOUNCE_SUBJECT =
  /^\s*(?:undeliver(?:ed|able)|delivery (?:status notification|failure|has failed)|mail delivery (?:failed|subsystem)|returned mail|failure notice)/i;

/** Whether a machine wrote an email, by its headers (RFC 3834) and subject; null: a person, as far as can be told. */
export function automaticEmail(email: {
  headers?: Headers;
  subject?: string | null;
  from?: string | null;
}): Automatic | null {
  const { headers = {}, subject, from } = email;
  if (
    /^(?:<>|)$/.test(headers['return-path']?.trim() ?? 'x') ||
    /^\W*(?:mailer-daemon|postmaster)@/i.test(from ?? '') ||
    BOUNCE_SUBJECT.test(subject ?? '')
  ) {
    return { kind: 'bounce', why: 'The mail came back.' };
  }
  const autoSubmitted = headers['auto-submitted']?.trim().toLowerCase() ?? 'no';
  const automatic =
    !autoSubmitted.startsWith('no') ||
    headers['x-autoreply'] !== undefined ||
    headers['x-autorespond'] !== undefined ||
    headers['x-auto-response-suppress'] !== undefined ||
    /^(?:auto_reply|bulk|junk)$/i.test(headers.precedence?.trim() ?? '') ||
    AUTO_SUBJECT.test(subject ?? '');
  if (headers['list-id'] !== undefined || headers['list-unsubscribe'] !== undefined) {
    return { kind: 'list', why: 'It is a mailing, not an answer.' };
  }
  return automatic ? { kind: 'auto-reply', why: 'It was sent by an automatic responder.' } : null;
}

const HISTORY: readonly RegExp[] = [
  // "On Tue, 24 Nov 2026 at 10:00, Maya Ortiz <maya@...> wrote:", which mail clients break over lines
  /^[ \t>]*on\b[^\n]{0,200}(?:\n[^\n]{0,120})?\bwrote:[ \t]*$/im,
  /^[ \t>]*le\b[^\n]{0,200}(?:\n[^\n]{0,120})?\ba écrit ?:[ \t]*$/im,
  /^[ \t>]*el\b[^\n]{0,200}(?:\n[^\n]{0,120})?\bescribió:[ \t]*$/im,
  /^[ \t>]*am\b[^\n]{0,200}(?:\n[^\n]{0,120})?\bschrieb[^\n]{0,80}:[ \t]*$/im,
  /^[ \t]*-{2,}[ \t]*(?:original message|forwarded message|message d'origine|mensaje original|ursprüngliche nachricht)[ \t]*-{2,}/im,
  /^[ \t]*_{10,}[ \t]*$/m,
  /^[ \t]*(?:from|von|de|da):[^\n]+\n[ \t]*(?:sent|date|to|gesendet|envoyé|enviado|inviato):/im,
  /^[ \t]*>/m,
];
const SIGNATURE: readonly RegExp[] = [
  /^--[ \t]*$/m,
  /^[ \t]*(?:sent from my|sent from mail for|sent via|get outlook for|envoyé de mon|enviado desde mi|von meinem)\b/im,
];
/** A closing line, and at most so many short lines under it, end an email. */
const CLOSING =
  /\n[ \t]*(?:best|best regards|kind regards|warm regards|regards|cheers|sincerely|thanks|many thanks|thank you|thx|br|cordially|yours|cordialement|saludos|mit freundlichen grüßen)[ \t]*[,.!]?[ \t]*\n(?:[^\n]{0,80}(?:\n|$)){0,8}$/i;

/** What the lead wrote: the body without quoted history, signature and the marks of the device. */
export function ownWords(body: string, channel: 'sms' | 'email'): string {
  const text = body.replace(/\r\n?/g, '\n').replace(/\u00a0/g, ' ');
  if (channel === 'sms') return text.trim();
  let end = text.length;
  for (const mark of [...HISTORY, ...SIGNATURE]) {
    const at = text.search(mark);
    if (at >= 0 && at < end) end = at;
  }
  const above = text.slice(0, end);
  const own = `\n${above.trim()}\n`.replace(CLOSING, '\n').trim();
  // A mail that is nothing but a closing ("Thanks,\nDana") says that.
  return own === '' ? above.trim() : own;
}

/** A phone's reaction to a message, which arrives as a text: 'Liked "See you at 10"'. */
export function tapback(
  body: string,
): 'liked' | 'loved' | 'disliked' | 'laughed' | 'emphasised' | 'questioned' | 'reacted' | 'removed' | null {
  const text = body.trim().replace(/[\u200a-\u200d\ufeff]/g, '');
  const quoted = /[“"«][\s\S]*[”"»]$|(?:an image|a message|a photo|a video|an attachment)$/;
  if (!quoted.test(text)) return null;
  if (/^liked /i.test(text)) return 'liked';
  if (/^loved /i.test(text)) return 'loved';
  if (/^disliked /i.test(text)) return 'disliked';
  if (/^laughed at /i.test(text)) return 'laughed';
  if (/^emphasi[sz]ed /i.test(text)) return 'emphasised';
  if (/^questioned /i.test(text)) return 'questioned';
  if (/^removed (?:a|an) .+ from /i.test(text)) return 'removed';
  return /^(?:reacted .{1,12} to |\p{Extended_Pictographic}\ufe0f? to )/iu.test(text) ? 'reacted' : null;
}
