import { type NextRequest, NextResponse } from 'next/server';

/** Addresses with two readers, and the route that stands beside each page. */
const POSTED_TO = { u: 'confirm', f: 'submit' } as const;

/**
 * An unsubscribe link (RFC 8058) and a form's address are one for two readers: people GET it and see a page, mail
 * programs and other sites' forms POST to it. A folder of Next is either a page or a route, so the POST, and what a
 * browser asks before it (OPTIONS), is handed to the route beside the page.
 */
export function proxy(request: NextRequest): NextResponse {
  if (request.method !== 'POST' && request.method !== 'OPTIONS') return NextResponse.next();
  const { pathname } = request.nextUrl;
  const beside = POSTED_TO[pathname.startsWith('/f/') ? 'f' : 'u'];
  return NextResponse.rewrite(new URL(`${pathname.replace(/\/$/, '')}/${beside}`, request.url));
}

export const config = { matcher: ['/u/:token', '/f/:key/:form'] };
