import { callerOf } from '#app/session.ts';
import { since } from '#prisma/changes.ts';
import { database } from '#prisma/database.ts';

/**
 * What changed in the caller's workspace since a cursor: visible tabs ask every 2 seconds. Without `since` it answers
 * only where to begin.
 */
export async function GET(request: Request): Promise<Response> {
  const caller = await callerOf(request);
  if (caller === null) return Response.json({ reason: 'Nobody is signed in.' }, { status: 401 });
  const text = new URL(request.url).searchParams.get('since');
  const cursor = text === null ? null : Number(text);
  if (cursor !== null && (text === '' || !Number.isSafeInteger(cursor) || cursor < 0)) {
    return Response.json({ reason: '`since` is the cursor of an earlier answer.' }, { status: 400 });
  }
  return Response.json(await since(database(), caller, cursor), { headers: { 'cache-control': 'no-store' } });
}
