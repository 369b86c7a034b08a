import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { bareAddress } from '#temporal/carrier/addresses.ts';
import type { Carrier } from '#temporal/carrier/carrier.ts';
import { digest, newUuid } from '#temporal/carrier/chance.ts';
import { meet } from '#temporal/carrier/faults.ts';
import type { RateWindows } from '#temporal/carrier/limits.ts';
import { planEmail, schedule } from '#temporal/carrier/progress.ts';
import type { EmailAccount, EmailMessage, Post } from '#temporal/carrier/records.ts';
import { type FaultShapes, faultAfter, faultBefore, latency } from '#temporal/carrier/request-faults.ts';
import { checkDraft, type EmailDraft, readDraft, refuse } from '#temporal/carrier/resend-draft.ts';
import { emailJson, receivedJson } from '#temporal/carrier/resend-shape.ts';
import { type Answer, pause } from '#temporal/carrier/wire.ts';

const KEY_LIFE_MS = 24 * 3_600_000;

const TOO_MANY =
  'Too many requests. You can only make 5 requests per second. See rate limit response headers for more information.';

const SHAPES: FaultShapes = {
  unauthorized: () => refuse(403, 'invalid_api_key', 'API key is invalid'),
  tooMany: (fault) =>
    refuse(
      429,
      fault.code ?? 'rate_limit_exceeded',
      fault.message ?? TOO_MANY,
      fault.retryAfterS === null ? {} : { 'retry-after': String(fault.retryAfterS) },
    ),
  serverError: (fault) =>
    fault.html
      ? { status: fault.httpStatus, html: '<html><body><h1>Bad gateway</h1></body></html>' }
      : refuse(fault.httpStatus, 'internal_server_error', 'An unexpected error occurred.'),
  reject: (fault) =>
    refuse(
      fault.httpStatus === 400 ? 422 : fault.httpStatus,
      fault.code ?? 'validation_error',
      fault.message ?? 'The request was refused.',
    ),
};

/** Idempotency keys whose first request is still being worked on. */
const running = new WeakMap<Carrier, Set<string>>();

/** Resend's API as far as sending and receiving mail goes. */
export async function resendApi(
  carrier: Carrier,
  windows: RateWindows,
  req: IncomingMessage,
  url: URL,
  body: string,
): Promise<Answer> {
  if (!req.headers['user-agent']) return { status: 403, html: 'error code: 1010' };
  const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
  if (token === undefined)
    return refuse(401, 'missing_api_key', 'Missing API key in the authorization header.');
  const account = [...carrier.book.emailAccounts.values()].find((known) => known.apiKey === token);
  if (!account) return SHAPES.unauthorized();

  const perSecond = carrier.book.settings.emailRequestsPerSecond;
  const limitHeaders: Record<string, string> = {};
  if (perSecond !== null) {
    const window = windows.take(account.key, perSecond, Date.now());
    limitHeaders['ratelimit-limit'] = String(perSecond);
    limitHeaders['ratelimit-remaining'] = String(window.left);
    limitHeaders['ratelimit-reset'] = String(window.resetS);
    if (!window.ok) {
      if (req.method === 'POST') recordRefusedPost(carrier, account, req, body, 429, 'rate_limit_exceeded');
      return refuse(429, 'rate_limit_exceeded', TOO_MANY, {
        ...limitHeaders,
        'retry-after': String(window.resetS),
      });
    }
  }
  const answer = await route(carrier, account, req, url, body);
  return answer.cut ? answer : { ...answer, headers: { ...limitHeaders, ...answer.headers } };
}

async function route(
  carrier: Carrier,
  account: EmailAccount,
  req: IncomingMessage,
  url: URL,
  body: string,
): Promise<Answer> {
  if (req.method === 'POST' && url.pathname === '/emails') return create(carrier, account, req, body);
  if (req.method !== 'GET')
    return refuse(405, 'method_not_allowed', 'Method is not allowed for the requested path');
  const reading = {
    channel: 'email' as const,
    on: 'read' as const,
    account: account.key,
    to: [],
    from: null,
  };
  await latency(carrier, reading);
  const fault = await faultBefore(carrier, reading, SHAPES);
  if (fault) return fault;
  if (url.pathname === '/emails') return { status: 200, body: list(carrier, account, url, 'outbound') };
  if (url.pathname === '/emails/receiving')
    return { status: 200, body: list(carrier, account, url, 'inbound') };
  const received = /^\/emails\/receiving\/([^/]+)$/.exec(url.pathname)?.[1];
  const sent = /^\/emails\/([^/]+)$/.exec(url.pathname)?.[1];
  const message = carrier.book.emails.get(received ?? sent ?? '');
  const wanted = received === undefined ? 'outbound' : 'inbound';
  if (!message || message.account !== account.key || message.direction !== wanted) {
    return refuse(404, 'not_found', 'Email not found');
  }
  return { status: 200, body: received === undefined ? emailJson(message) : receivedJson(message) };
}

async function create(
  carrier: Carrier,
  account: EmailAccount,
  req: IncomingMessage,
  body: string,
): Promise<Answer> {
  const idempotencyKey = keyOf(req);
  const draft = readDraft(body);
  const isDraft = !('status' in draft);
  const meeting = {
    channel: 'email' as const,
    on: 'send' as const,
    account: account.key,
    to: isDraft ? draft.to.map(bareAddress) : [],
    from: isDraft ? bareAddress(draft.from) : null,
  };
  const post = postOf(carrier, account, req, isDraft ? draft : null);
  const refused = (answer: Answer): Answer => {
    post('refused', answer.status, (answer.body as { name?: string } | undefined)?.name ?? null, null);
    return answer;
  };

  await latency(carrier, meeting);
  if (idempotencyKey !== null && (idempotencyKey.length < 1 || idempotencyKey.length > 256)) {
    return refused(refuse(400, 'invalid_idempotency_key', 'The key must be between 1-256 chars.'));
  }
  const claim = `${account.key}|${idempotencyKey}`;
  const claims = running.get(carrier) ?? new Set<string>();
  running.set(carrier, claims);
  if (idempotencyKey !== null) {
    if (claims.has(claim)) {
      return refused(
        refuse(
          409,
          'concurrent_idempotent_requests',
          'Same idempotency key used while original request is still in progress.',
        ),
      );
    }
    claims.add(claim);
  }
  try {
    const fault = await faultBefore(carrier, meeting, SHAPES);
    if (fault) return refused(fault);
    if (!isDraft) return refused(draft);
    const payloadHash = createHash('sha256').update(body).digest('hex');
    const earlier = earlierOf(carrier, account, idempotencyKey);
    if (earlier) {
      if (earlier.payloadHash !== payloadHash) {
        return refused(
          refuse(
            409,
            'invalid_idempotent_request',
            'Same idempotency key used with a different request payload.',
          ),
        );
      }
      post('replayed', 200, null, earlier.id);
      return { status: 200, body: { id: earlier.id } };
    }
    const problem = checkDraft(account, draft, carrier.book.settings.refuseExampleDomains);
    if (problem) return refused(problem);
    const message = accept(carrier, account, draft, idempotencyKey, payloadHash);
    const made = faultAfter(carrier, meeting, { status: 200, body: { id: message.id } }, SHAPES);
    post('accepted', made.told, null, message.id);
    await carrier.durable();
    // The work is done, only its answer is slow: the key is free.
    claims.delete(claim);
    await pause(made.waitMs);
    return made.answer;
  } finally {
    claims.delete(claim);
  }
}

function keyOf(req: IncomingMessage): string | null {
  const header = req.headers['idempotency-key'];
  return typeof header === 'string' ? header : null;
}

function recordRefusedPost(
  carrier: Carrier,
  account: EmailAccount,
  req: IncomingMessage,
  body: string,
  httpStatus: number,
  code: string,
): void {
  const draft = readDraft(body);
  postOf(carrier, account, req, 'status' in draft ? null : draft)('refused', httpStatus, code, null);
}

function postOf(
  carrier: Carrier,
  account: EmailAccount,
  req: IncomingMessage,
  draft: EmailDraft | null,
): (outcome: Post['outcome'], httpStatus: number, code: string | null, messageId: string | null) => void {
  return (outcome, httpStatus, code, messageId) => {
    carrier.record({
      t: 'post',
      post: {
        atMs: Date.now(),
        channel: 'email',
        account: account.key,
        to: (draft?.to ?? []).map(bareAddress).join(','),
        key: keyOf(req),
        bodyHash: digest(`${draft?.subject ?? ''}\n${draft?.text ?? draft?.html ?? ''}`),
        outcome,
        httpStatus,
        code,
        messageId,
      },
    });
  };
}

function earlierOf(
  carrier: Carrier,
  account: EmailAccount,
  idempotencyKey: string | null,
): EmailMessage | null {
  if (idempotencyKey === null) return null;
  const id = carrier.book.byKey.get(`${account.key}|${idempotencyKey}`);
  const message = id === undefined ? undefined : carrier.book.emails.get(id);
  return message && Date.now() - message.createdMs < KEY_LIFE_MS ? message : null;
}

function accept(
  carrier: Carrier,
  account: EmailAccount,
  draft: EmailDraft,
  idempotencyKey: string | null,
  payloadHash: string,
): EmailMessage {
  const nowMs = Date.now();
  const id = newUuid();
  const to = draft.to.map(bareAddress);
  const base = { id, account: account.key, from: bareAddress(draft.from), createdMs: nowMs };
  const meeting = {
    channel: 'email' as const,
    on: 'send' as const,
    account: account.key,
    to,
    from: base.from,
  };
  const lagMs = carrier.book.settings.listingLagMs + (meet(carrier, ['listingLag'], meeting)?.ms ?? 0);
  const message: EmailMessage = {
    ...draft,
    id,
    account: account.key,
    direction: 'outbound',
    receivedFor: [],
    messageId: `<${id}@${account.domain}>`,
    idempotencyKey,
    payloadHash,
    author: 'api',
    answers: null,
    createdMs: nowMs,
    listedMs: nowMs + lagMs,
    status: 'queued',
    updatedMs: nowMs,
    plan: planEmail(carrier, base, to),
    next: 0,
  };
  carrier.record({ t: 'email', message });
  schedule(carrier, 'email', id);
  return message;
}

function list(
  carrier: Carrier,
  account: EmailAccount,
  url: URL,
  direction: EmailMessage['direction'],
): Record<string, unknown> {
  const limit = Math.min(100, Math.max(1, Number(url.searchParams.get('limit') ?? 20) || 20));
  const after = url.searchParams.get('after');
  const before = url.searchParams.get('before');
  const nowMs = Date.now();
  const all = [...carrier.book.emails.values()]
    .filter((mail) => mail.account === account.key && mail.direction === direction && mail.listedMs <= nowMs)
    .reverse();
  let from = 0;
  if (after !== null) from = all.findIndex((mail) => mail.id === after) + 1;
  if (before !== null) from = Math.max(0, all.findIndex((mail) => mail.id === before) - limit);
  const rows = all.slice(from, from + limit);
  return {
    object: 'list',
    has_more: from + limit < all.length,
    data: rows.map((mail) => (direction === 'outbound' ? emailJson(mail, true) : receivedJson(mail, true))),
  };
}
