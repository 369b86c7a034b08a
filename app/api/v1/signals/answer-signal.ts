import { rawBody } from '#app/hooks/read-hook.ts';
import { type Problem, pointerTo, problem, tooMany } from '#app/problem.ts';
import type { RateLimit } from '#app/rate-limit.ts';
import { holderOf, type NoHolder } from '#prisma/api-keys.ts';
import type { Db } from '#prisma/client.ts';
import { SignalBody, type SignalRefusal, takeSignal } from '#prisma/signals.ts';

const MOST_BYTES = 64 * 1024;

/** `POST /api/v1/signals`: 201 with what came of it, 200 for one that was told before, else a problem (RFC 9457). */
export async function answerSignal(db: Db, request: Request, limit: RateLimit): Promise<Response> {
  const wallMs = Date.now();
  const found = await holderOf(db, request.headers.get('authorization'), wallMs);
  if (!found.ok) return problem(unauthorized(found.why));
  const afterMs = limit.take(found.holder.keyId, wallMs);
  if (afterMs !== null) return problem(tooMany(afterMs));
  const body = await readBody(request);
  if ('status' in body) return problem(body);
  const parsed = SignalBody.safeParse(body.value);
  if (!parsed.success) {
    return problem(
      invalid(
        parsed.error.issues.flatMap((issue) =>
          issue.code === 'unrecognized_keys'
            ? issue.keys.map((key) => ({
                pointer: pointerTo(...issue.path, key),
                detail: 'This is not known here.',
              }))
            : [{ pointer: pointerTo(...issue.path), detail: issue.message }],
        ),
      ),
    );
  }
  const taken = await takeSignal(db, found.holder, parsed.data, { wallMs });
  if (!taken.ok) return problem(refusalOf(taken, parsed.data));
  return Response.json(
    { ...taken.answer, repeated: taken.repeated },
    { status: taken.repeated ? 200 : 201, headers: { 'cache-control': 'no-store' } },
  );
}

async function readBody(request: Request): Promise<{ value: unknown } | Problem> {
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    return {
      status: 415,
      code: 'other-type',
      title: 'Not JSON',
      detail: 'Nothing was taken. Send JSON, and say so: Content-Type: application/json.',
    };
  }
  const body = await rawBody(request, MOST_BYTES);
  if (body === null) {
    return {
      status: 413,
      code: 'too-large',
      title: 'Too large',
      detail: `A signal has at most ${MOST_BYTES / 1024} KB. Nothing was taken; leave facts out of \`data\`.`,
    };
  }
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) };
  } catch {
    // Not JSON, or not UTF-8.
    return {
      status: 400,
      code: 'unreadable',
      title: 'This is not JSON',
      detail: 'Nothing was taken. Send one JSON object in UTF-8.',
    };
  }
}

const WHY_NOT: Record<NoHolder, string> = {
  missing: 'Send the key of the workspace: Authorization: Bearer baton_…',
  foreign: 'This key is not known. Copy it anew, or make another one in the settings under API keys.',
  revoked: 'This key was revoked. Make another one in the settings under API keys.',
};

function unauthorized(why: NoHolder): Problem {
  return {
    status: 401,
    code: 'no-key',
    title: 'No key that counts',
    detail: `Nothing was taken. ${WHY_NOT[why]}`,
    headers: {
      'www-authenticate':
        why === 'missing' ? 'Bearer realm="Baton"' : 'Bearer realm="Baton", error="invalid_token"',
    },
  };
}

function invalid(errors: Problem['errors']): Problem {
  return {
    status: 422,
    code: 'invalid',
    title: 'The signal cannot be taken as it is',
    detail: 'Nothing was taken. `errors` says what to mend and where.',
    errors,
  };
}

function refusalOf(refused: SignalRefusal, body: SignalBody): Problem {
  switch (refused.why) {
    case 'invalid':
      return invalid([{ pointer: refused.pointer, detail: refused.reason }]);
    case 'future':
      return invalid([
        {
          pointer: '/occurredAt',
          detail: 'This is more than 5 minutes ahead. Check the clock, or the zone.',
        },
      ]);
    case 'scope':
      return {
        status: 403,
        code: 'scope-missing',
        title: 'This key may not report signals',
        detail: 'Nothing was taken. Make a key with signals:write in the settings under API keys.',
      };
    case 'leadUnknown':
      return {
        status: 404,
        code: 'lead-unknown',
        title: 'Nobody has this external id',
        detail:
          'Nothing was taken. Send lead.email or lead.phone along: the lead is then found by it, or made, and known by this id from then on.',
      };
    case 'leadAmbiguous':
      return {
        status: 409,
        code: 'lead-ambiguous',
        title: 'Several leads have this number',
        detail: 'Nothing was taken. Send lead.email or lead.externalId as well, so that it is one of them.',
      };
    case 'keyReused':
      return {
        status: 409,
        code: 'dedupe-key-reused',
        title: 'This dedupeKey was used for another event',
        detail: `Nothing was taken. Another type, time or lead was told under “${body.dedupeKey}” before; give every event a key of its own.`,
      };
  }
}
