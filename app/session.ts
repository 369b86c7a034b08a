import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { auth } from '#app/auth.ts';
import type { Caller } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import { hasOwner } from '#prisma/owner.ts';
import { type Membership, membershipOf } from '#prisma/workspaces.ts';

export type SignedIn = {
  caller: Caller;
  user: { id: string; name: string; email: string };
  workspace: Membership['workspace'];
};

/** Who is signed in, for pages and server actions; once a request. Nobody: to /welcome or /sign-in. */
export const requireCaller = cache(async (): Promise<SignedIn> => {
  const signedIn = await signedInBy(await headers());
  if (signedIn !== null) {
    return signedIn;
  }
  redirect((await hasOwner(database())) ? '/sign-in' : '/welcome');
});

/** The same for pages that nobody need be signed in for. */
export const callerOrNull = cache(async (): Promise<SignedIn | null> => signedInBy(await headers()));

/**
 * Who asks a route. A browser sends its cookie wherever a page tells it to, so a write whose Origin is another site's
 * is nobody's.
 */
export async function callerOf(request: Request): Promise<Caller | null> {
  if (isForeignWrite(request)) {
    return null;
  }
  return (await signedInBy(request.headers))?.caller ?? null;
}

/** Server actions are checked by Next itself; routes by this. */
export function isForeignWrite(request: Request): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') {
    return false;
  }
  const origin = request.headers.get('origin');
  if (origin === null) {
    const site = request.headers.get('sec-fetch-site');
    return site !== null && site !== 'same-origin' && site !== 'none';
  }
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  return !URL.canParse(origin) || new URL(origin).host !== host;
}

async function signedInBy(requestHeaders: Headers): Promise<SignedIn | null> {
  const session = await auth().api.getSession({ headers: requestHeaders });
  if (session === null) {
    return null;
  }
  const { id, name, email } = session.user;
  const membership = await membershipOf(database(), id);
  return (
    membership && { caller: membership.caller, user: { id, name, email }, workspace: membership.workspace }
  );
}
