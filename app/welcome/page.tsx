import { getCountries } from 'libphonenumber-js/min';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { DoorFrame } from '#app/door-frame.tsx';
import { OwnerForm } from '#app/welcome/owner-form.tsx';
import { database } from '#prisma/database.ts';
import { hasOwner } from '#prisma/owner.ts';

export const metadata: Metadata = { title: 'Welcome' };

// Whether there is an owner is asked at each visit, never at build time.
export const dynamic = 'force-dynamic';

export default async function WelcomePage() {
  if (await hasOwner(database())) redirect('/sign-in');
  return (
    <DoorFrame
      title="Make the owner's account"
      intro="You are the first here. This account owns the workspace and invites everyone else. It stays on this machine."
    >
      <OwnerForm zones={zones()} countries={countries()} />
    </DoorFrame>
  );
}

function zones() {
  const names = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC']);
  return [...names].sort().map((name) => ({ value: name, label: name.replaceAll('_', ' ') }));
}

function countries() {
  const words = new Intl.DisplayNames(['en'], { type: 'region' });
  return getCountries()
    .map((code) => ({ value: code as string, label: words.of(code) ?? code }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
}
