import { z } from 'zod';
import { rawBody } from '#app/hooks/read-hook.ts';
import { callerOf } from '#app/session.ts';
import type { SaveAnswer } from '#components/canvas/saved-draft.ts';
import { database } from '#prisma/database.ts';
import { readPlay, saveDraft } from '#prisma/plays.ts';
import { nowMs, readWorkspace } from '#prisma/workspaces.ts';

type Context = { params: Promise<{ id: string }> };

const NO_STORE = { 'cache-control': 'no-store' };
const LARGEST_BODY = 4_000_000;
const Body = z.object({ revision: z.int(), draft: z.unknown() });

/** The draft as it is now. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const caller = await callerOf(request);
  if (caller === null)
    return Response.json({ reason: 'Nobody is signed in.' }, { status: 401, headers: NO_STORE });
  const { id } = await params;
  const play = await readPlay(database(), caller, id);
  if (play === null || !play.draft.ok)
    return Response.json({ reason: 'There is no such play.' }, { status: 404, headers: NO_STORE });
  return Response.json({ revision: play.revision, draft: play.draft.play }, { headers: NO_STORE });
}

/** Saves the draft over the revision it was made from, and over no other. Used by the editor's autosave. */
export async function PUT(request: Request, { params }: Context): Promise<Response> {
  const caller = await callerOf(request);
  if (caller === null)
    return answer(
      {
        outcome: 'refused',
        reason: 'You are signed out. Your changes are kept in this browser; sign in again.',
      },
      401,
    );
  const body = await readBody(request);
  if (body === 'too large')
    return answer(
      {
        outcome: 'refused',
        reason:
          'The play is larger than 4 MB and was not saved. Your changes are kept in this browser; take some steps out.',
      },
      413,
    );
  if (body === null)
    return answer(
      { outcome: 'refused', reason: 'The play could not be read. Your changes are kept in this browser.' },
      400,
    );
  const { id } = await params;
  const db = database();
  const saved = await saveDraft(db, caller, {
    playId: id,
    revision: body.revision,
    document: body.draft,
    nowMs: nowMs(await readWorkspace(db, caller)),
  });
  if (saved.ok) return answer({ outcome: 'saved', revision: saved.revision }, 200);
  if (saved.newer?.document.ok) {
    const { revision, document } = saved.newer;
    const atMs = (await readPlay(db, caller, id))?.updatedAtMs ?? Date.now();
    return answer({ outcome: 'conflict', revision, draft: document.play, by: null, atMs }, 409);
  }
  return answer({ outcome: 'refused', reason: saved.reason }, 422);
}

function answer(body: SaveAnswer, status: number): Response {
  return Response.json(body, { status, headers: NO_STORE });
}

async function readBody(request: Request): Promise<z.infer<typeof Body> | 'too large' | null> {
  try {
    const body = await rawBody(request, LARGEST_BODY);
    if (body === null) return 'too large';
    const parsed = Body.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? parsed.data : null;
  } catch {
    // Cut short, or not JSON: answered in words like everything else that cannot be read.
    return null;
  }
}
