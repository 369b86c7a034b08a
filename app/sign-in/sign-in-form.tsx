'use client';

import { useActionState } from 'react';
import { useFirstMistake } from '#app/first-mistake.ts';
import { type SignInState, signIn } from '#app/sign-in/actions.ts';
import { Button } from '#components/ui/button.tsx';
import { Field, FieldError } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

const NOTHING_YET: SignInState = { email: '', errors: {} };

export function SignInForm() {
  const [{ email, errors }, act, pending] = useActionState(signIn, NOTHING_YET);
  const form = useFirstMistake(errors);
  return (
    <form ref={form} action={act} noValidate className="flex flex-col gap-4">
      <Field label="Email" error={errors.email} required>
        <Input
          name="email"
          type="email"
          autoComplete="username"
          defaultValue={email}
          autoFocus={email === ''}
        />
      </Field>
      <Field label="Password" error={errors.password} required>
        <Input name="password" type="password" autoComplete="current-password" />
      </Field>
      {errors.form ? <FieldError problem={errors.form} /> : null}
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          Sign in
        </Button>
      </div>
    </form>
  );
}
