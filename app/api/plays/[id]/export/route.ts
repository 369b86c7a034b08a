import { callerOf } from '#app/session.ts';
import { database } from '#prisma/database.ts';
import { readPlay } from '#prisma/plays.ts';
import { printPlay } from '#workflows/compile/parse.ts';

type Context = { params: Promise<{ id: string }> };

/** The draft as a file. Importing it and exporting again gives the same bytes. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const caller = await callerOf(request);
  if (caller === null) return Response.json({ reason: 'Nobody is signed in.' }, { status: 401 });
  const { id } = await params;
  const play = await readPlay(database(), caller, id);
  if (play === null) return Response.json({ reason: 'There is no such play.' }, { status: 404 });
  if (!play.draft.ok) return Response.json({ reason: play.draft.problems[0]?.sentence }, { status: 422 });
  return new Response(printPlay(play.draft.play), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="${fileName(play.name)}"`,
      'cache-control': 'no-store',
    },
  });
}

/** "Speed to lead!" -> "speed-to-lead.play.json". */
function fileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `${plain || 'play'}.play.json`;
}
