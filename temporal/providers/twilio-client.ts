import { AsyncLocalStorage } from 'node:async_hooks';
import twilio from 'twilio';
import { retryAfterMs, type TransportFailure, transportFailure } from '#temporal/providers/transport.ts';

const REAL_ORIGIN = 'https://api.twilio.com';

interface Call {
  signal: AbortSignal;
  /** A request was handed to the network. */
  dispatched: boolean;
}

const calls = new AsyncLocalStorage<Call>();

/** Twilio answered, with an error. */
export class TwilioRefusal extends Error {
  readonly status: number;
  readonly code: number | null;
  readonly retryAfterMs: number | null;
  constructor(status: number, code: number | null, wait: number | null) {
    super(`Twilio answered ${status}${code === null ? '' : ` (${code})`}`);
    this.name = 'TwilioRefusal';
    this.status = status;
    this.code = code;
    this.retryAfterMs = wait;
  }
}

/** No answer came that could be read. */
export class TwilioSilence extends Error {
  readonly failure: TransportFailure;
  constructor(failure: TransportFailure) {
    super(`No answer from Twilio (${failure.code})`);
    this.name = 'TwilioSilence';
    this.failure = failure;
  }
}

/**
 * The SDK's own request client with four differences: requests of a sandbox sender go to the carrier on this machine
 * and to nothing else, those of a real sender to Twilio and to nothing else; a caller's signal ends a request; headers
 * of an error answer are read before the SDK drops them; and no error leaves that holds the request.
 */
export class GuardedClient extends twilio.RequestClient {
  private readonly origin: string;

  /** `carrierOrigin` null = real. */
  constructor(carrierOrigin: string | null, timeoutMs: number) {
    super({ timeout: timeoutMs, autoRetry: false, keepAlive: true, maxSockets: 50 });
    this.origin = carrierOrigin ?? REAL_ORIGIN;
    this.axios.interceptors.request.use((config) => {
      const call = calls.getStore();
      // Whatever built this request, it leaves for the one place it may go to.
      if (new URL(config.url ?? '').origin !== this.origin) {
        throw new Error('A request to a foreign host was stopped before it left.');
      }
      if (call) {
        call.dispatched = true;
        config.signal = call.signal;
      }
      return config;
    });
  }

  override async request<T>(
    options: Parameters<twilio.RequestClient['request']>[0],
  ): ReturnType<typeof twilio.RequestClient.prototype.request<T>> {
    const uri = new URL(options.uri);
    if (uri.origin !== REAL_ORIGIN) {
      throw new Error(
        'The Twilio SDK built a request to a host other than its API. Unset TWILIO_EDGE and TWILIO_REGION.',
      );
    }
    let response: Awaited<ReturnType<typeof twilio.RequestClient.prototype.request<T>>>;
    try {
      response = await super.request<T>({
        ...options,
        uri: this.origin + uri.pathname + uri.search,
      } as never);
    } catch (error) {
      throw new TwilioSilence(transportFailure(error));
    }
    const { statusCode, headers } = response as { statusCode: number; headers?: Record<string, unknown> };
    if (statusCode >= 400) {
      const wait = headers?.['retry-after'];
      throw new TwilioRefusal(
        statusCode,
        codeIn((response as { body: unknown }).body),
        retryAfterMs(typeof wait === 'string' ? wait : null, Date.now()),
      );
    }
    return response;
  }
}

function codeIn(body: unknown): number | null {
  let json: unknown = body;
  if (typeof body === 'string') {
    try {
      json = JSON.parse(body);
    } catch {
      // An HTML page of a proxy: there is no code in it.
      return null;
    }
  }
  if (typeof json !== 'object' || json === null || !('code' in json)) return null;
  const code = Number(json.code);
  return Number.isInteger(code) ? code : null;
}

/** Runs an SDK call under a signal, and tells whether anything was handed to the network. */
export async function underCall<T>(
  signal: AbortSignal,
  run: () => Promise<T>,
): Promise<{ ok: true; value: T } | { ok: false; error: unknown; dispatched: boolean }> {
  const call: Call = { signal, dispatched: false };
  try {
    return { ok: true, value: await calls.run(call, run) };
  } catch (error) {
    return { ok: false, error, dispatched: call.dispatched };
  }
}
