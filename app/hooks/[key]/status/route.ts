import { refused } from '#app/hooks/read-hook.ts';
import { verifiedTwilio } from '#app/hooks/twilio-request.ts';
import { database } from '#prisma/database.ts';
import { takeStatus } from '#prisma/inbound.ts';
import { rankOf } from '#temporal/hooks/status.ts';
import { parseSmsStatus } from '#temporal/hooks/twilio-hook.ts';
import { meaningOfTwilioCode } from '#temporal/providers/twilio-codes.ts';

/** What became of a text. Late, repeated and reordered ones do no harm: ranks only rise. */
export async function POST(request: Request, { params }: { params: Promise<{ key: string }> }): Promise<Response> {
  const verified = await verifiedTwilio(request, (await params).key);
  if (!verified.ok) return verified.response;
  const parsed = parseSmsStatus(verified.params, new URL(request.url).search);
  if (!parsed.ok) return refused(400, parsed.reason);
  const news = parsed.event;
  if (news.status === 'other') return new Response(null, { status: 204 });
  await takeStatus(
    database(),
    verified.sender,
    {
      sendKey: news.sendKey,
      providerId: news.providerId,
      status: news.status,
      rank: rankOf('sms', news.status),
      errorCode: news.errorCode === null ? null : String(news.errorCode),
      why: news.errorCode === null ? null : meaningOfTwilioCode(news.errorCode).sentence,
    },
    { wallMs: Date.now() },
  );
  return new Response(null, { status: 204 });
}
