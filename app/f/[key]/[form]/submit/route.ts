import { answerForm, formLimits, OPEN_TO_ALL } from '#app/f/answer-form.ts';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';

const limits = formLimits();

/** What is posted to a form's own address arrives here (proxy.ts). */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ key: string; form: string }> },
): Promise<Response> {
  const isBehindProxy = environment().publicUrl !== null;
  return answerForm(database(), request, await params, { ...limits, isBehindProxy });
}

/** What a browser asks before a script of another site may post. */
export function OPTIONS(): Response {
  return new Response(null, { status: 204, headers: OPEN_TO_ALL });
}
