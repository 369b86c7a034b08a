'use client';

import * as Radix from 'radix-ui/dropdown-menu';
import { cn } from '#components/ui/class-names.ts';
import type { MenuItem } from '#components/ui/menu.ts';
import { MenuItems } from '#components/ui/menu-items.tsx';

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
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          className={cn('pop z-50 min-w-48 max-w-80 animate-appear p-1', className)}
        >
          <MenuItems parts={Radix} items={items} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
