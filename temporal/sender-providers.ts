import type { Environment } from '#prisma/environment.ts';
import type { Message, Sender } from '#prisma/generated/client.ts';
import { open } from '#prisma/secrets.ts';
import { replyAddress, replyTokenOf } from './hooks/email-address.ts';
import { type Providers, providerPool } from './providers/connect.ts';
import { inboundDomain, type SenderCredentials, senderCredentialsSchema } from './providers/credentials.ts';

export type ProvidersOf = (sender: Sender) => Providers;

/** The clients of a sender, by its own sealed credentials. */
export function senderProviders(env: Pick<Environment, 'secret' | 'carrierUrl'>): ProvidersOf {
  const pool = providerPool({ carrierUrl: env.carrierUrl });
  return (sender) => pool(credentialsOf(sender, env.secret));
}

export function credentialsOf(sender: Pick<Sender, 'credentials'>, secret: Uint8Array): SenderCredentials {
  return senderCredentialsSchema.parse(JSON.parse(open(sender.credentials, secret)));
}

/** Where an answer to this email goes, so that it finds its lead; null: to the address the email comes from. */
export function replyToOf(sender: Sender, message: Pick<Message, 'id'>, secret: Uint8Array): string | null {
  const domain = inboundDomain(credentialsOf(sender, secret), sender);
  const token = replyTokenOf(message.id);
  return domain === null || token === null ? null : replyAddress(token, domain);
}

/**
 * Behind a webhook address, for Twilio alone: come again up to five times, within its 15 seconds, also when nobody
 * answered or a 5xx did; by default it does so once, and only when it could not connect. Neither sent nor signed.
 * twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
export const TWILIO_COMES_AGAIN = '#rc=5&rp=ct,rt,5xx';

/** Where a provider reports what became of a message. Our key rides on it, so that it comes back even when the answer is lost. */
export function callbackUrl(
  env: Pick<Environment, 'localUrl' | 'publicUrl'>,
): (sender: Sender, message: Message) => string | null {
  return (sender, message) => {
    const base = sender.environment === 'real' ? env.publicUrl : env.localUrl;
    if (base === null || message.sendKey === null) return null;
    return `${base}/hooks/${sender.hookKey}/status?sk=${encodeURIComponent(message.sendKey)}${TWILIO_COMES_AGAIN}`;
  };
}
