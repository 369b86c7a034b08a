import { refused } from '#app/hooks/read-hook.ts';
import { verifiedTwilio } from '#app/hooks/twilio-request.ts';
import { database } from '#prisma/database.ts';
import { failpoint } from '#prisma/failpoint.ts';
import { takeStatus } from '#prisma/inbound.ts';
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
  const news = parsed.event;
  if (news.status === 'other') return new Response(null, { status: 204 });
  await takeStatus(
    database(),
    verified.sender,
    {
      ours: news.sendKey === null ? null : { sendKey: news.sendKey },
      providerId: news.providerId,
      status: news.status,
      errorCode: news.errorCode === null ? null : String(news.errorCode),
      why: news.meaning?.sentence ?? null,
    },
    { wallMs: Date.now() },
  );
  failpoint('hook-after-commit');
  return new Response(null, { status: 204 });
}
