import { refused } from '#app/hooks/read-hook.ts';
import { verifiedTwilio } from '#app/hooks/twilio-request.ts';
import { database } from '#prisma/database.ts';
import { failpoint } from '#prisma/failpoint.ts';
import { takeInbound } from '#prisma/inbound.ts';
import { incomingSms } from '#temporal/hooks/intake.ts';
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
  await takeInbound(database(), verified.sender, incomingSms(parsed.event), { wallMs: Date.now() });
  failpoint('hook-after-commit');
  // Plain text would be sent to the lead as a message.
  return new Response('<?xml version="1.0" encoding="UTF-8"?><Response/>', {
    headers: { 'content-type': 'text/xml' },
  });
}
