import type { Environment } from '#prisma/environment.ts';
import type { Message, Sender } from '#prisma/generated/client.ts';
import { open } from '#prisma/secrets.ts';
import { type Providers, providerPool } from './providers/connect.ts';
import { type SenderCredentials, senderCredentialsSchema } from './providers/credentials.ts';

export type ProvidersOf = (sender: Sender) => Providers;

/** The clients of a sender, by its own sealed credentials. */
export function senderProviders(env: Pick<Environment, 'secret' | 'carrierUrl'>): ProvidersOf {
  const pool = providerPool({ carrierUrl: env.carrierUrl });
  return (sender) => pool(credentialsOf(sender, env.secret));
}

export function credentialsOf(sender: Pick<Sender, 'credentials'>, secret: Uint8Array): SenderCredentials {
  return senderCredentialsSchema.parse(JSON.parse(open(sender.credentials, secret)));
}

/** Where a provider reports what became of a message. Our key rides on it, so that it comes back even when the answer is lost. */
export function callbackUrl(
  env: Pick<Environment, 'localUrl' | 'publicUrl'>,
): (sender: Sender, message: Message) => string | null {
  return (sender, message) => {
    const base = sender.environment === 'real' ? env.publicUrl : env.localUrl;
    if (base === null || message.sendKey === null) return null;
    return `${base}/hooks/${sender.hookKey}/status?sk=${encodeURIComponent(message.sendKey)}`;
  };
}
