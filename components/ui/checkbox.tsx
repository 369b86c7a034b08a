'use client';

import { CheckIcon, MinusIcon } from 'lucide-react';
import * as Radix from 'radix-ui/checkbox';
import { useId } from 'react';
import { cn } from '#components/ui/class-names.ts';
import { useFieldControl } from '#components/ui/field.tsx';

type CheckboxProps = Omit<React.ComponentProps<typeof Radix.Root>, 'asChild' | 'children'> & {
  /** Words beside the box; they toggle it too. Without them give an `aria-label`. */
  label?: React.ReactNode;
  /** A quiet second line under the label. */
  help?: React.ReactNode;
};

export function Checkbox({ label, help, className, ...rest }: CheckboxProps) {
  const fallback = useId();
  const control = useFieldControl(rest);
  const id = control.id ?? fallback;
  const box = (
    <Radix.Root
      {...rest}
      {...control}
      id={id}
      {...(help ? { 'aria-describedby': `${id}-help` } : {})}
      className={cn(
        'group relative touch-target flex size-4 shrink-0 items-center justify-center rounded-tag border border-control bg-surface text-on-accent transition-colors',
        'data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent',
        'aria-invalid:border-late disabled:border-line disabled:bg-transparent disabled:text-disabled',
        !label && className,
      )}
    >
      <Radix.Indicator>
        <MinusIcon
          aria-hidden="true"
          strokeWidth={3}
          className="hidden size-3 group-data-[state=indeterminate]:block"
        />
        <CheckIcon
          aria-hidden="true"
          strokeWidth={3}
          className="size-3 group-data-[state=indeterminate]:hidden"
        />
      </Radix.Indicator>
    </Radix.Root>
  );
  if (!label) return box;
  return (
    <div className={cn('flex gap-2', className)}>
      <span className="flex h-5 items-center">{box}</span>
      <span className="min-w-0">
        <label htmlFor={id} className={cn('block text-ui text-1', rest.disabled && 'text-disabled')}>
          {label}
        </label>
        {help ? (
          <span id={`${id}-help`} className="block text-meta text-3">
            {help}
          </span>
        ) : null}
      </span>
    </div>
  );
}
