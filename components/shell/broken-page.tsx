'use client';

import Link from 'next/link';
import { PageBody } from '#components/shell/page-body.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorPanel } from '#components/ui/error-panel.tsx';

/** As Next hands it to an error boundary. The digest is the reference under which the server logged it. */
export type BrokenPageProps = { error: Error & { digest?: string }; reset: () => void };

/** What error boundaries show. The work itself goes on: plays run in Temporal, not in the page. */
export function BrokenPage({ error, reset }: BrokenPageProps) {
  return (
    <PageBody>
      <ErrorPanel
        what="This page could not be shown"
        kept="Nothing was lost: plays keep running and every reply is kept while this page is down."
        todo="Try again. If it fails twice, look at Operations, or pass the reference on to the person who runs Baton."
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
    </PageBody>
  );
}
