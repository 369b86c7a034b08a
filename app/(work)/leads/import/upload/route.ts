import { previewOf } from '#app/(work)/leads/import/file-preview.ts';
import { forgetUpload, headOfUpload, keepUpload, LARGEST_BYTES } from '#app/(work)/leads/import/uploads.ts';
import { callerOf } from '#app/session.ts';
import { refusal } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import { readWorkspace } from '#prisma/workspaces.ts';
import { previewLeadFile } from '#workflows/leads/lead-file.ts';

/** Takes a file of leads as the raw body, straight to disk, and answers how it would be read. */
export async function POST(request: Request): Promise<Response> {
  const caller = await callerOf(request);
  if (caller === null) return no(401, 'You are signed out. Sign in again, then send the file once more.');
  const refused = refusal(caller, 'leads.import');
  if (refused) return no(403, refused.reason);
  if (Number(request.headers.get('content-length') ?? '0') > LARGEST_BYTES) {
    return no(413, 'The file is larger than 100 MB. Nothing of it was kept; split it and send the parts.');
  }
  if (request.body === null) return no(400, 'The file is empty. Nothing was imported; choose another file.');
  const name = new URL(request.url).searchParams.get('name') ?? 'leads.csv';
  const kept = await keepUpload(caller, plainName(name), request.body);
  if (!kept.ok) return no(422, kept.reason);
  const workspace = await readWorkspace(database(), caller);
  const guess = previewLeadFile(await headOfUpload(kept.upload), workspace.country);
  if (!guess.ok) {
    await forgetUpload(kept.upload);
    return no(422, guess.reason);
  }
  return Response.json({ ok: true, preview: await previewOf(kept.upload, guess.reading) });
}

function no(status: number, reason: string): Response {
  return Response.json({ ok: false, reason }, { status });
}

/** What a person sees in lists: no paths, no control characters. */
function plainName(name: string): string {
  const plain = (name.split(/[/\\]/).at(-1) ?? '').replace(/\p{C}/gu, '').trim();
  return plain.slice(0, 120) || 'leads.csv';
}
