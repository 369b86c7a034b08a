import { cn } from '#components/ui/class-names.ts';

type EmptyStateProps = {
  /** What there is none of, as a sentence: "No leads wait for you". */
  title: string;
  /** What this place is for, and what will appear here. */
  children: React.ReactNode;
  /** The one button that fills it. */
  action?: React.ReactNode;
  className?: string;
};

/** An empty page says what it is for. Set flush left, as everything else in the panel. */
export function EmptyState({ title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cn('flex max-w-120 flex-col items-start gap-2 p-4', className)}>
      <h2 className="text-body font-semibold">{title}</h2>
      <div className="text-ui text-2">{children}</div>
      {action ? <div className="mt-1">{action}</div> : null}
    </div>
  );
}
