import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Opaque token of an unsubscribe link: names one message, and cannot be made without the installation's secret.
 * RFC 8058 wants a link that works without cookies or login.
 */
export function unsubscribeToken(messageId: string, secret: Uint8Array): string {
  return `${messageId}.${signature(messageId, secret)}`;
}

/** @returns the message's id, or null for a token that was not made here */
export function readUnsubscribeToken(token: string, secret: Uint8Array): string | null {
  const dot = token.lastIndexOf('.');
  if (dot < 1) return null;
  const messageId = token.slice(0, dot);
  const given = Buffer.from(token.slice(dot + 1));
  const right = Buffer.from(signature(messageId, secret));
  return given.length === right.length && timingSafeEqual(given, right) ? messageId : null;
}

function signature(messageId: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(`unsubscribe/${messageId}`).digest('base64url').slice(0, 32);
}
