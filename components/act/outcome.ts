/** What an act answers: done, or why not and at which field. A server action's own result fits. */
export type Outcome<Value = unknown> = ({ ok: true } & Value) | { ok: false; reason: string; field?: string };

/** An act that could not even be asked for: the browser is offline, the site restarts. */
export const UNREACHABLE =
  'Baton could not be reached. What you see may be old, and nothing was changed by this. Try again.';

/** Asks a server action; one that cannot be reached is an outcome like any other. */
export async function ask<Value>(act: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
  try {
    return await act();
  } catch (error) {
    // A redirect or "not found" of Next travels as an error and must reach Next.
    if (isOfNext(error)) throw error;
    return { ok: false, reason: UNREACHABLE };
  }
}

function isOfNext(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'digest' in error &&
    typeof error.digest === 'string' &&
    error.digest.startsWith('NEXT_')
  );
}
