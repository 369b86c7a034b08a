import { rawBody, refused } from '#app/hooks/read-hook.ts';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';
import { takeInbound, takeStatus } from '#prisma/inbound.ts';
import { senderByHookKey, senderCredentials } from '#prisma/senders.ts';
import { emailNews, incomingEmail } from '#temporal/hooks/intake.ts';
import { parseResend, verifyResend } from '#temporal/hooks/resend-hook.ts';

/** What Resend tells us: an email came in, or what became of one of ours. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ key: string }> },
): Promise<Response> {
  const sender = await senderByHookKey(database(), (await params).key);
  if (sender === null) return refused(404, 'No sender has this address.');
  const body = await rawBody(request);
  if (body === null) return refused(413, 'Too large.');
  const credentials = senderCredentials(sender, environment().secret);
  if (credentials.resend === undefined) return refused(404, 'This sender takes no email.');
  const verified = verifyResend(credentials.resend.webhookSecret, {
    id: request.headers.get('svix-id'),
    timestamp: request.headers.get('svix-timestamp'),
    signature: request.headers.get('svix-signature'),
    rawBody: body,
  });
  if (!verified.ok) return refused(verified.refusal.status, verified.refusal.reason);
  const parsed = parseResend(verified.eventId, verified.payload);
  if (!parsed.ok) return refused(400, parsed.reason);
  const { event } = parsed;
  const clock = { wallMs: Date.now() };
  if (event.kind === 'inboundEmail')
    await takeInbound(database(), sender, incomingEmail(event, sender), clock);
  const news = event.kind === 'emailStatus' ? emailNews(event) : null;
  if (news !== null) await takeStatus(database(), sender, news, clock);
  return new Response(null, { status: 204 });
}
