import { auth } from '#app/auth.ts';
import { rawBody } from '#app/hooks/read-hook.ts';

/** A sign-in is two lines; whoever sends more signs nobody in. */
const MOST_BYTES = 64 * 1024;
const TOO_LARGE = {
  code: 'PAYLOAD_TOO_LARGE',
  message: `A request here has at most ${MOST_BYTES / 1024} KB. Nothing was done; send less.`,
};

export const GET = (request: Request): Promise<Response> => auth().handler(request);

/** The handler reads a body whole, however large, so it is given one that was measured. */
export async function POST(request: Request): Promise<Response> {
  const body = await rawBody(request, MOST_BYTES);
  if (body === null) return Response.json(TOO_LARGE, { status: 413 });
  const { url, method, headers } = request;
  return auth().handler(
    new Request(url, { method, headers, body: body.length === 0 ? null : Buffer.from(body) }),
  );
}
