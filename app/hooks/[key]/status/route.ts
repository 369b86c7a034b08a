import { refused } from '#app/hooks/read-hook.ts';
import { verifiedTwilio } from '#app/hooks/twilio-request.ts';
import { database } from '#prisma/database.ts';
import { failpoint } from '#prisma/failpoint.ts';
import { takeStatus } from '#prisma/inbound.ts';
import { smsNews } from '#temporal/hooks/intake.ts';
import { parseSmsStatus } from '#temporal/hooks/twilio-hook.ts';

/** What became of a text. Late, repeated and reordered ones do no harm: ranks only rise. */
export async function POST(
  request: Request,
  { params }: { params: Promise<{ key: string }> },
): Promise<Response> {
  const verified = await verifiedTwilio(request, (await params).key);
  if (!verified.ok) return verified.response;
  const parsed = parseSmsStatus(verified.params, new URL(request.url).search);
  if (!parsed.ok) return refused(400, parsed.reason);
  const wallMs = Date.now();
  const news = smsNews(parsed.event, wallMs);
  if (news === null) return new Response(null, { status: 204 });
  await takeStatus(database(), verified.sender, news, { wallMs });
  failpoint('hook-after-commit');
  return new Response(null, { status: 204 });
}
