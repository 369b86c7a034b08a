import type { Db } from '#prisma/client.ts';
import type { Environment } from '#prisma/environment.ts';
import type { Sender } from '#prisma/generated/client.ts';
import type { SandboxClient } from './client/sandbox.ts';
import type { SenderCredentials } from './providers/credentials.ts';
import { credentialsOf, TWILIO_COMES_AGAIN } from './sender-providers.ts';

/**
 * Tells the sandbox carrier of every sandbox sender: its account, its numbers and where to report. Cheap to repeat; a
 * sender made a moment ago is known within one round, and one that the carrier has forgotten (its file was removed, or
 * it was reset) is told again.
 */
export function sandboxRegistrar(
  db: Db,
  carrier: SandboxClient,
  env: Pick<Environment, 'secret' | 'localUrl'>,
): () => Promise<void> {
  const told = new Map<string, string>();
  return async () => {
    const senders = await db.read.sender.findMany({ where: { environment: 'sandbox' } });
    if (senders.length === 0) return;
    const known = await carrier.accounts();
    const sids = new Set(known.sms.map((account) => account.sid));
    const keys = new Set(known.email.map((account) => account.key));
    for (const sender of senders) {
      const mark = `${sender.credentials}/${sender.hookKey}`;
      const credentials = credentialsOf(sender, env.secret);
      const isKnown =
        (!hasTexts(credentials) || sids.has(credentials.twilio?.accountSid ?? '')) &&
        (!hasMail(credentials, sender) || keys.has(sender.hookKey));
      if (isKnown && told.get(sender.id) === mark) continue;
      await register(carrier, sender, credentials, env);
      told.set(sender.id, mark);
    }
  };
}

function hasTexts({ twilio }: SenderCredentials): boolean {
  return twilio?.number != null;
}

function hasMail({ resend }: SenderCredentials, sender: Sender): boolean {
  return resend !== undefined && sender.emailAddress !== null;
}

async function register(
  carrier: SandboxClient,
  sender: Sender,
  { twilio, resend }: SenderCredentials,
  env: Pick<Environment, 'localUrl'>,
): Promise<void> {
  const hooks = `${env.localUrl}/hooks/${sender.hookKey}`;
  if (twilio?.number != null) {
    await carrier.putSmsAccount(twilio.accountSid, {
      authToken: twilio.authToken,
      numbers: [twilio.number],
      inboundSmsUrl: `${hooks}/sms${TWILIO_COMES_AGAIN}`,
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
