import { createHash } from 'node:crypto';
import type { SenderCredentials } from '#temporal/providers/credentials.ts';
import type { EmailProvider, SmsProvider } from '#temporal/providers/provider.ts';
import { ResendEmail } from '#temporal/providers/resend.ts';
import { TwilioSms } from '#temporal/providers/twilio.ts';

export interface Providers {
  /** Null when the sender has no account for that channel. */
  sms: SmsProvider | null;
  email: EmailProvider | null;
}

export interface ProviderOptions {
  /** Where the sandbox carrier listens. Sandbox senders reach nothing else, real senders never reach it. */
  carrierUrl: string;
  smsTimeoutMs?: number;
  emailTimeoutMs?: number;
}

/** The clients of one sender. Throws when its credentials are not of its environment. */
export function connectProviders(credentials: SenderCredentials, options: ProviderOptions): Providers {
  const { carrierUrl, smsTimeoutMs, emailTimeoutMs } = options;
  return {
    sms: credentials.twilio ? new TwilioSms(credentials, { carrierUrl, sendTimeoutMs: smsTimeoutMs }) : null,
    email: credentials.resend
      ? new ResendEmail(credentials, { carrierUrl, sendTimeoutMs: emailTimeoutMs })
      : null,
  };
}

const KEPT_AT_MOST = 200;

/** Keeps clients, so that their connections are kept too; changed credentials get a new one. */
export function providerPool(options: ProviderOptions): (credentials: SenderCredentials) => Providers {
  const kept = new Map<string, Providers>();
  return (credentials) => {
    const key = createHash('sha256').update(JSON.stringify(credentials)).digest('base64');
    const found = kept.get(key) ?? connectProviders(credentials, options);
    kept.delete(key);
    kept.set(key, found);
    if (kept.size > KEPT_AT_MOST) {
      const oldest = kept.keys().next().value;
      if (oldest !== undefined) kept.delete(oldest);
    }
    return found;
  };
}
