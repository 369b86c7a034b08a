import { type NextRequest, NextResponse } from 'next/server';

/**
 * An unsubscribe link is one address for two readers (RFC 8058): people GET it and see a page, mail programs POST to it
 * and want it done. A folder of Next is either a page or a route, so the POST is handed to the route beside the page.
 */
export function proxy(request: NextRequest): NextResponse {
  if (request.method !== 'POST') return NextResponse.next();
  return NextResponse.rewrite(new URL(`${request.nextUrl.pathname}/confirm`, request.url));
}

export const config = { matcher: '/u/:token' };
