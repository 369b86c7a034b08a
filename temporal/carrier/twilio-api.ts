import type { IncomingMessage } from 'node:http';
import type { Carrier } from '#temporal/carrier/carrier.ts';
import { digest } from '#temporal/carrier/chance.ts';
import { meet } from '#temporal/carrier/faults.ts';
import type { RateWindows } from '#temporal/carrier/limits.ts';
import type { Post, SmsAccount, SmsMessage } from '#temporal/carrier/records.ts';
import { type FaultShapes, faultAfter, faultBefore, latency } from '#temporal/carrier/request-faults.ts';
import { type AcceptedSms, acceptSms } from '#temporal/carrier/sms-accept.ts';
import { errorJson, messageJson } from '#temporal/carrier/twilio-shape.ts';
import { type Answer, isLoopback, pause } from '#temporal/carrier/wire.ts';

const DEFAULT_VALIDITY_S = 36_000;
const BODY_LIMIT = 1600;
/** Twilio's magic test numbers. */
const MAGIC_TO: Record<string, [number, string]> = {
  '+15005550001': [21211, "The 'To' number +15005550001 is not a valid phone number."],
  '+15005550002': [21612, "The 'To' phone number +15005550002 is not currently reachable via SMS."],
  '+15005550003': [21408, 'Permission to send an SMS has not been enabled for the region of the To number.'],
  '+15005550004': [21610, 'Attempt to send to unsubscribed recipient'],
  '+15005550009': [21614, "'To' number: +15005550009, is not a valid mobile number"],
};
const MAGIC_FROM: Record<string, [number, string]> = {
  '+15005550001': [21212, "The 'From' number +15005550001 is not a valid phone number."],
  '+15005550007': [
    21606,
    'The From phone number +15005550007 is not a valid, SMS-capable number for your account.',
  ],
  '+15005550008': [21611, "This 'From' number has exceeded the maximum number of queued messages."],
};

function refuse(status: number, code: number, message: string, headers?: Record<string, string>): Answer {
  return { status, body: errorJson(status, code, message), ...(headers ? { headers } : {}) };
}

const NOT_FOUND = (path: string): Answer =>
  refuse(404, 20404, `The requested resource ${path} was not found`);

const SHAPES: FaultShapes = {
  unauthorized: () => refuse(401, 20003, 'Authenticate'),
  tooMany: (fault) =>
    refuse(
      429,
      20429,
      'Too Many Requests',
      fault.retryAfterS === null ? {} : { 'retry-after': String(fault.retryAfterS) },
    ),
  serverError: (fault) =>
    fault.html
      ? { status: fault.httpStatus, html: '<html><body><h1>Server Error</h1></body></html>' }
      : refuse(fault.httpStatus, 20500, 'Internal Server Error'),
  reject: (fault) =>
    refuse(fault.httpStatus, Number(fault.code ?? 21211), fault.message ?? 'The request was refused.'),
};

/** Twilio's API 2010-04-01 as far as Messages go. `path` has no query. */
export async function twilioApi(
  carrier: Carrier,
  windows: RateWindows,
  req: IncomingMessage,
  url: URL,
  body: string,
): Promise<Answer> {
  const match = /^\/2010-04-01\/Accounts\/([^/]+)(?:\/Messages(?:\/([^/]+))?)?\.json$/.exec(url.pathname);
  if (!match) return NOT_FOUND(url.pathname);
  const [, accountSid = '', messageSid] = match;
  const account = authenticated(carrier, req, accountSid);
  if (!account) {
    await latency(carrier, { channel: 'sms', on: 'read', account: accountSid, to: [], from: null });
    return SHAPES.unauthorized();
  }
  const isList = url.pathname.endsWith('/Messages.json');
  if (req.method === 'POST' && isList) return create(carrier, windows, account, new URLSearchParams(body));
  if (req.method !== 'GET') return NOT_FOUND(url.pathname);
  const reading = { channel: 'sms' as const, on: 'read' as const, account: accountSid, to: [], from: null };
  await latency(carrier, reading);
  const fault = await faultBefore(carrier, reading, SHAPES);
  if (fault) return fault;
  if (isList) return { status: 200, body: list(carrier, account, url) };
  if (messageSid === undefined) {
    return {
      status: 200,
      body: { sid: account.sid, friendly_name: 'Sandbox', status: 'active', type: 'Full' },
    };
  }
  const message = carrier.book.sms.get(messageSid);
  if (!message || message.account !== account.sid) return NOT_FOUND(url.pathname);
  return { status: 200, body: messageJson(message) };
}

function authenticated(carrier: Carrier, req: IncomingMessage, accountSid: string): SmsAccount | null {
  const given = /^Basic (.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? '';
  const [user, ...rest] = Buffer.from(given, 'base64').toString('utf8').split(':');
  const account = carrier.book.smsAccounts.get(accountSid);
  return account && user === accountSid && rest.join(':') === account.authToken ? account : null;
}

async function create(
  carrier: Carrier,
  windows: RateWindows,
  account: SmsAccount,
  form: URLSearchParams,
): Promise<Answer> {
  const to = form.get('To') ?? '';
  const from = form.get('From');
  const text = form.get('Body') ?? '';
  const meeting = { channel: 'sms' as const, on: 'send' as const, account: account.sid, to: [to], from };
  const post = (
    outcome: Post['outcome'],
    httpStatus: number,
    code: string | null,
    messageId: string | null,
  ): void => {
    carrier.record({
      t: 'post',
      post: {
        atMs: Date.now(),
        channel: 'sms',
        account: account.sid,
        to,
        key: form.get('StatusCallback'),
        bodyHash: digest(text),
        outcome,
        httpStatus,
        code,
        messageId,
      },
    });
  };
  const refused = (answer: Answer): Answer => {
    const code = (answer.body as { code?: number } | undefined)?.code;
    post('refused', answer.status, code === undefined ? null : String(code), null);
    return answer;
  };

  await latency(carrier, meeting);
  const perSecond = carrier.book.settings.smsRequestsPerSecond;
  if (perSecond !== null && !windows.take(account.sid, perSecond, Date.now()).ok) {
    return refused(refuse(429, 20429, 'Too Many Requests', { 'retry-after': '1' }));
  }
  const fault = await faultBefore(carrier, meeting, SHAPES);
  if (fault) return refused(fault);
  const checked = check(carrier, account, form);
  if ('status' in checked) return refused(checked);

  const lagMs = carrier.book.settings.listingLagMs + (meet(carrier, ['listingLag'], meeting)?.ms ?? 0);
  const message = acceptSms(carrier, account, checked, lagMs);
  const made = faultAfter(carrier, meeting, { status: 201, body: messageJson(message) }, SHAPES);
  post('accepted', made.told, null, message.sid);
  await carrier.durable();
  await pause(made.waitMs);
  return made.answer;
}

/** Twilio's own checks, in its order; what passes is ready to be accepted. */
function check(carrier: Carrier, account: SmsAccount, form: URLSearchParams): AcceptedSms | Answer {
  const bad = (code: number, message: string): Answer => refuse(400, code, message);
  const to = form.get('To') ?? '';
  const body = form.get('Body') ?? '';
  const mediaUrls = form.getAll('MediaUrl');
  const service = form.get('MessagingServiceSid');
  const callback = form.get('StatusCallback');
  const validity = form.get('ValidityPeriod');
  if (to === '') return bad(21604, "A 'To' phone number is required.");
  const magic = MAGIC_TO[to];
  if (magic) return bad(...magic);
  if (!/^\+[1-9]\d{6,14}$/.test(to)) return bad(21211, `Invalid 'To' Phone Number: ${to}`);
  if (body === '' && mediaUrls.length === 0) return bad(21602, 'Message body is required.');
  if (body.length > BODY_LIMIT) {
    return bad(21617, 'The concatenated message body exceeds the 1600 character limit.');
  }
  if (validity !== null && !(/^\d+$/.test(validity) && Number(validity) >= 1 && Number(validity) <= 36_000)) {
    return bad(21624, 'The ValidityPeriod is out of range: it must be between 1 and 36000 seconds.');
  }
  if (callback !== null && !isLoopback(callback)) {
    return bad(
      21609,
      `The StatusCallback URL ${callback} is not valid: this carrier calls back on this machine only.`,
    );
  }
  const from = senderOf(carrier, account, form.get('From'), service, to);
  if (typeof from !== 'string') return from;
  if (from === to) return bad(21266, "'To' and 'From' number cannot be the same.");
  if (carrier.book.optedOut.has(carrier.book.pairOf(account, from, to))) {
    return bad(21610, 'Attempt to send to unsubscribed recipient');
  }
  return {
    from,
    to,
    body,
    mediaUrls,
    messagingServiceSid: service,
    statusCallback: callback,
    validityS: validity === null ? DEFAULT_VALIDITY_S : Number(validity),
  };
}

/** The number a message leaves from; a Messaging Service keeps to the one this lead knows (sticky sender). */
function senderOf(
  carrier: Carrier,
  account: SmsAccount,
  from: string | null,
  service: string | null,
  to: string,
): string | Answer {
  if (service !== null) {
    if (service !== account.messagingServiceSid) {
      return refuse(400, 21701, 'The Messaging Service does not exist.');
    }
    const known = (carrier.book.phones.get(to)?.ids ?? [])
      .map((id) => carrier.book.sms.get(id))
      .find((message) => message?.account === account.sid && message.direction === 'outbound-api')?.from;
    const number = known ?? account.numbers[0];
    return (
      number ??
      refuse(400, 21703, 'The Messaging Service does not have a phone number available to send a message')
    );
  }
  if (from === null || from === '') return refuse(400, 21603, "A 'From' phone number is required.");
  const magic = MAGIC_FROM[from];
  if (magic && !account.numbers.includes(from)) return refuse(400, ...magic);
  if (!/^\+[1-9]\d{6,14}$/.test(from)) return refuse(400, 21212, `Invalid From Number (caller ID): ${from}`);
  if (!account.numbers.includes(from)) {
    return refuse(
      400,
      21606,
      `The From phone number ${from} is not a valid, SMS-capable number for your account.`,
    );
  }
  return from;
}

/** `DateSent` filters count whole days in GMT and leave out what has not been sent yet; newest first. */
function list(carrier: Carrier, account: SmsAccount, url: URL): Record<string, unknown> {
  const query = url.searchParams;
  const to = query.get('To');
  const from = query.get('From');
  const pageSize = Math.min(1000, Math.max(1, Number(query.get('PageSize') ?? 50) || 50));
  const page = Math.max(0, Number(query.get('Page') ?? 0) || 0);
  const day = (name: string): number | null => {
    const value = query.get(name);
    const ms = value === null ? Number.NaN : Date.parse(value.slice(0, 10));
    return Number.isNaN(ms) ? null : Math.floor(ms / 86_400_000);
  };
  const on = day('DateSent');
  const since = day('DateSent>');
  const until = day('DateSent<');
  const nowMs = Date.now();
  const passes = (message: SmsMessage | undefined): message is SmsMessage => {
    if (!message || message.account !== account.sid || message.listedMs > nowMs) return false;
    if (to !== null && message.to !== to) return false;
    if (from !== null && message.from !== from) return false;
    if (on === null && since === null && until === null) return true;
    if (message.sentMs === null) return false;
    const sentDay = Math.floor(message.sentMs / 86_400_000);
    return (
      (on === null || sentDay === on) &&
      (since === null || sentDay >= since) &&
      (until === null || sentDay <= until)
    );
  };
  const { book } = carrier;
  const thread =
    (to !== null ? book.phones.get(to) : undefined) ?? (from !== null ? book.phones.get(from) : undefined);
  const pool = thread ? thread.ids.map((id) => book.sms.get(id)) : [...book.sms.values()];
  const found = pool.filter(passes).reverse();
  const rows = found.slice(page * pageSize, (page + 1) * pageSize);
  const link = (number: number): string => {
    const next = new URL(url);
    next.searchParams.set('Page', String(number));
    next.searchParams.set('PageSize', String(pageSize));
    return next.pathname + next.search;
  };
  return {
    messages: rows.map(messageJson),
    first_page_uri: link(0),
    next_page_uri: (page + 1) * pageSize < found.length ? link(page + 1) : null,
    previous_page_uri: page > 0 ? link(page - 1) : null,
    uri: url.pathname + url.search,
    page,
    page_size: pageSize,
    start: page * pageSize,
    end: Math.max(0, page * pageSize + rows.length - 1),
  };
}
