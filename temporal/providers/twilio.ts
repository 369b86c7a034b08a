import twilio from 'twilio';
import { carrierKeyword } from '#temporal/hooks/carrier-keyword.ts';
import type { InboundSms } from '#temporal/hooks/events.ts';
import { environmentProblem, type SenderCredentials } from '#temporal/providers/credentials.ts';
import {
  ProviderUnavailable,
  type SendOutcome,
  type SmsLook,
  type SmsProvider,
  type SmsState,
  type SmsToSend,
} from '#temporal/providers/provider.ts';
import { loopbackOrigin, within } from '#temporal/providers/transport.ts';
import { GuardedClient, TwilioRefusal, TwilioSilence, underCall } from '#temporal/providers/twilio-client.ts';
import { meaningOfTwilioCode } from '#temporal/providers/twilio-codes.ts';
import { isSmsStatus } from '#workflows/message/delivery-status.ts';

const SEND_TIMEOUT_MS = 12_000;
const READ_TIMEOUT_MS = 10_000;
/** Their clock may be behind ours by this much when we look for a message by time. */
const CLOCK_SKEW_MS = 60_000;
/** A limit of the account or the carrier does not lift within seconds. */
const LIMIT_WAIT_MS = 3_600_000;
const LOOK_AT_MOST = 200;
const DAY_MS = 24 * 3_600_000;
/** After an outage there is much to hear; the newest come first. */
const HEARD_AT_MOST = 20_000;
const PAGE_SIZE = 1000;
const TRIAL_PREFIX = 'Sent from your Twilio trial account - ';

export interface TwilioOptions {
  /** Where the sandbox carrier listens; used by sandbox senders alone. */
  carrierUrl: string;
  sendTimeoutMs?: number;
}

/** Twilio's Messages through the real SDK; a sandbox sender's requests go to the carrier on this machine. */
export class TwilioSms implements SmsProvider {
  private readonly client: ReturnType<typeof twilio>;
  private readonly accountSid: string;
  private readonly sendTimeoutMs: number;

  /** Throws when the credentials are not of the sender's environment: they could reach the wrong world. */
  constructor(credentials: SenderCredentials, options: TwilioOptions) {
    const problem = environmentProblem(credentials);
    if (problem !== null) throw new Error(problem);
    if (!credentials.twilio) throw new Error('This sender has no Twilio account.');
    const { accountSid, authToken } = credentials.twilio;
    const carrier = credentials.environment === 'sandbox' ? loopbackOrigin(options.carrierUrl) : null;
    this.accountSid = accountSid;
    this.sendTimeoutMs = options.sendTimeoutMs ?? SEND_TIMEOUT_MS;
    this.client = twilio(accountSid, authToken, {
      httpClient: new GuardedClient(carrier, this.sendTimeoutMs),
    });
  }

  async send(sms: SmsToSend, signal: AbortSignal): Promise<SendOutcome> {
    if (signal.aborted) return { kind: 'notProcessed', code: 'aborted', retryAfterMs: null };
    const from = sms.from.startsWith('MG') ? { messagingServiceSid: sms.from } : { from: sms.from };
    const sent = await underCall(within(signal, this.sendTimeoutMs), () =>
      this.client.messages.create({
        to: sms.to,
        ...from,
        body: sms.body,
        ...(sms.statusCallbackUrl ? { statusCallback: sms.statusCallbackUrl } : {}),
        validityPeriod: sms.validityPeriodS,
      }),
    );
    if (sent.ok) {
      const { sid } = sent.value;
      // 2xx without an id: something between us and Twilio answered in its place.
      if (!sid) return { kind: 'inDoubt', reason: 'the answer had no message id' };
      return { kind: 'accepted', providerId: sid, atMs: Date.now() };
    }
    return outcomeOf(sent.error, sent.dispatched);
  }

  /**
   * By number and text, not by `DateSent`: that filter leaves out what is still queued, which is exactly what is
   * looked for. The earliest match since then is the one.
   */
  async find(look: SmsLook, signal: AbortSignal): Promise<SmsState | null> {
    const service = look.from.startsWith('MG');
    const found = await this.read(signal, () =>
      this.client.messages.list({
        to: look.to,
        ...(service ? {} : { from: look.from }),
        limit: LOOK_AT_MOST,
        pageSize: LOOK_AT_MOST,
      }),
    );
    // Provider dates have whole seconds.
    const earliestMs = Math.floor(look.sinceMs / 1000) * 1000 - CLOCK_SKEW_MS;
    const match = (found ?? [])
      .filter((message) => message.direction === 'outbound-api')
      .filter((message) => !service || message.messagingServiceSid === look.from)
      .filter((message) => sameText(message.body, look.body))
      .filter((message) => !look.exceptProviderIds?.includes(message.sid))
      .filter((message) => message.dateCreated.getTime() >= earliestMs)
      .sort((a, b) => a.dateCreated.getTime() - b.dateCreated.getTime())[0];
    return match ? stateOf(match) : null;
  }

  async fetch(providerId: string, signal: AbortSignal): Promise<SmsState | null> {
    const message = await this.read(signal, () => this.client.messages(providerId).fetch());
    return message ? stateOf(message) : null;
  }

  async listSent(since: { from: string; sinceMs: number }, signal: AbortSignal): Promise<SmsState[]> {
    const service = since.from.startsWith('MG');
    const found = await this.read(signal, () =>
      this.client.messages.list({
        ...(service ? {} : { from: since.from }),
        ...sentSince(since.sinceMs),
      }),
    );
    return (found ?? [])
      .filter((message) => message.direction.startsWith('outbound'))
      .filter((message) => !service || message.messagingServiceSid === since.from)
      .map(stateOf);
  }

  async listInbound(since: { to: string; sinceMs: number }, signal: AbortSignal): Promise<InboundSms[]> {
    const service = since.to.startsWith('MG');
    const found = await this.read(signal, () =>
      this.client.messages.list({ ...(service ? {} : { to: since.to }), ...sentSince(since.sinceMs) }),
    );
    // Newest first, and times have whole seconds: what came in one of them keeps its order.
    return (found ?? [])
      .toReversed()
      .filter((message) => !service || message.messagingServiceSid === since.to)
      .filter((message) => message.direction === 'inbound')
      .map(
        (message): InboundSms => ({
          kind: 'inboundSms',
          providerId: message.sid,
          accountSid: this.accountSid,
          from: message.from,
          to: message.to,
          body: message.body ?? '',
          mediaUrls: [],
          messagingServiceSid: message.messagingServiceSid ?? null,
          keyword: carrierKeyword(message.body ?? ''),
          atMs: message.dateCreated.getTime(),
        }),
      )
      .filter((message) => (message.atMs ?? 0) >= Math.floor(since.sinceMs / 1000) * 1000)
      .sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
  }

  /** Null when Twilio says there is no such thing; throws ProviderUnavailable when it cannot be asked. */
  private async read<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T | null> {
    const answer = await underCall(within(signal, READ_TIMEOUT_MS), run);
    if (answer.ok) return answer.value;
    const { error } = answer;
    if (error instanceof TwilioRefusal) {
      if (error.status === 404) return null;
      throw new ProviderUnavailable('Twilio', String(error.code ?? error.status), error.retryAfterMs);
    }
    if (error instanceof TwilioSilence) throw new ProviderUnavailable('Twilio', error.failure.code);
    // A page that is not what the API documents: nothing of it is passed on.
    throw new ProviderUnavailable('Twilio', 'unreadableAnswer');
  }
}

/** The filter counts whole days in GMT. */
function sentSince(sinceMs: number): { dateSentAfter: Date; limit: number; pageSize: number } {
  return { dateSentAfter: new Date(sinceMs - DAY_MS), limit: HEARD_AT_MOST, pageSize: PAGE_SIZE };
}

/** The one place where an SDK failure becomes an outcome; see the table in this room's README. */
function outcomeOf(error: unknown, dispatched: boolean): SendOutcome {
  if (error instanceof TwilioRefusal) return refused(error);
  if (error instanceof TwilioSilence) {
    const { untouched, code } = error.failure;
    return untouched ? { kind: 'notProcessed', code, retryAfterMs: null } : { kind: 'inDoubt', reason: code };
  }
  if (dispatched) return { kind: 'inDoubt', reason: 'unreadableAnswer' };
  return {
    kind: 'rejected',
    code: 'request',
    class: 'bug',
    sentence: 'The message could not be put into a request to Twilio. This is a fault of Baton.',
  };
}

function refused({ status, code, retryAfterMs }: TwilioRefusal): SendOutcome {
  // "Never processed and always safe to retry" (docs, error 20429). A daily limit (63038) comes as 429 too, without a time.
  if (status === 429) {
    const limited = code !== null && meaningOfTwilioCode(code).class === 'hold';
    return {
      kind: 'notProcessed',
      code: String(code ?? status),
      retryAfterMs: retryAfterMs ?? (limited ? LIMIT_WAIT_MS : null),
    };
  }
  if (status >= 500 || status === 408) return { kind: 'inDoubt', reason: `HTTP ${status}` };
  if (status === 401 || status === 402 || code === null) {
    const known = code === null ? null : meaningOfTwilioCode(code);
    if (status === 401 || status === 402 || status === 403) {
      return {
        kind: 'senderDown',
        code: String(code ?? status),
        sentence: known?.class === 'senderDown' ? known.sentence : meaningOfTwilioCode(20003).sentence,
      };
    }
    return {
      kind: 'rejected',
      code: `HTTP ${status}`,
      class: 'soft',
      sentence: `Twilio refused the message (HTTP ${status}) without saying why. It was not sent.`,
    };
  }
  const meaning = meaningOfTwilioCode(code);
  return meaning.class === 'senderDown'
    ? { kind: 'senderDown', code: String(code), sentence: meaning.sentence }
    : { kind: 'rejected', code: String(code), class: meaning.class, sentence: meaning.sentence };
}

function stateOf(message: { sid: string; status: string; errorCode: number | null }): SmsState {
  const { sid, status, errorCode } = message;
  return {
    providerId: sid,
    status: isSmsStatus(status) ? status : 'other',
    rawStatus: status,
    errorCode: errorCode === null || Number.isNaN(errorCode) ? null : errorCode,
  };
}

/** Trailing blanks may be lost on the way, and trial accounts put a sentence in front. */
function sameText(theirs: string | null, ours: string): boolean {
  const text = (theirs ?? '').trim();
  return text === ours.trim() || text === (TRIAL_PREFIX + ours).trim();
}
