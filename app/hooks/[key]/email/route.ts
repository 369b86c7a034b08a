import { rawBody, refused } from '#app/hooks/read-hook.ts';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';
import type { Sender } from '#prisma/generated/client.ts';
import { revokeAddress, takeInbound, takeStatus } from '#prisma/inbound.ts';
import { senderByHookKey, senderCredentials } from '#prisma/senders.ts';
import type { EmailStatus, InboundEmail } from '#temporal/hooks/events.ts';
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
  if (parsed.event.kind === 'inboundEmail') await takeEmail(sender, parsed.event);
  else if (parsed.event.kind === 'emailStatus') await takeEmailStatus(sender, parsed.event);
  return new Response(null, { status: 204 });
}

async function takeEmail(sender: Sender, mail: InboundEmail): Promise<void> {
  await takeInbound(
    database(),
    sender,
    {
      channel: 'email',
      providerId: mail.emailId,
      fromAddress: mail.from,
      toAddress: mail.to[0] ?? sender.emailAddress ?? '',
      subject: mail.subject,
      body: '',
      mailId: mail.messageId,
      keyword: null,
      // The webhook has metadata only.
      bodyIsMissing: true,
    },
    { wallMs: Date.now() },
  );
}

async function takeEmailStatus(sender: Sender, news: EmailStatus): Promise<void> {
  if (news.status === 'other') return;
  const clock = { wallMs: Date.now() };
  const { bounce } = news;
  await takeStatus(
    database(),
    sender,
    {
      ours: news.tags.message === undefined ? null : { messageId: news.tags.message },
      providerId: news.emailId,
      status: news.status,
      errorCode: bounce === null ? null : `${bounce.type}/${bounce.subType}`,
      why: bounce === null ? null : 'The address does not take mail.',
    },
    clock,
  );
  // A complaint or a permanent bounce closes the address at once.
  const closes = news.status === 'complained' || bounce?.type === 'Permanent';
  if (closes)
    await revokeAddress(database(), sender, { providerId: news.emailId, basis: news.status }, clock);
}
