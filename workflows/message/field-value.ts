import {
  CARRIER_HELP_WORDS,
  CARRIER_START_WORDS,
  CARRIER_STOP_WORDS,
} from '#workflows/message/carrier-words.ts';
import type { FieldSpec } from '#workflows/message/fields.ts';

/**
 * Whether a stored value may stand in a message. Lead data comes from forms and files: a "first name" can be a link, a
 * paragraph, an unfilled merge field of another program or a word that carriers act on. Such a value is treated as
 * missing, so that the fallback speaks, or the message is not sent.
 */
export type UsableValue = { ok: true; text: string } | { ok: false; why: string };

/** Longest value of a lead field in a message; a longer "name" is not a name. */
const MAX_LEAD_VALUE = 80;
const MAX_OWN_VALUE = 400;

const NOTHING = new Set([
  '',
  'null',
  'undefined',
  'nan',
  'n/a',
  '#n/a',
  'none',
  '-',
  '--',
  '.',
  '?',
  'unknown',
]);
const CARRIER_WORDS = new Set<string>([...CARRIER_STOP_WORDS, ...CARRIER_START_WORDS, ...CARRIER_HELP_WORDS]);
const LINK =
  /https?:\/\/|www\.|\S+\/\S+\.\S+|\b[a-z0-9-]+\.(?:com|net|org|io|co|ly|gl|me|info|biz|xyz|top|ru|link|shop|site|online|app|dev|click)\b/i;
const BARE_DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/**
 * Control and direction-changing characters: invisible, and able to turn a text around. The two joiners U+200C and U+200D
 * stay: Persian and Indic names need them.
 */
const INVISIBLE = /[\p{Cc}\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** `value` as it may stand in a message, on one line, or why not. */
export function usableValue(value: unknown, spec: FieldSpec): UsableValue {
  if (typeof value === 'number' && Number.isFinite(value)) return { ok: true, text: String(value) };
  if (typeof value !== 'string') return { ok: false, why: 'is empty' };
  const text = value.normalize('NFC').replace(/\s+/g, ' ').replace(INVISIBLE, '').trim();
  if (NOTHING.has(text.toLowerCase())) return { ok: false, why: 'is empty' };
  if (text.length > (spec.trusted ? MAX_OWN_VALUE : MAX_LEAD_VALUE))
    return { ok: false, why: 'is too long to be one' };
  if (/\{\{|\{%|\}\}|%\}/.test(text)) return { ok: false, why: 'holds template code' };
  if (spec.kind === 'link') return linkValue(text);
  if (spec.trusted) return { ok: true, text };
  if (CARRIER_WORDS.has(text.toUpperCase())) return { ok: false, why: 'is a word that carriers act on' };
  if (LINK.test(text) && !(spec.mayBeDomain === true && BARE_DOMAIN.test(text)))
    return { ok: false, why: 'holds a link' };
  return { ok: true, text };
}

function linkValue(text: string): UsableValue {
  if (/^https?:\/\/[^\s<>"']+$/i.test(text)) return { ok: true, text };
  if (/^[^\s<>"'@]+@[^\s<>"'@]+\.[^\s<>"'@]+$/.test(text)) return { ok: true, text };
  return { ok: false, why: 'is not a link' };
}
