import { RateLimit } from '#app/rate-limit.ts';

/** Tries to sign in to one account, however many network addresses they come from. */
export class SignInAttempts {
  readonly #limit = new RateLimit({ most: 20, windowMs: 10 * 60_000 });

  /** Counts a try. @returns false when there were too many in the last ten minutes */
  take(email: string, wallMs: number): boolean {
    return this.#limit.take(email.trim().toLowerCase(), wallMs) === null;
  }
}

export const signInAttempts = new SignInAttempts();
