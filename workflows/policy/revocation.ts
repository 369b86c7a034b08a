import {
  CARRIER_HELP_WORDS,
  CARRIER_START_WORDS,
  CARRIER_STOP_WORDS,
  REGIONAL_STOP_WORDS,
} from '#workflows/message/carrier-words.ts';
import type { Channel } from '#workflows/policy/consent.ts';
import {
  BENIGN,
  COURTESY_WORDS,
  NOT_SLIPS,
  PER_SE_WORDS,
  STOP_SIGNS,
  WORDINGS,
  type Wording,
  WRONG_NUMBER,
} from '#workflows/policy/revocation-words.ts';

/**
 * Reading a refusal out of a message, without any model: this runs first, on every reply, and its yes is final. It errs
 * to the side of yes, because a wrong yes costs a conversation and a wrong no is an infraction.
 */
export interface Revocation {
  /** `carrier-keyword`: the carrier has acted and answered already. `per-se`: such a word in another spelling. */
  how: 'carrier-keyword' | 'per-se' | 'wording';
  /** The words that said it, as found. */
  matched: string;
  /** What ends: the channel it came by, another one that it names, or both. */
  channels: readonly Channel[];
  language: 'en' | 'es' | 'fr';
  /** Whether one confirmation text is ours to send (47 CFR 64.1200(a)(12)); carriers send their own for their keywords. */
  confirm: boolean;
}

/** A keyword that carriers act on, exactly: one word, in any case, but for outer spaces. */
export function carrierKeyword(body: string): { kind: 'stop' | 'start' | 'help'; word: string } | null {
  const word = body.trim().toUpperCase();
  const among = (words: readonly string[]) => words.includes(word);
  if (among(CARRIER_STOP_WORDS) || among(REGIONAL_STOP_WORDS)) return { kind: 'stop', word };
  if (among(CARRIER_START_WORDS)) return { kind: 'start', word };
  return among(CARRIER_HELP_WORDS) ? { kind: 'help', word } : null;
}

/**
 * The refusal in `body`, or null. `body` is what the lead wrote, without quoted history and signature
 * (`workflows/intent/envelope.ts`): a quoted "Reply STOP" must not speak for the lead.
 */
export function readRevocation(body: string, channel: Channel): Revocation | null {
  const keyword = carrierKeyword(body);
  if (keyword?.kind === 'stop') {
    return {
      how: 'carrier-keyword',
      matched: keyword.word,
      channels: [channel],
      language: 'en',
      confirm: channel !== 'sms',
    };
  }
  const text = fold(body);
  if (isStopSign(body)) {
    return { how: 'per-se', matched: body.trim(), channels: [channel], language: 'en', confirm: true };
  }
  const word = perSeWord(text);
  if (word !== null)
    return { how: 'per-se', matched: body.trim(), channels: [channel], language: 'en', confirm: true };
  const meant = BENIGN.reduce((rest, benign) => rest.replace(benign, ' , '), text);
  for (const wording of WORDINGS) {
    const found = wording.says.exec(meant);
    if (found !== null) return byWording(found[0].trim(), wording, channel, meant);
  }
  return null;
}

/** Whether the message says that the number is somebody else's. */
export function isWrongNumber(body: string): boolean {
  const text = fold(body);
  return WRONG_NUMBER.some((wording) => wording.test(text));
}

function isStopSign(body: string): boolean {
  const signs = body.replace(/[\s\p{Emoji_Modifier}\p{Mn}\p{Cf}]/gu, '');
  return /^\p{Extended_Pictographic}+$/u.test(signs) && STOP_SIGNS.some((sign) => signs.includes(sign));
}

function byWording(matched: string, wording: Wording, channel: Channel, text: string): Revocation {
  return {
    how: 'wording',
    matched,
    channels: channelsOf(matched, text, channel),
    language: wording.language,
    confirm: true,
  };
}

/** "Stop emailing me", said in a text, ends email; "do not contact me at all" ends both. */
function channelsOf(matched: string, text: string, channel: Channel): readonly Channel[] {
  // "stop texting and emailing me": the match ends at the first verb, the list of them does not.
  const said = `${matched}${/^ ?(?:and|or|\/) ?\w+/.exec(text.slice(text.indexOf(matched) + matched.length))?.[0] ?? ''}`;
  const namesText = /\b(?:text|txt|sms)/.test(said);
  const namesEmail = /\be-?mail(?:s|ing|ed)?\b(?! me\b)/.test(said);
  if (namesText !== namesEmail) return [namesText ? 'sms' : 'email'];
  const everything =
    /\bcontact|\bcommunicat|\bdesist\b|\balone\b|\bin peace\b/.test(matched) ||
    /\b(?:at all|in any way|any ?(?:way|channel)|everything|every channel|entirely|altogether)\b/.test(text);
  if (everything || (namesText && namesEmail)) return ['sms', 'email'];
  return [channel];
}

/** Characters that are read: a refusal is said early, and a stranger's text must not keep the reader busy. */
const MAX_READ = 4_000;

/** Lower case, no accents, plain quotes, digits in place of letters undone inside words, one space. */
function fold(body: string): string {
  return body
    .slice(0, MAX_READ)
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[\u2018\u2019\u02bc`\u00b4]/g, "'")
    .replace(/[\u201c\u201d]/g, '"')
    .replace(/(?<=[a-z])0(?=[a-z])|\b0(?=[a-z]{2})/g, 'o')
    .replace(/(?<=[a-z])[1!](?=[a-z])/g, 'i')
    .replace(/\$(?=[a-z])|\b5(?=[a-z]{3})/g, 's')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The per-se word that the whole message is, but for spelling, courtesy and repetition; null when it says more. */
function perSeWord(text: string): string | null {
  // "s t o p", "S.T.O.P", "s-t-o-p"
  const letters = text.replace(/[^a-z]/g, '');
  const spelled = /^(?:[a-z][^a-z]+)+[a-z][^a-z]*$/.test(text);
  if (spelled && letters.length <= 12) return isPerSe(letters) ? letters : null;
  const words = text.split(/[^a-z']+/).filter((word) => word !== '' && word !== "'");
  if (words.length === 0 || words.length > 8) return null;
  const joined = words.join('');
  // "opt out", "un subscribe", "stop all"
  if (joined.length <= 14 && isPerSe(joined)) return joined;
  const rest = words.filter((word) => !COURTESY_WORDS.has(word));
  const [first, ...others] = rest.map(slipOf);
  // "STOP STOP STOP", "stop unsubscribe"
  if (first === undefined || first === null || others.some((word) => word === null)) return null;
  return first;
}

function isPerSe(word: string): boolean {
  return PER_SE_WORDS.some((known) => known === word);
}

/** The per-se word that `word` is, or is one slip of the finger from: "sotp", "stoppp", "unsubcribe". */
function slipOf(word: string): string | null {
  if (isPerSe(word)) return word;
  if (NOT_SLIPS.has(word)) return null;
  const single = word.replace(/(.)\1+/g, '$1');
  if (isPerSe(single)) return single;
  return PER_SE_WORDS.find((known) => known.length >= 4 && isOneSlip(word, known)) ?? null;
}

/** One letter added, left out, changed, or two neighbours swapped. */
function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return a === b;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i += 1;
  const restA = a.slice(i);
  const restB = b.slice(i);
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
