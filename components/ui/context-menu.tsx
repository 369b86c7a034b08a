'use client';

import { CheckIcon } from 'lucide-react';
import Link from 'next/link';
import * as Radix from 'radix-ui/context-menu';
import { cn } from '#components/ui/class-names.ts';
import { Words } from '#components/ui/dropdown-menu.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import type { MenuItem } from '#components/ui/menu.ts';

type ContextMenuProps = {
  items: readonly MenuItem[];
  /** What is pressed with the right button, held on a touch screen, or has the focus when the menu key is pressed. */
  children: React.ReactNode;
};

/** The acts of a thing, where the thing is. Everything in it must also be reachable by a button or a key. */
export function ContextMenu({ items, children }: ContextMenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} className="pop z-50 min-w-48 max-w-80 animate-appear p-1">
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
