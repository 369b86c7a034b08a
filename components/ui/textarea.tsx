'use client';

import { cn } from '#components/ui/class-names.ts';
import { useFieldControl } from '#components/ui/field.tsx';

/** Several lines, set as prose (14/20), growing with what is written where the browser can (`field-sizing`). */
export function Textarea({ className, rows = 3, ...rest }: React.ComponentProps<'textarea'>) {
  const control = useFieldControl(rest);
  return (
    <textarea
      rows={rows}
      {...rest}
      {...control}
      className={cn(
        'box field-sizing-content w-full min-w-0 resize-y px-2.5 py-2 text-body text-1 max-wide:text-head max-wide:font-normal',
        className,
      )}
    />
  );
}
