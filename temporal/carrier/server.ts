import { createHash, timingSafeEqual } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scheduleAnswer } from '#temporal/carrier/answers.ts';
import { Carrier, type CarrierOptions } from '#temporal/carrier/carrier.ts';
import { control } from '#temporal/carrier/control.ts';
import { RateWindows } from '#temporal/carrier/limits.ts';
import { Outgoing } from '#temporal/carrier/outgoing.ts';
import { schedule } from '#temporal/carrier/progress.ts';
import type { Hook } from '#temporal/carrier/records.ts';
import { resendApi } from '#temporal/carrier/resend-api.ts';
import { acceptSms } from '#temporal/carrier/sms-accept.ts';
import { twilioApi } from '#temporal/carrier/twilio-api.ts';
import { repliesIn } from '#temporal/carrier/twilio-shape.ts';
import { type Answer, readBody, TooLarge, write } from '#temporal/carrier/wire.ts';

const BODY_LIMIT_BYTES = 2 * 1024 * 1024;

export interface RunningCarrier {
  url: string;
  close(): Promise<void>;
}

/** Starts the carrier on loopback. `port` 0 takes a free one. What was pending when it last stopped goes on. */
export async function startCarrier(
  options: CarrierOptions & { port: number; token: string },
): Promise<RunningCarrier> {
  const carrier = await Carrier.open(options);
  const windows = new RateWindows();
  const outgoing = new Outgoing(carrier, (hook, type, body) =>
    sendReplies(carrier, hook, repliesIn(type, body)),
  );
  for (const id of carrier.book.sms.keys()) schedule(carrier, 'sms', id);
  for (const id of carrier.book.emails.keys()) schedule(carrier, 'email', id);
  for (const answer of carrier.book.answers.values()) scheduleAnswer(carrier, answer);

  const isToken = tokenCheck(options.token);
  const server = http.createServer((req, res) => {
    void respond(req, res, async (url, body) => {
      if (url.pathname.startsWith('/2010-04-01/')) return twilioApi(carrier, windows, req, url, body);
      if (/^\/emails(\/|$)/.test(url.pathname)) return resendApi(carrier, windows, req, url, body);
      if (url.pathname.startsWith('/control/')) {
        if (!isToken(req.headers.authorization))
          return { status: 401, body: { error: 'The control token is wrong.' } };
        return control(carrier, outgoing, req, url, body);
      }
      return { status: 404, body: { error: 'The sandbox carrier has no such address.' } };
    });
  });
  // Longer than the SDKs' agents keep idle sockets: a reused socket must not be closed under a request.
  server.keepAliveTimeout = 75_000;
  server.requestTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      outgoing.stop();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await carrier.close();
    },
  };
}

async function respond(
  req: IncomingMessage,
  res: ServerResponse,
  handle: (url: URL, body: string) => Promise<Answer>,
): Promise<void> {
  try {
    const body = await readBody(req, BODY_LIMIT_BYTES);
    write(res, await handle(new URL(req.url ?? '/', 'http://127.0.0.1'), body.toString('utf8')));
  } catch (error) {
    if (error instanceof TooLarge) {
      write(res, { status: 413, body: { error: 'The request is too large.' } });
      return;
    }
    // The caller hung up while sending: there is nobody to answer.
    if (req.destroyed && !req.complete) return;
    console.error('sandbox carrier:', error instanceof Error ? error.stack : error);
    write(res, { status: 500, body: { error: 'The sandbox carrier failed; its log says why.' } });
  }
}

function tokenCheck(token: string): (header: string | undefined) => boolean {
  const hashed = (text: string): Buffer => createHash('sha256').update(text).digest();
  const wanted = hashed(`Bearer ${token}`);
  return (header) => timingSafeEqual(hashed(header ?? ''), wanted);
}

/** What the answer to an inbound webhook asks to send goes out like any text, unless the lead said STOP. */
function sendReplies(carrier: Carrier, hook: Hook, texts: string[]): void {
  const inbound = carrier.book.sms.get(hook.messageId);
  const account = carrier.book.smsAccounts.get(hook.account);
  if (!inbound || !account) return;
  if (carrier.book.optedOut.has(carrier.book.pairOf(account, inbound.to, inbound.from))) return;
  for (const body of texts) {
    const reply = {
      from: inbound.to,
      to: inbound.from,
      body: body.slice(0, 1600),
      mediaUrls: [],
      messagingServiceSid: null,
      statusCallback: null,
      validityS: 36_000,
    };
    acceptSms(carrier, account, reply, carrier.book.settings.listingLagMs);
  }
}
