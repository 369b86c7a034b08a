'use client';

import { CheckIcon } from 'lucide-react';
import Link from 'next/link';
import * as Radix from 'radix-ui/dropdown-menu';
import { cn } from '#components/ui/class-names.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import type { MenuItem } from '#components/ui/menu.ts';

type DropdownMenuProps = {
  /** The button that opens it. */
  trigger: React.ReactNode;
  items: readonly MenuItem[];
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'right' | 'bottom' | 'left';
  className?: string;
};

/** Acts behind a button. */
export function DropdownMenu({
  trigger,
  items,
  align = 'end',
  side = 'bottom',
  className,
}: DropdownMenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn('pop z-50 min-w-48 max-w-80 animate-appear p-1', className)}
        >
          {items.map((item) => (
            <Item key={item.kind === 'line' ? `line ${items.indexOf(item)}` : item.label} item={item} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Item({ item }: { item: MenuItem }) {
  switch (item.kind) {
    case 'line':
      return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
    case 'label':
      return <Radix.Label className="px-2 pt-1.5 pb-1 text-meta text-3">{item.label}</Radix.Label>;
    case 'check':
      return (
        <Radix.CheckboxItem
          checked={item.checked}
          disabled={item.disabled ?? false}
          onCheckedChange={item.run}
          className="pop-item"
        >
          <span className="flex-1">{item.label}</span>
          <Radix.ItemIndicator>
            <CheckIcon aria-hidden="true" className="size-3.5 text-accent-text" />
          </Radix.ItemIndicator>
        </Radix.CheckboxItem>
      );
    case 'choice':
      return (
        <Radix.RadioGroup value={item.value} onValueChange={item.run} aria-label={item.label}>
          <Radix.Label className="px-2 pt-1.5 pb-1 text-meta text-3">{item.label}</Radix.Label>
          {item.options.map((option) => (
            <Radix.RadioItem key={option.value} value={option.value} className="pop-item">
              <span className="flex-1">{option.label}</span>
              <Radix.ItemIndicator>
                <CheckIcon aria-hidden="true" className="size-3.5 text-accent-text" />
              </Radix.ItemIndicator>
            </Radix.RadioItem>
          ))}
        </Radix.RadioGroup>
      );
    case 'link':
      return (
        <Radix.Item asChild className="pop-item">
          <Link href={item.href}>
            <Words label={item.label} icon={item.icon} help={item.help} />
          </Link>
        </Radix.Item>
      );
    default:
      return (
        <Radix.Item
          disabled={item.disabled ?? false}
          onSelect={item.run}
          className={cn('pop-item', item.harmful && 'text-late')}
        >
          <Words label={item.label} icon={item.icon} help={item.help} />
          {item.keys ? <Kbd keys={item.keys} /> : null}
        </Radix.Item>
      );
  }
}

type WordsProps = { label: string; icon: React.ReactNode; help: string | undefined };

/** Icon, label and quiet second line of one row; both menus draw it alike. */
export function Words({ label, icon, help }: WordsProps) {
  return (
    <>
      {icon ? <span className="shrink-0 text-3 [&>svg]:size-4">{icon}</span> : null}
      <span className="min-w-0 flex-1">
        {label}
        {help ? <span className="block text-meta text-3">{help}</span> : null}
      </span>
    </>
  );
}
