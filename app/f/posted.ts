import { rawBody } from '#app/hooks/read-hook.ts';
import type { Problem } from '#app/problem.ts';
import { FORM_FIELDS, type Posted } from '#prisma/form-answers.ts';

/** A message of 2,000 characters and all fields many times over. */
export const FORM_MOST_BYTES = 64 * 1024;

export type ReadPost = { ok: true; posted: Posted } | { ok: false; problem: Problem };

const TOO_LARGE: Problem = {
  status: 413,
  code: 'too-large',
  title: 'Too large',
  detail: `A form’s answers have at most ${FORM_MOST_BYTES / 1024} KB. Nothing was taken; shorten them and send them again.`,
};
const UNREADABLE: Problem = {
  status: 400,
  code: 'unreadable',
  title: 'The answers could not be read',
  detail: 'Nothing was taken. Send one flat JSON object of fields and their values, or an HTML form.',
};
const OTHER_TYPE: Problem = {
  status: 415,
  code: 'other-type',
  title: 'Not a form',
  detail:
    'Nothing was taken. Send application/json, application/x-www-form-urlencoded or multipart/form-data, and say so in Content-Type.',
};

/** The fields of a post, as an HTML form or a program sends them. */
export async function readPosted(request: Request): Promise<ReadPost> {
  const type = (request.headers.get('content-type') ?? '').toLowerCase();
  const isJson = type.startsWith('application/json');
  if (!isJson && !/^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/.test(type)) {
    return { ok: false, problem: OTHER_TYPE };
  }
  const body = await rawBody(request, FORM_MOST_BYTES);
  if (body === null) return { ok: false, problem: TOO_LARGE };
  const posted = isJson
    ? jsonFields(body)
    : await formFields(body, request.headers.get('content-type') ?? '');
  return posted === null ? { ok: false, problem: UNREADABLE } : { ok: true, posted };
}

function jsonFields(body: Uint8Array): Posted | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    // Not JSON, or not UTF-8: answered in words.
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const fields = new Map<string, string>();
  for (const [name, each] of Object.entries(value)) {
    // Several boxes of one question may be a list; what is deeper is no answer in a form.
    const answers: unknown[] = Array.isArray(each) ? each : [each];
    if (answers.some((answer) => typeof answer === 'object' && answer !== null)) return null;
    fields.set(name, answers.filter((answer) => answer !== null).join(', '));
  }
  return Object.fromEntries(fields);
}

async function formFields(body: Uint8Array, contentType: string): Promise<Posted | null> {
  let form: FormData;
  try {
    form = await new Response(Buffer.from(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    // A multipart body that is cut short, or has no boundary.
    return null;
  }
  const own = new Set<string>(Object.values(FORM_FIELDS));
  const fields = new Map<string, string>();
  for (const [name, value] of form) {
    // Files have no place in a lead; their names say that there was one.
    const text = typeof value === 'string' ? value : value.name;
    const before = fields.get(name);
    // "no" hidden before a box that says "yes": the last one is what the person did.
    fields.set(name, before === undefined || before === '' || own.has(name) ? text : `${before}, ${text}`);
  }
  return Object.fromEntries(fields);
}
