import { ChevronLeftIcon, ChevronRightIcon } from 'lucide-react';
import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';

type PagerProps = {
  /** How many rows this page shows. */
  shown: number;
  /** How many there are altogether, if that was counted. */
  total?: number | undefined;
  /** What they are: "leads". */
  noun: string;
  /** Addresses with the cursor of the page before and after; null at the ends. */
  previous: string | null;
  next: string | null;
  className?: string;
};

/** Forward and back by cursor: rows that come in meanwhile neither repeat nor go missing. Nothing to turn: nothing is drawn but the count. */
export function Pager({ shown, total, noun, previous, next, className }: PagerProps) {
  const count =
    total === undefined
      ? `${shown.toLocaleString('en')} ${noun}`
      : `${shown.toLocaleString('en')} of ${total.toLocaleString('en')} ${noun}`;
  return (
    <nav
      aria-label="Pages"
      className={cn(
        'flex h-10 shrink-0 items-center gap-1 border-t border-line px-(--gutter) text-meta text-3',
        className,
      )}
    >
      <span className="flex-1 tabular-nums">{count}</span>
      {previous || next ? (
        <>
          <Turn href={previous} label="Page before" icon={<ChevronLeftIcon aria-hidden="true" />} />
          <Turn href={next} label="Next page" icon={<ChevronRightIcon aria-hidden="true" />} />
        </>
      ) : null}
    </nav>
  );
}

function Turn({ href, label, icon }: { href: string | null; label: string; icon: React.ReactNode }) {
  if (href === null) {
    return (
      <Button variant="ghost" size="sm" icon disabled aria-label={label}>
        {icon}
      </Button>
    );
  }
  return (
    <Button variant="ghost" size="sm" icon asChild aria-label={label}>
      <Link href={href}>{icon}</Link>
    </Button>
  );
}
