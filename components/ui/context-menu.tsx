'use client';

import * as Radix from 'radix-ui/context-menu';
import type { MenuItem } from '#components/ui/menu.ts';
import { MenuItems } from '#components/ui/menu-items.tsx';

type ContextMenuProps = {
  items: readonly MenuItem[];
  /** What is pressed with the right button, held on a touch screen, or has the focus when the menu key is pressed. */
  children: React.ReactNode;
};

/** The acts of a thing, where the thing is. Everything in it must also be reachable by a button or a key. */
export function ContextMenu({ items, children }: ContextMenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} className="pop z-50 min-w-48 max-w-80 animate-appear p-1">
          <MenuItems parts={Radix} items={items} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
