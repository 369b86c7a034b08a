'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { auth } from '#app/auth.ts';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';
import { createOwner, NewOwner } from '#prisma/owner.ts';

export type OwnerState = {
  values: { name: string; email: string; workspace: string };
  errors: Partial<Record<keyof NewOwner | 'form', string>>;
};

/** Makes the owner's account and signs them in. */
export async function makeOwner(_: OwnerState, form: FormData): Promise<OwnerState> {
  const text = (name: keyof NewOwner): string => String(form.get(name) ?? '');
  const values = { name: text('name'), email: text('email'), workspace: text('workspace') };
  const parsed = NewOwner.safeParse({
    ...values,
    password: text('password'),
    timeZone: text('timeZone'),
    country: text('country'),
  });
  if (!parsed.success) {
    const { fieldErrors } = z.flattenError(parsed.error);
    const firsts = Object.entries(fieldErrors).map(([field, sentences]) => [field, sentences[0]]);
    return { values, errors: Object.fromEntries(firsts) };
  }
  const made = await createOwner(database(), parsed.data, environment().secret);
  if (!made.ok) {
    return { values, errors: { form: made.reason } };
  }
  const { email, password } = parsed.data;
  await auth().api.signInEmail({ body: { email, password }, headers: await headers() });
  redirect('/');
}
