import Link from 'next/link';
import { Mark } from '#components/shell/mark.tsx';

/** Over a page outside the frame: what this is, and the way in. */
export function BareBar() {
  return (
    <header className="flex h-12 items-center border-b border-line px-6 max-wide:px-4">
      <Link href="/" className="flex items-center gap-2 rounded-tag text-ui font-semibold">
        <Mark />
        Baton
      </Link>
    </header>
  );
}
