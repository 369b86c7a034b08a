import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { DoorFrame } from '#app/door-frame.tsx';
import { callerOrNull } from '#app/session.ts';
import { SignInForm } from '#app/sign-in/sign-in-form.tsx';
import { database } from '#prisma/database.ts';
import { hasOwner } from '#prisma/owner.ts';

export const metadata: Metadata = { title: 'Sign in' };

// Who is signed in is asked at each visit, never at build time.
export const dynamic = 'force-dynamic';

export default async function SignInPage() {
  if (!(await hasOwner(database()))) redirect('/welcome');
  if ((await callerOrNull()) !== null) redirect('/');
  return (
    <DoorFrame title="Sign in">
      <SignInForm />
    </DoorFrame>
  );
}
