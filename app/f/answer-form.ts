import { keptCookie, noKeptCookie } from '#app/f/kept-answers.ts';
import { readPosted } from '#app/f/posted.ts';
import { type Problem, pointerTo, problem, tooMany } from '#app/problem.ts';
import { addressOf, RateLimit } from '#app/rate-limit.ts';
import type { Db } from '#prisma/client.ts';
import { type FormPost, type Submitted, submitForm } from '#prisma/form-submissions.ts';

export type FormLimits = { address: RateLimit; form: RateLimit };

/** An office behind one address fills in a form now and then; a program does all the time. */
export function formLimits(): FormLimits {
  const windowMs = 10 * 60_000;
  return {
    address: new RateLimit({ most: 60, windowMs }),
    // Network addresses are many, or not known at all: all posts to one form are counted as well.
    form: new RateLimit({ most: 2_000, windowMs }),
  };
}

/** Any site may post to a form: that is what it is for, and no cookie is looked at. */
export const OPEN_TO_ALL = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-allow-headers': 'content-type, idempotency-key',
  'access-control-max-age': '86400',
};

const NO_FORM: Problem = {
  status: 404,
  code: 'no-form',
  title: 'There is no form at this address',
  detail: 'Nothing was taken. Copy the address anew from the start of the play; it ends in the form’s name.',
};
const KEY_REUSED: Problem = {
  status: 422,
  code: 'idempotency-key-reused',
  title: 'This Idempotency-Key was used for other answers',
  detail: 'Nothing was taken. Give every new set of answers a key of its own.',
};

/**
 * Takes what was posted to a form and answers in the language of whoever posted: a program gets JSON, a browser that
 * sent an HTML form is led to a page.
 */
export async function answerForm(
  db: Db,
  request: Request,
  at: { key: string; form: string },
  limits: FormLimits & { isBehindProxy: boolean },
): Promise<Response> {
  const answer = wantsJson(request) ? new JsonAnswer() : new PageAnswer(at);
  const wallMs = Date.now();
  const fromAddress = addressOf(request, limits.isBehindProxy);
  const ofAddressMs = fromAddress === null ? null : limits.address.take(fromAddress, wallMs);
  const afterMs = ofAddressMs ?? limits.form.take(`${at.key}/${at.form}`, wallMs);
  if (afterMs !== null) return answer.refused(tooMany(afterMs));
  const read = await readPosted(request);
  if (!read.ok) return answer.refused(read.problem);
  const post: FormPost = {
    ...at,
    posted: read.posted,
    idempotencyKey: request.headers.get('idempotency-key')?.slice(0, 200) || null,
    fromAddress,
    userAgent: (request.headers.get('user-agent') ?? '').slice(0, 300),
    wallMs,
  };
  const done = await submitForm(db, post);
  if (done.ok) return answer.taken(done);
  if (done.why === 'invalid') return answer.invalid(post, done);
  return answer.refused(done.why === 'noForm' ? NO_FORM : KEY_REUSED);
}

function wantsJson(request: Request): boolean {
  const accept = request.headers.get('accept') ?? '';
  if (/application\/(?:problem\+)?json/.test(accept)) return true;
  return (request.headers.get('content-type') ?? '').startsWith('application/json');
}

type Taken = Submitted & { ok: true };
type Invalid = Submitted & { ok: false; why: 'invalid' };

class JsonAnswer {
  taken({ submissionId, repeated, consent }: Taken): Response {
    return Response.json(
      {
        id: submissionId,
        repeated,
        // About the post alone: whether a number had opted out is nobody's business but its owner's.
        texts: consent === null ? { consent: 'notAsked' } : { consent: consent.fate, ...reasonOf(consent) },
      },
      { status: repeated ? 200 : 201, headers: { ...OPEN_TO_ALL, 'cache-control': 'no-store' } },
    );
  }

  invalid(_: FormPost, { errors }: Invalid): Response {
    return this.refused({
      status: 422,
      code: 'invalid',
      title: 'Some answers cannot be taken',
      detail: `${Object.values(errors).join(' ')} Nothing was taken; mend this and send it again.`,
      errors: Object.entries(errors).map(([name, detail]) => ({ pointer: pointerTo(name), detail })),
    });
  }

  refused(why: Problem): Response {
    return problem({ ...why, headers: { ...OPEN_TO_ALL, ...why.headers } });
  }
}

function reasonOf(consent: NonNullable<Taken['consent']>): { reason?: string } {
  return 'reason' in consent ? { reason: consent.reason } : {};
}

/** Never a page made here: the browser is led to the form's own, which knows all these states. */
class PageAnswer {
  readonly #path: string;

  constructor(at: { key: string; form: string }) {
    this.#path = `/f/${encodeURIComponent(at.key)}/${encodeURIComponent(at.form)}`;
  }

  taken({ consent }: Taken): Response {
    return this.#seeOther(consent?.fate === 'recorded' ? '?sent=texts' : '?sent=1', noKeptCookie(this.#path));
  }

  invalid(post: FormPost, { errors }: Invalid): Response {
    return this.#seeOther('?again=1', keptCookie(this.#path, post.posted, errors));
  }

  refused(why: Problem): Response {
    return this.#seeOther(why.status === 404 ? '' : `?refused=${why.code}`, null);
  }

  #seeOther(query: string, cookie: string | null): Response {
    return new Response(null, {
      status: 303,
      headers: {
        location: `${this.#path}${query}`,
        'cache-control': 'no-store',
        ...(cookie === null ? {} : { 'set-cookie': cookie }),
      },
    });
  }
}
