/**
 * Single words that carriers act on when they are a whole message. Twilio's default English list: opting out, opting in,
 * help. Source: facts read from Twilio's opt-out documentation, 2026-11; the comparison is exact but for case and outer
 * spaces. Everything beyond exact words is ours to notice: `workflows/policy/revocation.ts`.
 */
export const CARRIER_STOP_WORDS = [
  'STOP',
  'STOPALL',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'REVOKE',
  'OPTOUT',
] as const;
export const CARRIER_START_WORDS = ['START', 'YES', 'UNSTOP'] as const;
export const CARRIER_HELP_WORDS = ['HELP', 'INFO'] as const;

/** Words beyond Twilio's English defaults that its regional keyword sets act on. */
export const REGIONAL_STOP_WORDS = ['ARRET', 'ARRÊT', 'ALTO'] as const;

/** Hosts of public link shorteners, whose links carriers filter (error 30007). */
// biome-ignore format: a table is read by its rows
export const PUBLIC_SHORTENERS = [
  'bit.ly',
  'tinyurl.com',
  't.co',
  'goo.gl',
  'ow.ly',
  'is.gd',
  'v.gd',
  'buff.ly',
  'rebrand.ly',
  'cutt.ly',
  'rb.gy',
  't.ly',
  'tiny.cc',
  'shorturl.at',
  'lnkd.in',
  's.id',
  'bl.ink',
  'soo.gd',
  'shorte.st',
  'adf.ly',
  'mcaf.ee',
  'x.co',
  'qr.ae',
  'po.st',
  'fb.me',
  'j.mp',
  'dlvr.it',
  'short.io',
  'chilp.it',
  'clck.ru',
  'u.to',
  'tr.im',
] as const;
