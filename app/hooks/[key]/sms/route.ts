import { refused } from '#app/hooks/read-hook.ts';
import { verifiedTwilio } from '#app/hooks/twilio-request.ts';
import { database } from '#prisma/database.ts';
import { failpoint } from '#prisma/failpoint.ts';
import { takeInbound } from '#prisma/inbound.ts';
import { parseInboundSms } from '#temporal/hooks/twilio-hook.ts';

/** A text from a lead. Committed before it is answered; Twilio tries again only when it cannot connect. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ key: string }> },
): Promise<Response> {
  const verified = await verifiedTwilio(request, (await params).key);
  if (!verified.ok) return verified.response;
  const parsed = parseInboundSms(verified.params);
  if (!parsed.ok) return refused(400, parsed.reason);
  const sms = parsed.event;
  await takeInbound(
    database(),
    verified.sender,
    {
      channel: 'sms',
      providerId: sms.providerId,
      fromAddress: sms.from,
      toAddress: sms.to,
      subject: null,
      body: sms.body,
      mailId: null,
      keyword: sms.keyword,
      bodyIsMissing: false,
    },
    { wallMs: Date.now() },
  );
  failpoint('hook-after-commit');
  // Plain text would be sent to the lead as a message.
  return new Response('<?xml version="1.0" encoding="UTF-8"?><Response/>', {
    headers: { 'content-type': 'text/xml' },
  });
}
