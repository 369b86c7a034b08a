/** GSM 03.38: one septet each, and those that cost two. */
const GSM =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_EXTENDED = '\f^{}\\[~]|€';
const SEPTETS = new Map<string, number>([
  ...[...GSM].map((c): [string, number] => [c, 1]),
  ...[...GSM_EXTENDED].map((c): [string, number] => [c, 2]),
]);

/** Parts a text is sent in: 160 / 153 septets, or 70 / 67 UTF-16 units; no character is split between parts. */
export function segments(text: string): number {
  const chars = [...text];
  const gsm = chars.every((c) => SEPTETS.has(c));
  const cost = (c: string): number => (gsm ? (SEPTETS.get(c) ?? 1) : c.length);
  const total = chars.reduce((sum, c) => sum + cost(c), 0);
  if (total <= (gsm ? 160 : 70)) return 1;
  const part = gsm ? 153 : 67;
  let parts = 1;
  let used = 0;
  for (const c of chars) {
    if (used + cost(c) > part) {
      parts++;
      used = 0;
    }
    used += cost(c);
  }
  return parts;
}

const STOP = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'];
const START = ['START', 'YES', 'UNSTOP'];
const HELP = ['HELP', 'INFO'];

/** Twilio's default rule: the whole message is one of these words, in any case, blanks around it aside. */
export function keyword(body: string): 'STOP' | 'START' | 'HELP' | null {
  const word = body.trim().toUpperCase();
  if (STOP.includes(word)) return 'STOP';
  if (START.includes(word)) return 'START';
  if (HELP.includes(word)) return 'HELP';
  return null;
}

export const KEYWORD_REPLY = {
  STOP: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  START:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  HELP: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
} as const;
