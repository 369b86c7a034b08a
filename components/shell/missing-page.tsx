import Link from 'next/link';
import { PageBody } from '#components/shell/page-body.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** What `not-found` pages show. */
export function MissingPage() {
  return (
    <PageBody>
      <EmptyState
        title="There is no page here"
        className="p-0"
        action={
          <Button asChild>
            <Link href="/plays">Go to plays</Link>
          </Button>
        }
      >
        The address may be mistyped, what it showed may have been deleted, or it belongs to another workspace.
      </EmptyState>
    </PageBody>
  );
}
