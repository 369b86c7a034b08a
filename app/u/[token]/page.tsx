import { CircleCheckIcon } from 'lucide-react';
import type { Metadata } from 'next';
import { connection } from 'next/server';
import { DoorFrame } from '#app/door-frame.tsx';
import { Button } from '#components/ui/button.tsx';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';
import { subscriptionOfMessage } from '#prisma/unsubscribes.ts';
import { readUnsubscribeToken } from '#temporal/client/unsubscribe.ts';

export const metadata: Metadata = {
  title: 'Unsubscribe',
  robots: { index: false, follow: false },
  referrer: 'no-referrer',
};

/** Shows only: mail scanners follow every link, and must not unsubscribe anybody. */
export default async function UnsubscribePage({ params }: { params: Promise<{ token: string }> }) {
  await connection();
  const { token } = await params;
  const messageId = readUnsubscribeToken(decodeURIComponent(token), environment().secret);
  const subscription = messageId === null ? null : await subscriptionOfMessage(database(), messageId);
  if (subscription === null) {
    return (
      <DoorFrame
        title="This link is not complete"
        intro="Your mail program may have cut it. Answer the email with the word “unsubscribe” instead: that works as well."
      >
        {null}
      </DoorFrame>
    );
  }
  const { brand, address, isOptedOut } = subscription;
  if (isOptedOut) {
    return (
      <DoorFrame title="You are unsubscribed">
        <p className="flex gap-2 text-body text-2">
          <CircleCheckIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok" />
          <span>
            No more emails from {brand} go to {hidden(address)}. It counts from this moment.
          </span>
        </p>
      </DoorFrame>
    );
  }
  return (
    <DoorFrame
      title={`Unsubscribe from ${brand}?`}
      intro={`After this, no more emails from ${brand} go to ${hidden(address)}. Texts are not affected: answer one with STOP to end those.`}
    >
      <form method="post" action={`/u/${token}/confirm`}>
        <input type="hidden" name="from" value="page" />
        <Button type="submit" variant="primary" size="touch">
          Unsubscribe
        </Button>
      </form>
    </DoorFrame>
  );
}

/** "priya.raman@haldenfreight.com" -> "pr…@haldenfreight.com": links are forwarded, and the reader knows their own. */
function hidden(address: string): string {
  const at = address.lastIndexOf('@');
  // The joiner keeps both halves on one line.
  return `${address.slice(0, Math.min(2, at))}…\u2060${address.slice(at)}`;
}
