/** What was not done, for programs: RFC 9457. */
export type Problem = {
  status: number;
  /** Stable, kebab-case; the last part of `type`. */
  code: string;
  title: string;
  /** What happened, what was kept, what to do. */
  detail: string;
  /** One entry a mistake; `pointer` is a JSON pointer into the body. */
  errors?: readonly { pointer: string; detail: string }[];
  headers?: Readonly<Record<string, string>>;
};

export function problem({ headers, code, ...body }: Problem): Response {
  return Response.json(
    { type: `urn:baton:problem:${code}`, ...body },
    {
      status: body.status,
      headers: { 'cache-control': 'no-store', ...headers, 'content-type': 'application/problem+json' },
    },
  );
}

/** Asked too often. */
export function tooMany(afterMs: number): Problem {
  const seconds = Math.max(1, Math.ceil(afterMs / 1_000));
  return {
    status: 429,
    code: 'too-many',
    title: 'Too many at once',
    detail: `Nothing was taken. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}, then send it again.`,
    headers: { 'retry-after': String(seconds) },
  };
}

/** A name of a field as one step of a JSON pointer (RFC 6901). */
export function pointerTo(...path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
