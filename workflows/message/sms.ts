import { SegmentedMessage } from 'sms-segments-calculator';

/** Twilio's limit on the body of one text, in characters. Source: twilio.com/docs/sms/api/message-resource. */
export const MAX_SMS_CHARACTERS = 1600;

export interface SmsMeasure {
  encoding: 'GSM-7' | 'UCS-2';
  /** Parts that are sent and paid for. */
  segments: number;
  /** As a person counts them: an emoji is one. */
  characters: number;
  /** Room left in the last segment, in the encoding's own units (septets or UTF-16 units). */
  unitsLeft: number;
  /** Each character that forces the costlier encoding, with what it could be written as (null: there is no plain form). */
  costly: readonly { character: string; plain: string | null }[];
}

/** Typographic characters with a plain twin that every phone shows alike. Letters are left alone: a name is not ours to change. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['\u2018', "'"],
  ['\u2019', "'"],
  ['\u201a', "'"],
  ['\u201b', "'"],
  ['\u2032', "'"],
  ['`', "'"],
  ['\u00b4', "'"],
  ['\u201c', '"'],
  ['\u201d', '"'],
  ['\u201e', '"'],
  ['\u2033', '"'],
  ['\u00ab', '"'],
  ['\u00bb', '"'],
  ['\u2010', '-'],
  ['\u2011', '-'],
  ['\u2012', '-'],
  ['\u2013', '-'],
  ['\u2014', '-'],
  ['\u2015', '-'],
  ['\u2212', '-'],
  ['\u2026', '...'],
  ['\u2022', '-'],
  ['\u00b7', '-'],
  ['\u00a0', ' '],
  ['\u2002', ' '],
  ['\u2003', ' '],
  ['\u2009', ' '],
  ['\u202f', ' '],
  ['\u200b', ''],
  ['\ufeff', ''],
  ['\t', ' '],
  ['\u2122', '(TM)'],
  ['\u00ae', '(R)'],
]);

const LIMITS = {
  'GSM-7': { single: 160, part: 153, bits: 7 },
  'UCS-2': { single: 70, part: 67, bits: 16 },
} as const;

/**
 * What a rendered text costs. Measure after merging, never before: "José" stays in GSM-7, "Zoë" does not and can turn two
 * segments into three.
 */
export function measureSms(text: string): SmsMeasure {
  return BASIC.test(text) ? measureBasic(text) : measureAny(text);
}

/** One septet a character, one character a grapheme: almost every text, and a thousand times quicker to count. */
const BASIC = /^[A-Za-z0-9 \n!"#%&'()*+,\-./:;<=>?@_$£¥§¿¡]*$/;

function measureBasic(text: string): SmsMeasure {
  const { single, part } = LIMITS['GSM-7'];
  const length = text.length;
  const segments = length <= single ? Math.min(1, length) : Math.ceil(length / part);
  const unitsLeft = segments > 1 ? segments * part - length : single - length;
  return { encoding: 'GSM-7', segments, characters: length, unitsLeft, costly: [] };
}

/** The library's own count, for any text; the quick one is tested against it. */
export function measureAny(text: string): SmsMeasure {
  const message = new SegmentedMessage(text);
  const encoding = message.encodingName;
  const costly = [...new Set(message.getNonGsmCharacters())].map((character) => ({
    character,
    plain: PLAIN.get(character) ?? null,
  }));
  const limit = LIMITS[encoding];
  const last = message.segments.at(-1);
  const room = message.segmentsCount > 1 ? limit.part : limit.single;
  const used = last === undefined ? 0 : Math.ceil(last.messageSizeInBits() / limit.bits);
  return {
    encoding,
    segments: text === '' ? 0 : message.segmentsCount,
    characters: message.numberOfCharacters,
    unitsLeft: Math.max(0, room - used),
    costly,
  };
}

export type SmsBody = { ok: true; measure: SmsMeasure } | { ok: false; reason: string; measure: SmsMeasure };

/** Whether a rendered text can be sent at all. */
export function checkSmsBody(text: string): SmsBody {
  const measure = measureSms(text);
  if (text.trim() === '')
    return { ok: false, measure, reason: 'The text is empty. Nothing was sent; write something to say.' };
  if (text.length > MAX_SMS_CHARACTERS) {
    const reason = `The text is ${text.length} characters long; carriers take at most ${MAX_SMS_CHARACTERS}. Nothing was sent; shorten it.`;
    return { ok: false, measure, reason };
  }
  return { ok: true, measure };
}

/** The same words with typographic characters made plain. Merge fields are untouched, as they hold none of these. */
export function plainTypography(text: string): string {
  return Array.from(text, (character) => PLAIN.get(character) ?? character).join('');
}

/** What plain typography would save, or null when it would save nothing. */
export function smsSuggestion(text: string): { text: string; segments: number; sentence: string } | null {
  const now = measureSms(text);
  if (now.encoding === 'GSM-7') return null;
  const plain = plainTypography(text);
  const then = measureSms(plain);
  if (then.segments >= now.segments && then.encoding === now.encoding) return null;
  const culprits = now.costly
    .filter(({ plain: twin }) => twin !== null)
    .map(({ character }) => `"${character}"`);
  return {
    text: plain,
    segments: then.segments,
    sentence: `Plain punctuation instead of ${culprits.slice(0, 4).join(' ')} makes this ${then.segments} instead of ${now.segments} ${now.segments === 1 ? 'segment' : 'segments'}.`,
  };
}
