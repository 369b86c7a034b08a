'use client';

import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import { ErrorPanel } from '#components/ui/error-panel.tsx';

/** A page that could not be drawn. The work itself goes on: plays run in Temporal, not here. */
export default function PageError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main id="main" tabIndex={-1} className="p-6 outline-none">
      <ErrorPanel
        what="This page could not be shown"
        kept="Nothing was lost: plays keep running and every reply is kept while this page is down."
        todo="Try again. If it fails twice, open the operations page or pass the reference on to the person who runs Baton."
        reference={error.digest}
        actions={
          <>
            <Button onClick={reset}>Try again</Button>
            <Button asChild variant="ghost">
              <Link href="/settings/operations">Operations</Link>
            </Button>
          </>
        }
      />
    </main>
  );
}
