import type { CarrierKeyword } from '#temporal/hooks/events.ts';

const WORDS: Record<string, CarrierKeyword> = {
  stop: 'stop',
  stopall: 'stop',
  unsubscribe: 'stop',
  cancel: 'stop',
  end: 'stop',
  quit: 'stop',
  revoke: 'stop',
  optout: 'stop',
  start: 'start',
  yes: 'start',
  unstop: 'start',
  help: 'help',
  info: 'help',
};

/**
 * What Twilio itself does with this text: it acts on single words that are the whole message, in any case, blanks
 * around them aside (help.twilio.com 223134027). It has then confirmed by itself. Anything else, "please stop"
 * included, is ours to recognise. `yes` is an opt-in only for a number that is opted out.
 */
export function carrierKeyword(body: string): CarrierKeyword | null {
  const word = body.trim().toLowerCase();
  return Object.hasOwn(WORDS, word) ? (WORDS[word] ?? null) : null;
}
