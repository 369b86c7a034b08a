'use client';

import { CheckIcon, ChevronsUpDownIcon } from 'lucide-react';
import * as Radix from 'radix-ui/select';
import { useState } from 'react';
import { cn } from '#components/ui/class-names.ts';
import { useFieldControl } from '#components/ui/field.tsx';
import { isGrouped, type Option, type OptionGroup } from '#components/ui/option.ts';

type SelectProps<Value extends string> = {
  options: readonly Option<Value>[] | readonly OptionGroup<Value>[];
  /** null or undefined: nothing chosen yet, the placeholder shows. */
  value?: Value | null | undefined;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  onBlur?: () => void;
  placeholder?: string;
  /** For a plain form: the value is posted under this name. */
  name?: string;
  disabled?: boolean;
  required?: boolean;
  size?: 'sm' | 'md' | 'touch';
  id?: string;
  'aria-label'?: string;
  className?: string;
  ref?: React.Ref<HTMLButtonElement>;
};

const heights = { sm: 'h-7', md: 'h-8', touch: 'h-11' };

/** One of up to about ten known things. For more, or for typing to find, use `Combobox`. */
export function Select<Value extends string>({
  options,
  value,
  defaultValue,
  onValueChange,
  onBlur,
  placeholder = 'Choose',
  name,
  disabled,
  required,
  size = 'md',
  className,
  ref,
  ...rest
}: SelectProps<Value>) {
  const control = useFieldControl(rest);
  // Kept here as well, so that the closed box shows the label alone, without the option's second line.
  const [own, setOwn] = useState<Value | null>(defaultValue ?? null);
  const current = value === undefined ? own : value;
  const all = isGrouped(options) ? options.flatMap((group) => group.options) : options;
  const chosen = all.find((option) => option.value === current);
  const change = (next: string) => {
    const option = all.find((each) => each.value === next);
    if (!option) return;
    setOwn(option.value);
    onValueChange?.(option.value);
  };
  const item = (option: Option<Value>) => (
    <Radix.Item
      key={option.value}
      value={option.value}
      disabled={option.disabled ?? false}
      textValue={option.label}
      className="pop-item pr-7"
    >
      {option.icon ? <span className="shrink-0 text-3 [&>svg]:size-4">{option.icon}</span> : null}
      <Radix.ItemText>
        <span className="block min-w-0 flex-1">
          {option.label}
          {option.help ? <span className="block text-meta text-3">{option.help}</span> : null}
        </span>
      </Radix.ItemText>
      <Radix.ItemIndicator className="absolute right-2">
        <CheckIcon aria-hidden="true" className="size-3.5 text-accent-text" />
      </Radix.ItemIndicator>
    </Radix.Item>
  );
  return (
    <Radix.Root
      value={current ?? ''}
      onValueChange={change}
      {...(name ? { name } : {})}
      disabled={disabled ?? false}
      required={required ?? false}
    >
      <Radix.Trigger
        ref={ref}
        onBlur={onBlur}
        {...rest}
        {...control}
        className={cn(
          'box flex w-full min-w-0 items-center gap-2 px-2 text-left text-ui text-1 data-placeholder:text-3',
          heights[size],
          className,
        )}
      >
        <span className="min-w-0 flex-1 truncate">
          <Radix.Value placeholder={placeholder}>{chosen?.label}</Radix.Value>
        </span>
        <Radix.Icon>
          <ChevronsUpDownIcon aria-hidden="true" className="size-3.5 shrink-0 text-3" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="pop z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-80 animate-appear overflow-hidden"
        >
          <Radix.Viewport className="p-1">
            {isGrouped(options)
              ? options.map((group) => (
                  <Radix.Group key={group.label}>
                    <Radix.Label className="px-2 pt-2 pb-1 text-meta text-3">{group.label}</Radix.Label>
                    {group.options.map(item)}
                  </Radix.Group>
                ))
              : options.map(item)}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
