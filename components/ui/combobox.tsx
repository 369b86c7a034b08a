'use client';

import { Command } from 'cmdk';
import { CheckIcon, ChevronsUpDownIcon, SearchIcon } from 'lucide-react';
import * as Popover from 'radix-ui/popover';
import { useId, useState } from 'react';
import { cn } from '#components/ui/class-names.ts';
import { useFieldControl } from '#components/ui/field.tsx';
import { isGrouped, type Option, type OptionGroup } from '#components/ui/option.ts';
import { Spinner } from '#components/ui/spinner.tsx';

type ComboboxProps<Value extends string> = {
  options: readonly Option<Value>[] | readonly OptionGroup<Value>[];
  value: Value | null;
  onValueChange: (value: Value) => void;
  onBlur?: () => void;
  placeholder?: string;
  /** In the search line: "Find a lead". */
  searchPlaceholder?: string;
  /** When nothing matches: "No sender has this name". */
  emptyText?: string;
  /** Given: the list is filtered elsewhere (a server), this room does not filter. Called at each change. */
  onSearch?: (query: string) => void;
  /** The elsewhere is still looking. */
  searching?: boolean;
  disabled?: boolean;
  size?: 'sm' | 'md' | 'touch';
  id?: string;
  'aria-label'?: string;
  className?: string;
  ref?: React.Ref<HTMLButtonElement>;
};

const heights = { sm: 'h-7', md: 'h-8', touch: 'h-11' };

/** One of many, found by typing. */
export function Combobox<Value extends string>({
  options,
  value,
  onValueChange,
  onBlur,
  placeholder = 'Choose',
  searchPlaceholder = 'Find',
  emptyText = 'Nothing has this name',
  onSearch,
  searching = false,
  disabled = false,
  size = 'md',
  className,
  ref,
  ...rest
}: ComboboxProps<Value>) {
  const control = useFieldControl(rest);
  const listId = useId();
  const [open, setOpen] = useState(false);
  const groups: readonly OptionGroup<Value>[] = isGrouped(options) ? options : [{ label: '', options }];
  const chosen = groups.flatMap((group) => group.options).find((option) => option.value === value);

  const choose = (next: Value) => {
    onValueChange(next);
    setOpen(false);
  };

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        ref={ref}
        role="combobox"
        aria-expanded={open}
        aria-controls={listId}
        disabled={disabled}
        onBlur={onBlur}
        {...rest}
        {...control}
        className={cn(
          'box flex w-full min-w-0 items-center gap-2 px-2 text-left text-ui text-1',
          heights[size],
          className,
        )}
      >
        {chosen?.icon ? <span className="shrink-0 text-3 [&>svg]:size-4">{chosen.icon}</span> : null}
        <span className={cn('min-w-0 flex-1 truncate', !chosen && 'text-3')}>
          {chosen?.label ?? placeholder}
        </span>
        <ChevronsUpDownIcon aria-hidden="true" className="size-3.5 shrink-0 text-3" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={searchPlaceholder}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="pop z-50 w-(--radix-popover-trigger-width) min-w-60 animate-appear overflow-hidden"
        >
          <Command shouldFilter={!onSearch} label={searchPlaceholder}>
            <div className="flex h-9 items-center gap-2 border-b border-line px-3">
              <SearchIcon aria-hidden="true" className="size-4 shrink-0 text-3" />
              <Command.Input
                placeholder={searchPlaceholder}
                {...(onSearch ? { onValueChange: onSearch } : {})}
                className="h-full min-w-0 flex-1 bg-transparent text-ui outline-none max-wide:text-head max-wide:font-normal"
              />
              {searching ? <Spinner /> : null}
            </div>
            <Command.List id={listId} className="max-h-72 overflow-y-auto p-1">
              <Command.Empty className="px-2 py-3 text-ui text-3">
                {searching ? 'Looking' : emptyText}
              </Command.Empty>
              {groups.map((group) => (
                <Command.Group
                  key={group.label}
                  {...(group.label ? { heading: group.label } : {})}
                  className="**:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-meta **:[[cmdk-group-heading]]:text-3"
                >
                  {group.options.map((option) => (
                    <Command.Item
                      key={option.value}
                      value={option.value}
                      keywords={[option.label, option.help ?? '']}
                      disabled={option.disabled ?? false}
                      onSelect={() => choose(option.value)}
                      className="pop-item"
                    >
                      {option.icon ? (
                        <span className="shrink-0 text-3 [&>svg]:size-4">{option.icon}</span>
                      ) : null}
                      <span className="min-w-0 flex-1">
                        <span className="block truncate">{option.label}</span>
                        {option.help ? <span className="block text-meta text-3">{option.help}</span> : null}
                      </span>
                      {option.value === value ? (
                        <CheckIcon aria-hidden="true" className="size-3.5 shrink-0 text-accent-text" />
                      ) : null}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
