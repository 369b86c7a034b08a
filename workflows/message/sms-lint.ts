import {
  CARRIER_HELP_WORDS,
  CARRIER_START_WORDS,
  CARRIER_STOP_WORDS,
  PUBLIC_SHORTENERS,
} from '#workflows/message/carrier-words.ts';
import type { LintProblem } from '#workflows/message/lint-problem.ts';
import { checkSmsBody, MAX_SMS_CHARACTERS, smsSuggestion } from '#workflows/message/sms.ts';

export interface SmsLintContext {
  /** The text as a lead would read it: rendered with sample values. */
  preview: string;
  /** Brand of the sender; null while no sender is chosen. */
  brand: string | null;
  purpose: 'marketing' | 'informational' | 'conversational';
  /** Whether this is the first text of the play to a lead. */
  first: boolean;
  /** Country of the sender, ISO 3166-1 alpha-2. Texts never cross a border. */
  country: string;
}

const OPT_OUT_PURPOSE =
  /^\s*["'”’)]*\s*(?:(?:to|2)\s+(?:opt[ -]?out|unsubscribe|stop|end|quit|cancel|leave|revoke|not (?:receive|get)|no longer|be removed|remove)\b(?!\s+(?:your|the|this|our|my|a)\b)|for (?:no more|opt[ -]?out))/i;
const HELP_PURPOSE = /^\s*["'”’)]*\s*(?:(?:for|to get) (?:help|info|information|more info))/i;
const START_PURPOSE =
  /^\s*["'”’)]*\s*(?:to (?:opt[ -]?(?:back )?in|re-?subscribe|resume|restart|get (?:texts|messages) again|join)|again\b)/i;

/** Words that say by themselves what they do: "Reply STOP." needs no "to opt out". */
const SAYS_IT_ALL = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'OPTOUT', 'HELP']);
const NOTHING_FOLLOWS = /^\s*["'”’)]*\s*(?:$|[.!,;)])/;

/** "reply", "text us", "send back the word" ... up to the word itself. */
const INVITATION =
  /\b(?:reply|respond|answer|text|txt|send|type|say|write|message|press)\s+(?:(?:us|me|back|with|the word|just|only|a|an)\s+)*["'“‘(]*([A-Za-z]+(?:-[A-Za-z]+)?)\b/gi;
/** A further choice in capitals: "... or CANCEL to call it off", "YES / QUIT". */
const ALTERNATIVE = /(?:\bor\b|,|\/|;|\band\b)\s*(?:(?:reply|text|send)\s+)?["'“‘(]*([A-Z]{3,})\b/g;

/**
 * What a person should not text. Errors keep a play from being published. Sources: CTIA Messaging Principles 5.1.2.1 and
 * 5.1.3 (first message, opt-out), Twilio opt-out keywords, PECR reg. 22-24 and NTC MC 03-03-2005 (every message).
 */
export function lintSms(context: SmsLintContext): LintProblem[] {
  return [
    ...lintLength(context.preview),
    ...lintKeywords(context.preview),
    ...lintLinks(context.preview),
    ...lintIdentity(context),
  ];
}

function lintLength(preview: string): LintProblem[] {
  const body = checkSmsBody(preview);
  if (!body.ok) {
    const long = preview.length > MAX_SMS_CHARACTERS;
    const sentence = long
      ? `This text is ${preview.length} characters long; carriers take at most ${MAX_SMS_CHARACTERS}. Shorten it.`
      : 'This text is empty. Write what to say.';
    return [{ code: long ? 'sms-too-long' : 'sms-empty', severity: 'error', sentence }];
  }
  const problems: LintProblem[] = [];
  const suggestion = smsSuggestion(preview);
  if (suggestion !== null && suggestion.segments < body.measure.segments) {
    problems.push({ code: 'sms-costly-characters', severity: 'warning', sentence: suggestion.sentence });
  }
  if (body.measure.segments > 4) {
    const sentence = `This text is sent as ${body.measure.segments} segments. People read texts of one or two; shorten it or write an email.`;
    problems.push({ code: 'sms-many-segments', severity: 'warning', sentence });
  }
  return problems;
}

function lintKeywords(preview: string): LintProblem[] {
  const problems = new Map<string, LintProblem>();
  const invited = [...preview.matchAll(INVITATION), ...preview.matchAll(ALTERNATIVE)];
  for (const match of invited) {
    const word = (match[1] ?? '').toUpperCase().replace('-', '');
    const after = preview.slice(match.index + match[0].length);
    const problem = keywordProblem(word, after);
    if (problem !== null) problems.set(word, problem);
  }
  return [...problems.values()];
}

function keywordProblem(word: string, after: string): LintProblem | null {
  if (SAYS_IT_ALL.has(word) && NOTHING_FOLLOWS.test(after)) return null;
  const error = (sentence: string): LintProblem => ({
    code: 'sms-invites-keyword',
    severity: 'error',
    sentence,
  });
  if (CARRIER_STOP_WORDS.some((stop) => stop === word)) {
    if (OPT_OUT_PURPOSE.test(after)) return null;
    return error(
      `A lead who answers ${word} is opted out of all texts by the carrier. Ask for another word, for example CHANGE.`,
    );
  }
  if (CARRIER_HELP_WORDS.some((help) => help === word)) {
    if (HELP_PURPOSE.test(after)) return null;
    return error(
      `The carrier answers ${word} itself with a help text, and the lead never gets yours. Ask for another word.`,
    );
  }
  // YES opts a number back in, which changes nothing for a lead who never opted out: it stays a fine answer.
  if (word !== 'YES' && CARRIER_START_WORDS.some((start) => start === word)) {
    if (START_PURPOSE.test(after)) return null;
    return error(
      `Carriers take ${word} as a wish to be opted in again. Ask for another word, for example READY.`,
    );
  }
  return null;
}

function lintLinks(preview: string): LintProblem[] {
  const host = PUBLIC_SHORTENERS.find((shortener) =>
    new RegExp(`(?:^|[^a-z0-9.-])${shortener.replaceAll('.', '\\.')}(?:/|$|[^a-z0-9.-])`, 'i').test(preview),
  );
  if (host === undefined) return [];
  const sentence = `Carriers drop texts with ${host} links. Use the full link, or a short link on a domain of your own.`;
  return [{ code: 'sms-public-shortener', severity: 'error', sentence }];
}

interface Statement {
  code: string;
  says: RegExp;
  sentence: string;
}

const SAYS_STOP = /\b(?:STOP|ARRET|ARRÊT|ALTO)\b|\bopt[ -]?out\b|\bunsubscribe\b/i;

/** What recurring marketing must say once, before anything else (CTIA 5.1.2.1). Brand and opt-out are checked apart. */
const FIRST_MARKETING: readonly Statement[] = [
  {
    code: 'sms-first-help',
    says: /\bHELP\b|\bcall (?:us )?\(?\+?\d/i,
    sentence: 'Add "HELP for help" or a number to call.',
  },
  {
    code: 'sms-first-frequency',
    says: /\brecurring\b|\b(?:msgs?|messages?|texts?)\s*(?:\/|per|a|each)\s*(?:wk|week|mo|month|day)\b|\bfrequency varies\b|\bfreq\b/i,
    sentence: 'Say how often you write, for example "up to 4 msgs/month".',
  },
  {
    code: 'sms-first-rates',
    says: /\brates? (?:may )?apply\b|\bmsg\s*(?:&|and)\s*data\b/i,
    sentence: 'Add "Msg & data rates may apply".',
  },
];

/** Countries where every text, not only the first, names the sender or how to stop. */
const EVERY_TEXT: Readonly<Record<string, { optOut: boolean; brand: boolean; rule: string }>> = {
  GB: { optOut: true, brand: true, rule: 'In the United Kingdom every marketing text' },
  PH: { optOut: true, brand: true, rule: 'In the Philippines every promotional text' },
  AU: { optOut: true, brand: true, rule: 'In Australia every commercial text' },
};

function lintIdentity(context: SmsLintContext): LintProblem[] {
  const { preview, brand, first, purpose, country } = context;
  const everyText = purpose === 'marketing' ? EVERY_TEXT[country] : undefined;
  const problems: LintProblem[] = [];
  const who = everyText?.rule ?? 'The first text to a lead';
  const namesBrand =
    brand === null || brand.trim() === '' || preview.toLowerCase().includes(brand.trim().toLowerCase());
  if (!namesBrand && (first || everyText?.brand === true)) {
    problems.push({
      code: 'sms-no-brand',
      severity: 'error',
      sentence: `${who} must say who writes: add {{ sender.brand }} ("${brand}").`,
    });
  }
  if (!SAYS_STOP.test(preview) && (everyText?.optOut === true || (first && purpose !== 'conversational'))) {
    problems.push({
      code: 'sms-no-opt-out',
      severity: 'error',
      sentence: `${who} must say how to stop: add "Reply STOP to opt out".`,
    });
  }
  if (first && purpose === 'marketing' && (country === 'US' || country === 'CA')) {
    for (const { code, says, sentence } of FIRST_MARKETING) {
      if (!says.test(preview))
        problems.push({
          code,
          severity: 'warning',
          sentence: `The first marketing text should be complete. ${sentence}`,
        });
    }
  }
  return problems;
}
