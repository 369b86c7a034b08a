'use server';

import { APIError } from 'better-auth/api';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { auth } from '#app/auth.ts';

const Credentials = z.object({
  email: z.string().trim().toLowerCase().pipe(z.email('This is not an email address.')),
  password: z.string().min(1, 'Enter your password.'),
});

export type SignInState = {
  email: string;
  errors: { email?: string; password?: string; form?: string };
};

/** Signs in and goes to the first page. */
export async function signIn(_: SignInState, form: FormData): Promise<SignInState> {
  const email = String(form.get('email') ?? '');
  const parsed = Credentials.safeParse({ email, password: form.get('password') });
  if (!parsed.success) {
    const { fieldErrors } = z.flattenError(parsed.error);
    return { email, errors: { email: fieldErrors.email?.[0], password: fieldErrors.password?.[0] } };
  }
  const refused = await startSession(parsed.data);
  if (refused !== null) {
    return { email, errors: { form: refused } };
  }
  redirect('/');
}

/** @returns why not, in words; null when the session's cookie is set */
async function startSession(credentials: z.infer<typeof Credentials>): Promise<string | null> {
  try {
    await auth().api.signInEmail({ body: credentials, headers: await headers() });
    return null;
  } catch (error) {
    if (!(error instanceof APIError)) {
      throw error;
    }
    return error.status === 'TOO_MANY_REQUESTS'
      ? 'Too many tries for this account. Wait ten minutes, then try again.'
      : 'This email and this password do not belong together. Check both and try again.';
  }
}

export async function signOut(): Promise<void> {
  await auth().api.signOut({ headers: await headers() });
  redirect('/sign-in');
}
