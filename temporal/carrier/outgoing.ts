import http from 'node:http';
import https from 'node:https';
import type { Carrier } from '#temporal/carrier/carrier.ts';
import { digest } from '#temporal/carrier/chance.ts';
import type { Hook } from '#temporal/carrier/records.ts';
import { resendEvent } from '#temporal/carrier/resend-shape.ts';
import { svixSignature, twilioSignature } from '#temporal/carrier/signing.ts';
import { inboundParams, statusParams } from '#temporal/carrier/twilio-shape.ts';
import { isLoopback } from '#temporal/carrier/wire.ts';

/** Svix: waits before the 2nd, 3rd ... 8th attempt, seconds (docs.svix.com, retry schedule). */
const SVIX_WAITS_S = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000];
const SVIX_TIMEOUT_MS = 15_000;
/** Twilio's defaults: connect 5 s, read 15 s, in all 15 s, one retry and only when no connection was made. */
const TWILIO_DEFAULTS = { ct: 5_000, rt: 15_000, tt: 15_000, rc: 1, rp: 'ct' };
const AT_ONCE = 16;
const ANSWER_LIMIT_BYTES = 64 * 1024;

type Failure = 'connect' | 'timeout' | 'broken' | '3xx' | '4xx' | '5xx';
interface Delivered {
  failure: Failure | null;
  httpStatus: number;
  contentType: string;
  body: string;
}

/** The courier: delivers webhooks, a few at once, by each provider's own rules of retrying. */
export class Outgoing {
  private readonly carrier: Carrier;
  private readonly onInboundAnswered: (hook: Hook, contentType: string, body: string) => void;
  private readonly ready: string[] = [];
  private readonly agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: AT_ONCE }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: AT_ONCE, rejectUnauthorized: false }),
  };
  private underWay = 0;
  private stopped = false;

  constructor(carrier: Carrier, onInboundAnswered: (hook: Hook, contentType: string, body: string) => void) {
    this.carrier = carrier;
    this.onInboundAnswered = onInboundAnswered;
    carrier.onHook = (hook) => this.plan(hook);
    for (const hook of carrier.book.hooks.values()) this.plan(hook);
  }

  /** Webhooks being tried at this moment. */
  get busy(): number {
    return this.underWay;
  }

  stop(): void {
    this.stopped = true;
    this.agents['http:'].destroy();
    this.agents['https:'].destroy();
  }

  private plan(hook: Hook): void {
    this.carrier.agenda.at(hook.dueMs, () => {
      this.ready.push(hook.id);
      this.work();
    });
  }

  private work(): void {
    while (!this.stopped && this.underWay < AT_ONCE) {
      const id = this.ready.shift();
      if (id === undefined) return;
      const hook = this.carrier.book.hooks.get(id);
      if (!hook) continue;
      this.underWay++;
      this.attempt(hook).finally(() => {
        this.underWay--;
        this.work();
      });
    }
  }

  private async attempt(hook: Hook): Promise<void> {
    const request = this.dress(hook);
    if (!request) return this.done(hook, 'dropped: the message or its account is gone');
    const delivered = await post(request, this.agents);
    if (this.stopped) return;
    const tries = hook.tries + 1;
    if (delivered.failure === null) {
      if (hook.provider === 'twilio' && hook.kind === 'inbound') {
        this.onInboundAnswered(hook, delivered.contentType, delivered.body);
      }
      return this.done({ ...hook, tries }, 'delivered');
    }
    const waitMs =
      hook.provider === 'twilio' ? twilioWait(hook.url, tries, delivered.failure) : this.svixWait(tries);
    if (waitMs === null) {
      const what = delivered.httpStatus > 0 ? `answered ${delivered.httpStatus}` : delivered.failure;
      return this.done({ ...hook, tries }, `given up: ${what}`);
    }
    const dueMs = Date.now() + waitMs;
    this.carrier.record({ t: 'hookTried', id: hook.id, tries, dueMs });
    this.plan({ ...hook, tries, dueMs });
  }

  private svixWait(tries: number): number | null {
    const waitS = SVIX_WAITS_S[tries - 1];
    return waitS === undefined ? null : waitS * 1000 * this.carrier.book.settings.svixRetryScale;
  }

  private done(hook: Hook, outcome: string): void {
    const { id, provider, account, kind, messageId, status, tries } = hook;
    this.carrier.record({
      t: 'hookDone',
      result: { id, atMs: Date.now(), provider, account, kind, messageId, status, outcome, tries },
    });
  }

  /** The request with its signature; signed anew for each attempt, as the secret and the timestamp may change. */
  private dress(hook: Hook): OutRequest | null {
    const { book } = this.carrier;
    if (!isLoopback(hook.url)) return null;
    const eventId = digest(`${hook.messageId}:${hook.kind}:${hook.status}`);
    if (hook.provider === 'twilio') {
      const account = book.smsAccounts.get(hook.account);
      const message = book.sms.get(hook.messageId);
      if (!account || !message) return null;
      const params =
        hook.kind === 'inbound'
          ? inboundParams(message)
          : statusParams(message, hook.status, hook.code, hook.eventMs);
      const tuned = twilioTuning(hook.url);
      return {
        url: hook.url,
        body: new URLSearchParams(params).toString(),
        connectMs: tuned.ct,
        totalMs: Math.min(tuned.tt, tuned.ct + tuned.rt),
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
          'user-agent': 'TwilioProxy/1.1',
          'x-twilio-signature': twilioSignature(account.authToken, hook.url, params),
          ...(hook.tries > 0 ? { 'i-twilio-idempotency-token': eventId } : {}),
        },
      };
    }
    const account = book.emailAccounts.get(hook.account);
    const message = book.emails.get(hook.messageId);
    if (!account || !message) return null;
    const body = JSON.stringify(resendEvent(message, hook.status, hook.code, hook.eventMs));
    const id = `msg_${eventId}`;
    const timestampS = Math.floor(Date.now() / 1000);
    return {
      url: hook.url,
      body,
      connectMs: SVIX_TIMEOUT_MS,
      totalMs: SVIX_TIMEOUT_MS,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Svix-Webhooks/1.0',
        'svix-id': id,
        'svix-timestamp': String(timestampS),
        'svix-signature': svixSignature(account.webhookSecret, id, timestampS, body),
      },
    };
  }
}

/** `#rc=5&rp=all` behind a webhook URL tunes Twilio's delivery; the fragment is neither sent nor signed. */
function twilioTuning(url: string): typeof TWILIO_DEFAULTS {
  const fragment = new URLSearchParams(new URL(url).hash.slice(1));
  const number = (name: 'ct' | 'rt' | 'tt' | 'rc', most: number): number => {
    const value = Number(fragment.get(name) ?? Number.NaN);
    return Number.isInteger(value) && value >= 0 && value <= most ? value : TWILIO_DEFAULTS[name];
  };
  return {
    ct: number('ct', 10_000),
    rt: number('rt', 15_000),
    tt: number('tt', 15_000),
    rc: number('rc', 5),
    rp: fragment.get('rp') ?? TWILIO_DEFAULTS.rp,
  };
}

function twilioWait(url: string, tries: number, failure: Failure): number | null {
  const { rc, rp } = twilioTuning(url);
  if (tries > rc) return null;
  const wanted = rp.split(',');
  const name = { connect: 'ct', timeout: 'rt', broken: 'rt', '3xx': '', '4xx': '4xx', '5xx': '5xx' }[failure];
  return wanted.includes('all') || wanted.includes(name) ? 250 * 2 ** (tries - 1) : null;
}

interface OutRequest {
  url: string;
  body: string;
  headers: Record<string, string>;
  connectMs: number;
  totalMs: number;
}

interface Agents {
  'http:': http.Agent;
  'https:': https.Agent;
}

async function post(out: OutRequest, agents: Agents): Promise<Delivered> {
  const delivered = await postOnce(out, agents);
  // A kept connection that the receiver had just closed says nothing about the receiver: once more, on a new one.
  if (delivered !== 'stale') return delivered;
  const again = await postOnce(out, null);
  if (again === 'stale') throw new Error('a new connection cannot be stale');
  return again;
}

/** `stale`: the socket was a reused one and broke before any answer; never returned without `agents`. */
function postOnce(out: OutRequest, agents: Agents | null): Promise<Delivered | 'stale'> {
  return new Promise((resolve) => {
    const url = new URL(out.url);
    let connected = false;
    let settled = false;
    const settle = (delivered: Partial<Delivered>): void => {
      if (settled) return;
      settled = true;
      clearTimeout(connectTimer);
      clearTimeout(totalTimer);
      resolve({ failure: null, httpStatus: 0, contentType: '', body: '', ...delivered });
    };
    const options = {
      method: 'POST',
      headers: { ...out.headers, 'content-length': Buffer.byteLength(out.body) },
    };
    const req =
      url.protocol === 'https:'
        ? https.request(url, agents ? { ...options, agent: agents['https:'] } : { ...options, agent: false })
        : http.request(url, agents ? { ...options, agent: agents['http:'] } : { ...options, agent: false });
    const connectTimer = setTimeout(() => {
      if (connected) return;
      settle({ failure: 'connect' });
      req.destroy();
    }, out.connectMs);
    const totalTimer = setTimeout(() => {
      settle({ failure: connected ? 'timeout' : 'connect' });
      req.destroy();
    }, out.totalMs);
    req.on('socket', (socket) => {
      if (socket.connecting) socket.once('connect', () => (connected = true));
      else connected = true;
    });
    req.on('error', () => {
      if (agents && req.reusedSocket && !settled) {
        settled = true;
        clearTimeout(connectTimer);
        clearTimeout(totalTimer);
        resolve('stale');
      } else {
        settle({ failure: connected ? 'broken' : 'connect' });
      }
    });
    req.on('response', (res) => {
      const pieces: Buffer[] = [];
      let size = 0;
      res.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size <= ANSWER_LIMIT_BYTES) pieces.push(piece);
      });
      res.on('error', () => settle({ failure: 'broken' }));
      res.on('end', () => {
        const status = res.statusCode ?? 0;
        const failure = status < 300 ? null : status < 400 ? '3xx' : status < 500 ? '4xx' : '5xx';
        settle({
          failure,
          httpStatus: status,
          contentType: res.headers['content-type'] ?? '',
          body: Buffer.concat(pieces).toString('utf8'),
        });
      });
    });
    req.end(out.body);
  });
}
