/** Callers remembered at once: somebody who makes many up fills no memory. */
const CALLERS = 10_000;

/** So many acts of one caller in a sliding span of time. Kept in this process: a restart forgives. */
export class RateLimit {
  readonly #most: number;
  readonly #windowMs: number;
  readonly #acts = new Map<string, number[]>();

  constructor(limit: { most: number; windowMs: number }) {
    this.#most = limit.most;
    this.#windowMs = limit.windowMs;
  }

  /** Counts an act. @returns null, or after how many milliseconds the next one is let through */
  take(caller: string, wallMs: number): number | null {
    const recent = (this.#acts.get(caller) ?? []).filter((at) => at > wallMs - this.#windowMs);
    const [oldest] = recent;
    if (recent.length >= this.#most && oldest !== undefined) return oldest + this.#windowMs - wallMs;
    // The last to act is the last to be forgotten.
    this.#acts.delete(caller);
    this.#acts.set(caller, [...recent, wallMs]);
    for (const forgotten of this.#acts.keys()) {
      if (this.#acts.size <= CALLERS) break;
      this.#acts.delete(forgotten);
    }
    return null;
  }
}

/**
 * The network address a request came from; null: nobody knows. Only the last entry was written by the proxy in front,
 * what stands before it anybody can make up. Without a proxy that is all of it: Next writes the header only where it is
 * absent, and does not show a route the socket.
 * @param isBehindProxy whether the site has a public address, which a proxy answers at
 */
export function addressOf(request: Request, isBehindProxy: boolean): string | null {
  if (!isBehindProxy) return null;
  return request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 60) || null;
}
