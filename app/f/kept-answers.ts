import { z } from 'zod';
import { type FieldErrors, FORM_FIELDS, type Posted } from '#prisma/form-answers.ts';

/**
 * Answers with a mistake in them, on their way back to the person: in a cookie of this one form that only lives for
 * minutes, and not in an address, which is written to logs. For forms without a script, and forms of other sites.
 */
export const KEPT_COOKIE = 'baton-form';
const SECONDS = 600;
/** Browsers keep cookies of up to 4096 bytes. */
const MOST_BYTES = 3_600;
const LARGEST_VALUE = 2_000;

const Kept = z.object({
  values: z.record(z.string(), z.string()),
  errors: z.record(z.string(), z.string()),
});
export type Kept = z.infer<typeof Kept>;

/** Whether somebody agrees is asked anew each time. */
const NOT_KEPT = new Set<string>(Object.values(FORM_FIELDS));

/** @returns a `Set-Cookie`; the longest answers stay behind when all together are too long for one */
export function keptCookie(path: string, posted: Posted, errors: FieldErrors): string {
  const values = Object.entries(posted)
    .filter(([name, value]) => !NOT_KEPT.has(name) && value !== '' && value.length <= LARGEST_VALUE)
    .sort(([, a], [, b]) => a.length - b.length);
  for (;;) {
    const kept: Kept = { values: Object.fromEntries(values), errors: { ...errors } };
    const text = Buffer.from(JSON.stringify(kept)).toString('base64url');
    if (text.length <= MOST_BYTES || values.length === 0)
      return cookie(path, text.slice(0, MOST_BYTES), SECONDS);
    values.pop();
  }
}

export function noKeptCookie(path: string): string {
  return cookie(path, '', 0);
}

function cookie(path: string, value: string, seconds: number): string {
  return `${KEPT_COOKIE}=${value}; Path=${path}; Max-Age=${seconds}; HttpOnly; SameSite=Lax`;
}

/** A cookie is whatever a browser sends: anything else than what was kept here is nothing. */
export function readKept(value: string | undefined): Kept | null {
  if (value === undefined || value === '') return null;
  try {
    const parsed = Kept.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // Cut short or made up.
    return null;
  }
}
