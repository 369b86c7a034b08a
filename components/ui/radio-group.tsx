'use client';

import * as Radix from 'radix-ui/radio-group';
import { useId } from 'react';
import { cn } from '#components/ui/class-names.ts';
import { useFieldControl } from '#components/ui/field.tsx';
import type { Option } from '#components/ui/option.ts';

type RadioGroupProps<Value extends string> = {
  options: readonly Option<Value>[];
  value?: Value | null;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  name?: string;
  disabled?: boolean;
  /** `list`: one below the other, with help. `grid`: cells of two columns with lines between, as in the inspector. */
  layout?: 'list' | 'grid';
  'aria-label'?: string;
  'aria-labelledby'?: string;
  className?: string;
};

/** One of a few, all in sight. Put it in a `FieldGroup`, whose legend asks the question. */
export function RadioGroup<Value extends string>({
  options,
  value,
  defaultValue,
  onValueChange,
  name,
  disabled = false,
  layout = 'list',
  className,
  ...rest
}: RadioGroupProps<Value>) {
  const base = useId();
  const control = useFieldControl();
  return (
    <Radix.Root
      {...(value === undefined ? {} : { value: value ?? '' })}
      {...(defaultValue === undefined ? {} : { defaultValue })}
      {...(onValueChange ? { onValueChange: onValueChange as (value: string) => void } : {})}
      {...(name ? { name } : {})}
      disabled={disabled}
      {...control}
      {...rest}
      className={cn(
        layout === 'grid'
          ? 'grid grid-cols-2 overflow-hidden rounded-control border border-control bg-surface'
          : 'flex flex-col gap-2',
        className,
      )}
    >
      {options.map((option) => {
        const id = `${base}-${option.value}`;
        return (
          <label
            key={option.value}
            htmlFor={id}
            className={cn(
              'flex min-w-0 gap-2',
              layout === 'grid' &&
                'min-h-8 items-center border-line px-2 py-1 not-last:border-b even:border-l nth-last-2:odd:border-b-0 has-data-[state=checked]:bg-accent-soft has-data-[state=checked]:font-medium',
            )}
          >
            <span className="flex h-5 items-center">
              <Radix.Item
                id={id}
                value={option.value}
                disabled={option.disabled ?? false}
                className="group relative touch-target flex size-4 items-center justify-center rounded-full border border-control bg-surface transition-colors disabled:border-line data-[state=checked]:border-accent data-[state=checked]:bg-accent"
              >
                <Radix.Indicator className="size-1.5 rounded-full bg-on-accent" />
              </Radix.Item>
            </span>
            <span className={cn('min-w-0 text-ui', option.disabled && 'text-disabled')}>
              {option.label}
              {option.help ? <span className="block text-meta text-3">{option.help}</span> : null}
            </span>
          </label>
        );
      })}
    </Radix.Root>
  );
}
