'use client';

import * as Radix from 'radix-ui/toggle-group';
import { cn } from '#components/ui/class-names.ts';
import type { Option } from '#components/ui/option.ts';

type SegmentedProps<Value extends string> = {
  options: readonly Option<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
  /** What is being chosen: "Channel". */
  'aria-label': string;
  /** 28 in bars, 32 in forms, 44 under a thumb. */
  size?: 'sm' | 'md' | 'touch';
  disabled?: boolean;
  className?: string;
};

const heights = { sm: 'h-7', md: 'h-8', touch: 'h-11' };

/** Two to four views or ways of one thing, one always on. Arrow keys move. */
export function Segmented<Value extends string>({
  options,
  value,
  onValueChange,
  size = 'sm',
  disabled = false,
  className,
  ...rest
}: SegmentedProps<Value>) {
  return (
    <Radix.Root
      type="single"
      value={value}
      onValueChange={(next) => {
        if (next) onValueChange(next as Value);
      }}
      disabled={disabled}
      {...rest}
      className={cn(
        'inline-flex w-fit shrink-0 rounded-control border border-line-strong bg-surface text-ui',
        heights[size],
        className,
      )}
    >
      {options.map((option) => (
        <Radix.Item
          key={option.value}
          value={option.value}
          disabled={option.disabled ?? false}
          title={option.help}
          className={cn(
            'flex items-center gap-1.5 border-l border-line px-2.5 whitespace-nowrap text-2 transition-colors first:rounded-l-[5px] first:border-l-0 last:rounded-r-[5px] focus-visible:z-10',
            'hover:text-1 disabled:text-disabled data-[state=on]:bg-active data-[state=on]:font-medium data-[state=on]:text-1 [&_svg]:size-3.5',
          )}
        >
          {option.icon}
          {option.label}
        </Radix.Item>
      ))}
    </Radix.Root>
  );
}
