'use client';

import * as Radix from 'radix-ui/tabs';
import { cn } from '#components/ui/class-names.ts';

type Tab = { value: string; label: string; count?: number; content: React.ReactNode };

type TabsProps = {
  tabs: readonly Tab[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
  'aria-label': string;
  className?: string;
};

/** Parts of one panel, in place. Tabs that are pages with their own address belong to the top bar (`components/shell`). */
export function Tabs({ tabs, value, defaultValue, onValueChange, className, ...rest }: TabsProps) {
  return (
    <Radix.Root
      {...(value === undefined ? { defaultValue: defaultValue ?? tabs[0]?.value ?? '' } : { value })}
      {...(onValueChange ? { onValueChange } : {})}
      className={cn('flex min-h-0 min-w-0 flex-col', className)}
    >
      <Radix.List
        {...rest}
        className="flex h-10 shrink-0 gap-1 overflow-x-auto border-b border-line px-2 text-ui text-2"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="flex shrink-0 items-center gap-1.5 border-y-2 border-transparent px-2 transition-colors -outline-offset-2 hover:text-1 data-[state=active]:border-b-text-1 data-[state=active]:font-medium data-[state=active]:text-1"
          >
            {tab.label}
            {tab.count === undefined ? null : <span className="text-3 tabular-nums">{tab.count}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.value}
          value={tab.value}
          className="min-h-0 flex-1 outline-none focus-visible:outline-2"
        >
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
