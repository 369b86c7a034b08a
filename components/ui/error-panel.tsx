import { CircleAlertIcon } from 'lucide-react';
import { cn } from '#components/ui/class-names.ts';

type ErrorPanelProps = {
  /** What happened: "The leads could not be read". */
  what: React.ReactNode;
  /** What was kept: "Nothing was changed." */
  kept?: React.ReactNode;
  /** What to do, in words, and a button or link for it. */
  todo?: React.ReactNode;
  actions?: React.ReactNode;
  /** A reference for the log or for support. */
  reference?: string | undefined;
  className?: string;
};

/** A failure in three sentences: what happened, what was kept, what to do. */
export function ErrorPanel({ what, kept, todo, actions, reference, className }: ErrorPanelProps) {
  return (
    <div
      role="alert"
      className={cn('flex max-w-160 gap-2 rounded-card border border-line bg-surface p-4', className)}
    >
      <CircleAlertIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-late" />
      <div className="min-w-0 flex-1">
        <p className="text-body font-semibold text-1">{what}</p>
        {kept ? <p className="mt-1 text-ui text-2">{kept}</p> : null}
        {todo ? <p className="mt-1 text-ui text-2">{todo}</p> : null}
        {actions ? <div className="mt-3 flex flex-wrap gap-2">{actions}</div> : null}
        {reference ? <p className="mt-3 text-meta break-all text-3">Reference {reference}</p> : null}
      </div>
    </div>
  );
}
