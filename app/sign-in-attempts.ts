const WINDOW_MS = 10 * 60_000;
const MOST = 20;
/** Addresses remembered at once: somebody who tries many fills no memory. */
const ADDRESSES = 10_000;

/** Tries to sign in to one account, however many network addresses they come from. */
export class SignInAttempts {
  readonly #tries = new Map<string, number[]>();

  /** Counts a try. @returns false when there were too many in the last ten minutes */
  take(email: string, wallMs: number): boolean {
    const key = email.trim().toLowerCase();
    const recent = (this.#tries.get(key) ?? []).filter((at) => at > wallMs - WINDOW_MS);
    if (recent.length >= MOST) {
      return false;
    }
    this.#tries.delete(key);
    this.#tries.set(key, [...recent, wallMs]);
    for (const oldest of this.#tries.keys()) {
      if (this.#tries.size <= ADDRESSES) {
        break;
      }
      this.#tries.delete(oldest);
    }
    return true;
  }
}

export const signInAttempts = new SignInAttempts();
