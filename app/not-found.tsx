import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

export default function NotFound() {
  return (
    <main id="main" tabIndex={-1} className="p-2 outline-none">
      <EmptyState
        title="There is no page here"
        action={
          <Button asChild>
            <Link href="/plays">Go to plays</Link>
          </Button>
        }
      >
        The address may be mistyped, what it showed may have been deleted, or it belongs to another workspace.
      </EmptyState>
    </main>
  );
}
