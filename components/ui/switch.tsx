'use client';

import * as Radix from 'radix-ui/switch';
import { useId } from 'react';
import { cn } from '#components/ui/class-names.ts';
import { useFieldControl } from '#components/ui/field.tsx';

type SwitchProps = Omit<React.ComponentProps<typeof Radix.Root>, 'asChild' | 'children'> & {
  /** Words at the left; they switch it too. Without them give an `aria-label`. */
  label?: React.ReactNode;
  help?: React.ReactNode;
};

/** On or off, at once, without a "save". Inside a form that is saved, use `Checkbox`. */
export function Switch({ label, help, className, ...rest }: SwitchProps) {
  const fallback = useId();
  const control = useFieldControl(rest);
  const id = control.id ?? fallback;
  const handle = (
    <Radix.Root
      {...rest}
      {...control}
      id={id}
      {...(help ? { 'aria-describedby': `${id}-help` } : {})}
      className={cn(
        'relative touch-target flex h-4.5 w-8 shrink-0 items-center rounded-full border border-control bg-control px-px transition-colors',
        'data-[state=checked]:border-accent data-[state=checked]:bg-accent disabled:border-line disabled:bg-active',
        !label && className,
      )}
    >
      <Radix.Thumb className="size-3.5 rounded-full bg-on-accent transition-transform data-[state=checked]:translate-x-3.5" />
    </Radix.Root>
  );
  if (!label) return handle;
  return (
    <div className={cn('flex items-start justify-between gap-4', className)}>
      <span className="min-w-0">
        <label htmlFor={id} className="block text-ui text-1">
          {label}
        </label>
        {help ? (
          <span id={`${id}-help`} className="block text-meta text-3">
            {help}
          </span>
        ) : null}
      </span>
      <span className="flex h-5 items-center">{handle}</span>
    </div>
  );
}
