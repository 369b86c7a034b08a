'use client';

import { CheckIcon } from 'lucide-react';
import Link from 'next/link';
import type * as DropdownMenu from 'radix-ui/dropdown-menu';
import { cn } from '#components/ui/class-names.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import type { MenuItem } from '#components/ui/menu.ts';

/** The parts of a Radix menu; dropdown and context menu have the same ones under the same names. */
type Parts = Pick<
  typeof DropdownMenu,
  'Item' | 'CheckboxItem' | 'RadioGroup' | 'RadioItem' | 'ItemIndicator' | 'Label' | 'Separator'
>;

type MenuItemsProps = { parts: Parts; items: readonly MenuItem[] };

/** The rows of a menu. When one has an icon, all words start on the same edge behind it. */
export function MenuItems({ parts, items }: MenuItemsProps) {
  const indented = items.some((item) => 'icon' in item && item.icon);
  return items.map((item, at) => (
    <Row
      // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own and keep no state
      key={`${at} ${item.kind ?? 'act'}`}
      parts={parts}
      item={item}
      indented={indented}
    />
  ));
}

function Row({ parts: Menu, item, indented }: { parts: Parts; item: MenuItem; indented: boolean }) {
  const words = (label: string, icon?: React.ReactNode, help?: string) => (
    <>
      {indented ? (
        <span className="flex size-4 shrink-0 items-center text-3 [&>svg]:size-4">{icon}</span>
      ) : null}
      <span className="min-w-0 flex-1">
        {label}
        {help ? <span className="block text-meta text-3">{help}</span> : null}
      </span>
    </>
  );
  const tick = (
    <Menu.ItemIndicator>
      <CheckIcon aria-hidden="true" className="size-3.5 text-accent-text" />
    </Menu.ItemIndicator>
  );

  switch (item.kind) {
    case 'line':
      return <Menu.Separator className="-mx-1 my-1 h-px bg-line" />;
    case 'label':
      return <Menu.Label className="px-2 pt-1.5 pb-1 text-meta text-3">{item.label}</Menu.Label>;
    case 'check':
      return (
        <Menu.CheckboxItem
          checked={item.checked}
          disabled={item.disabled ?? false}
          onCheckedChange={item.run}
          className="pop-item"
        >
          {words(item.label)}
          {tick}
        </Menu.CheckboxItem>
      );
    case 'choice':
      return (
        <Menu.RadioGroup value={item.value} onValueChange={item.run} aria-label={item.label}>
          <Menu.Label className="px-2 pt-1.5 pb-1 text-meta text-3">{item.label}</Menu.Label>
          {item.options.map((option) => (
            <Menu.RadioItem key={option.value} value={option.value} className="pop-item">
              {words(option.label)}
              {tick}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      );
    case 'link':
      return (
        <Menu.Item asChild className="pop-item">
          <Link href={item.href}>{words(item.label, item.icon, item.help)}</Link>
        </Menu.Item>
      );
    default:
      return (
        <Menu.Item
          disabled={item.disabled ?? false}
          onSelect={item.run}
          className={cn('pop-item', item.harmful && 'text-late')}
        >
          {words(item.label, item.icon, item.help)}
          {item.keys ? <Kbd keys={item.keys} /> : null}
        </Menu.Item>
      );
  }
}
