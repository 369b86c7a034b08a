import { rawBody } from '#app/hooks/read-hook.ts';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';
import { unsubscribe } from '#prisma/unsubscribes.ts';
import { readUnsubscribeToken } from '#temporal/client/unsubscribe.ts';

/** The body is one field; nothing larger is read. */
const MOST_BYTES = 16 * 1024;

/**
 * One-click unsubscribe (RFC 8058): no cookie, no login, no redirect for the mail program. The form of the page beside
 * it posts here too, and is led back to it.
 */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  const { token } = await params;
  const messageId = readUnsubscribeToken(token, environment().secret);
  const known = messageId !== null && (await unsubscribe(database(), messageId, { wallMs: Date.now() }));
  if (await isFromPage(request)) {
    return new Response(null, { status: 303, headers: { location: `/u/${encodeURIComponent(token)}` } });
  }
  return known
    ? plain(200, 'Unsubscribed.')
    : plain(404, 'This is no unsubscribe link of ours. Answer the email with "unsubscribe" instead.');
}

async function isFromPage(request: Request): Promise<boolean> {
  const type = request.headers.get('content-type') ?? '';
  try {
    const body = await rawBody(request, MOST_BYTES);
    if (body === null) return false;
    const form = await new Response(Buffer.from(body), { headers: { 'content-type': type } }).formData();
    return form.get('from') === 'page';
  } catch {
    // Cut short, or neither urlencoded nor multipart: a mail program that sends its own kind of body means the same thing.
    return false;
  }
}

function plain(status: number, sentence: string): Response {
  return new Response(sentence, {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });
}
