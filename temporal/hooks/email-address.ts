/** "Dana Reyes <Dana@X.example>" -> the bare address in lower case, and the name. */
export function emailParty(text: string): { address: string; name: string } {
  const match = /^\s*(?:"?([^"<]*)"?\s*)?<([^<>]+)>\s*$/.exec(text);
  return match
    ? { address: (match[2] ?? '').trim().toLowerCase(), name: (match[1] ?? '').trim() }
    : { address: text.trim().toLowerCase(), name: '' };
}

/**
 * The token of the first `reply+<token>@` address. Mail programs and servers change the case of addresses at will, so
 * tokens must not depend on it: it comes back in lower case.
 */
export function replyToken(addresses: readonly string[]): string | null {
  for (const text of addresses) {
    const token = /^reply\+([a-z0-9._-]{1,128})@/.exec(emailParty(text).address)?.[1];
    if (token !== undefined) return token;
  }
  return null;
}

/** The address replies to this message come back to. `domain` is one the sender receives mail at. */
export function replyAddress(token: string, domain: string): string {
  if (!/^[a-z0-9._-]{1,50}$/.test(token)) {
    throw new Error('a reply token is 1 to 50 of a-z, 0-9, dot, underscore and dash');
  }
  return `reply+${token}@${domain}`;
}

/** Ids of messages that runs send: case matters in them, and does not in addresses. */
const MESSAGE_ID = /^[A-Za-z0-9_-]{1,25}$/;

/** The token by which an answer finds the message it answers; null for an id that makes no address. */
export function replyTokenOf(messageId: string): string | null {
  return MESSAGE_ID.test(messageId) ? Buffer.from(messageId).toString('hex') : null;
}

/** The message a token names; null for a token of somebody else's making. */
export function messageOfReplyToken(token: string): string | null {
  if (!/^(?:[0-9a-f]{2}){1,25}$/.test(token)) return null;
  const messageId = Buffer.from(token, 'hex').toString();
  return MESSAGE_ID.test(messageId) ? messageId : null;
}

/** `Maya Lindqvist <maya@brand.example>`, quoted where the name holds what RFC 5322 reserves. */
export function emailFrom(name: string, address: string): string {
  const clean = name.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  if (clean === '') return address;
  const shown = /[()<>[\]:;@\\,."]/.test(clean) ? `"${clean.replace(/[\\"<>]/g, '')}"` : clean;
  return `${shown} <${address}>`;
}
