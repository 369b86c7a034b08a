/**
 * What a failed request tells about whether the provider may have processed it. Pure data is taken from the error and
 * the error itself is dropped: the SDK's carries the account's secret in its request headers.
 */
export interface TransportFailure {
  /** True when no byte of the request can have reached the provider. */
  untouched: boolean;
  /** Such as ECONNRESET; never text of the request. */
  code: string;
}

/** The name was not resolved or the connection not made. */
const UNTOUCHED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
/** The TLS handshake failed, before the request is written. */
const BAD_CERTIFICATE = new Set([
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

export function transportFailure(error: unknown): TransportFailure {
  const chain = causes(error);
  const code = chain.map(codeOf).find((found) => found !== null) ?? 'unknown';
  const untouched =
    chain.some((link) => UNTOUCHED.has(codeOf(link) ?? '') || BAD_CERTIFICATE.has(codeOf(link) ?? '')) ||
    chain.some((link) => ['connect', 'getaddrinfo'].includes(textOf(link, 'syscall') ?? ''));
  return { untouched, code };
}

/** The error, its cause, theirs, and what an AggregateError (several addresses tried) holds. */
function causes(error: unknown): unknown[] {
  const found: unknown[] = [];
  const wanted = [error];
  while (wanted.length > 0 && found.length < 20) {
    const next = wanted.shift();
    if (typeof next !== 'object' || next === null || found.includes(next)) continue;
    found.push(next);
    if ('cause' in next) wanted.push(next.cause);
    if ('errors' in next && Array.isArray(next.errors)) wanted.push(...next.errors);
  }
  return found;
}

function codeOf(link: unknown): string | null {
  const code = textOf(link, 'code');
  return code !== null && /^[A-Z0-9_]{2,60}$/.test(code) ? code : null;
}

function textOf(link: unknown, name: string): string | null {
  if (typeof link !== 'object' || link === null || !(name in link)) return null;
  const value = (link as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : null;
}

/** `Retry-After` in seconds or as a date; null when missing or unreadable. */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | null {
  if (!header) return null;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/** A signal that also gives up by itself. */
export function within(signal: AbortSignal, timeoutMs: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
}

/** The carrier's address must be on this machine. */
export function loopbackOrigin(url: string): string {
  const parsed = new URL(url);
  const { hostname } = parsed;
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
  if (parsed.protocol !== 'http:' || !loopback) {
    throw new Error(
      `The sandbox carrier must be on this machine; ${parsed.origin} is not. Nothing was sent.`,
    );
  }
  return parsed.origin;
}
