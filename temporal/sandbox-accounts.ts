import type { Db } from '#prisma/client.ts';
import type { Environment } from '#prisma/environment.ts';
import type { Sender } from '#prisma/generated/client.ts';
import type { SandboxClient } from './client/sandbox.ts';
import { credentialsOf } from './sender-providers.ts';

/**
 * Tells the sandbox carrier of every sandbox sender: its account, its numbers and where to report. Cheap to repeat; a
 * sender made a moment ago is known within one round.
 */
export function sandboxRegistrar(
  db: Db,
  carrier: SandboxClient,
  env: Pick<Environment, 'secret' | 'localUrl'>,
): () => Promise<void> {
  const told = new Map<string, string>();
  return async () => {
    const senders = await db.read.sender.findMany({ where: { environment: 'sandbox' } });
    for (const sender of senders) {
      const mark = `${sender.credentials}/${sender.hookKey}`;
      if (told.get(sender.id) === mark) continue;
      await register(carrier, sender, env);
      told.set(sender.id, mark);
    }
  };
}

async function register(
  carrier: SandboxClient,
  sender: Sender,
  env: Pick<Environment, 'secret' | 'localUrl'>,
): Promise<void> {
  const { twilio, resend } = credentialsOf(sender, env.secret);
  const hooks = `${env.localUrl}/hooks/${sender.hookKey}`;
  if (twilio?.number != null) {
    await carrier.putSmsAccount(twilio.accountSid, {
      authToken: twilio.authToken,
      numbers: [twilio.number],
      inboundSmsUrl: `${hooks}/sms`,
    });
  }
  if (resend !== undefined && sender.emailAddress !== null) {
    await carrier.putEmailAccount(sender.hookKey, {
      apiKey: resend.apiKey,
      domain: sender.emailAddress.split('@')[1] ?? '',
      webhookUrl: `${hooks}/email`,
      webhookSecret: resend.webhookSecret,
    });
  }
}
