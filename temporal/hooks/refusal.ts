/** Why a webhook is turned away, with the HTTP status to answer. */
export interface HookRefusal {
  status: 400 | 403 | 413;
  reason:
    | 'empty'
    | 'tooLarge'
    | 'notUtf8'
    | 'unsigned'
    | 'wrongSignature'
    | 'tooOld'
    | 'badUrl'
    | 'notJson'
    | 'badSecret';
}

export const HOOK_LIMIT_BYTES = 1024 * 1024;

export function refusal(
  status: HookRefusal['status'],
  reason: HookRefusal['reason'],
): { ok: false; refusal: HookRefusal } {
  return { ok: false, refusal: { status, reason } };
}

/** The raw body as text: non-empty, at most 1 MB, UTF-8. Signatures are over exactly this. */
export function textOf(
  rawBody: Uint8Array | string,
): { ok: true; text: string } | { ok: false; refusal: HookRefusal } {
  const size = typeof rawBody === 'string' ? Buffer.byteLength(rawBody) : rawBody.byteLength;
  if (size === 0) return refusal(400, 'empty');
  if (size > HOOK_LIMIT_BYTES) return refusal(413, 'tooLarge');
  if (typeof rawBody === 'string') return { ok: true, text: rawBody };
  try {
    return { ok: true, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(rawBody) };
  } catch (error) {
    if (error instanceof TypeError) return refusal(400, 'notUtf8');
    throw error;
  }
}
