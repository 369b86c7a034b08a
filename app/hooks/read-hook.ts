import { HOOK_LIMIT_BYTES } from '#temporal/hooks/refusal.ts';

/**
 * The raw body, as signatures need it, or null when it is larger than it may be. Reads no more than that.
 * @param mostBytes by default more than any provider sends
 */
export async function rawBody(request: Request, mostBytes = HOOK_LIMIT_BYTES): Promise<Uint8Array | null> {
  const declared = Number(request.headers.get('content-length') ?? '0');
  if (declared > mostBytes) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  if (request.body !== null) {
    for await (const chunk of request.body) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) return null;
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks);
}

/** What a provider is told of a webhook that was not taken: the status, and no more than a word. */
export function refused(status: number, reason: string): Response {
  return new Response(reason, { status, headers: { 'content-type': 'text/plain' } });
}
