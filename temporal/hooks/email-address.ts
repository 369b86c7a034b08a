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
