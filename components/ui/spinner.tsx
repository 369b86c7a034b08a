import { LoaderIcon } from 'lucide-react';
import { cn } from '#components/ui/class-names.ts';

type SpinnerProps = {
  /** What is being done ("Sending"). Shown beside the sign; the sign alone is never enough. */
  children?: React.ReactNode;
  size?: 12 | 14 | 16;
  className?: string;
};

/** The only thing that turns. It turns in steps and stands still with reduced motion, so its words carry the meaning. */
export function Spinner({ children, size = 14, className }: SpinnerProps) {
  const sign = (
    <LoaderIcon aria-hidden="true" size={size} className="shrink-0 animate-turn text-accent-text" />
  );
  if (children === undefined) return sign;
  return (
    <span role="status" className={cn('inline-flex items-center gap-1.5 text-ui text-2', className)}>
      {sign}
      {children}
    </span>
  );
}
