'use client';

import { cn } from '#components/ui/class-names.ts';
import { useFieldControl } from '#components/ui/field.tsx';

type InputProps = Omit<React.ComponentProps<'input'>, 'size'> & {
  /** 28 in bars, 32 in forms, 44 under a thumb. */
  size?: 'sm' | 'md' | 'touch';
  /** Before the words: a 16-px icon, a currency. */
  lead?: React.ReactNode;
  /** After the words: a unit, a `Kbd`, a clear button. */
  trail?: React.ReactNode;
  /** Classes of the box round the input; `className` is the input's own. */
  boxClassName?: string;
};

const heights = { sm: 'h-7', md: 'h-8', touch: 'h-11' };

/** One line of text. Inside a `Field` it needs no id. On a phone the words are 16 px, or iOS would zoom the page. */
export function Input({ size = 'md', lead, trail, boxClassName, className, ...rest }: InputProps) {
  const control = useFieldControl(rest);
  return (
    <span
      className={cn('box flex w-full min-w-0 items-center gap-2 px-2 text-ui', heights[size], boxClassName)}
    >
      {lead ? <span className="flex shrink-0 items-center text-3 [&>svg]:size-4">{lead}</span> : null}
      <input
        {...rest}
        {...control}
        className={cn(
          'h-full min-w-0 flex-1 bg-transparent text-ui text-1 outline-none disabled:text-disabled max-wide:text-head max-wide:font-normal',
          className,
        )}
      />
      {trail ? (
        <span className="flex shrink-0 items-center gap-1 text-meta text-3 [&>svg]:size-4">{trail}</span>
      ) : null}
    </span>
  );
}
