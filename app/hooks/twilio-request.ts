import { rawBody, refused } from '#app/hooks/read-hook.ts';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';
import type { Sender } from '#prisma/generated/client.ts';
import { senderByHookKey, senderCredentials } from '#prisma/senders.ts';
import { type FormParams, verifyTwilio } from '#temporal/hooks/twilio-hook.ts';

type Verified = { ok: true; sender: Sender; params: FormParams } | { ok: false; response: Response };

/** Finds the sender that a webhook belongs to and checks the signature with that sender's own token. */
export async function verifiedTwilio(request: Request, key: string): Promise<Verified> {
  const env = environment();
  const sender = await senderByHookKey(database(), key);
  if (sender === null) return { ok: false, response: refused(404, 'No sender has this address.') };
  const body = await rawBody(request);
  if (body === null) return { ok: false, response: refused(413, 'Too large.') };
  const credentials = senderCredentials(sender, env.secret);
  const baseUrl = sender.environment === 'real' ? env.publicUrl : env.localUrl;
  if (credentials.twilio === undefined || baseUrl === null) {
    return { ok: false, response: refused(404, 'This sender takes no texts.') };
  }
  const url = new URL(request.url);
  const verified = verifyTwilio(credentials.twilio.authToken, {
    signature: request.headers.get('x-twilio-signature'),
    baseUrl,
    path: url.pathname,
    search: url.search,
    contentType: request.headers.get('content-type'),
    rawBody: body,
  });
  if (!verified.ok) return { ok: false, response: refused(verified.refusal.status, verified.refusal.reason) };
  return { ok: true, sender, params: verified.params };
}
