import { cn } from '#components/ui/class-names.ts';

type ProgressProps = {
  /** What is going on: "Importing leads.csv". Read out. */
  label: string;
  done: number;
  /** undefined: not known yet; the bar stays empty and the words tell what is known. */
  total: number | undefined;
  tone?: 'accent' | 'ok';
  /** "320 of 500" is drawn beside the label; false leaves the bar alone. */
  words?: boolean;
  className?: string;
};

/** How much of a slow thing is done, in numbers as well as length. */
export function Progress({ label, done, total, tone = 'accent', words = true, className }: ProgressProps) {
  const share = total ? Math.min(1, done / total) : 0;
  const told = total === undefined ? `${done} so far` : `${done} of ${total}`;
  return (
    <div className={className}>
      {words ? (
        <div className="mb-1.5 flex justify-between gap-2 text-meta">
          <span className="min-w-0 truncate font-medium text-2">{label}</span>
          <span className="shrink-0 text-3 tabular-nums">{told}</span>
        </div>
      ) : null}
      <div
        role="progressbar"
        aria-label={label}
        aria-valuetext={told}
        {...(total === undefined
          ? {}
          : { 'aria-valuemin': 0, 'aria-valuemax': total, 'aria-valuenow': done })}
        className="h-1 overflow-hidden rounded-full bg-active"
      >
        <div
          className={cn('h-full rounded-full transition-[width]', tone === 'ok' ? 'bg-ok' : 'bg-accent')}
          style={{ width: `${share * 100}%` }}
        />
      </div>
    </div>
  );
}
