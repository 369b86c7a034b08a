import { countsOfPlay } from '#app/(work)/plays/[id]/play-counts.ts';
import { callerOf } from '#app/session.ts';
import { database } from '#prisma/database.ts';

type Context = { params: Promise<{ id: string }> };

/** How many leads are where on a live play: asked by the canvas every 2 seconds. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const caller = await callerOf(request);
  if (caller === null) return Response.json({ reason: 'Nobody is signed in.' }, { status: 401 });
  const { id } = await params;
  const counts = await countsOfPlay(database(), caller, id);
  return Response.json({ counts }, { headers: { 'cache-control': 'no-store' } });
}
