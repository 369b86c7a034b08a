'use client';

import * as Radix from 'radix-ui/popover';
import { cn } from '#components/ui/class-names.ts';

export const Popover = Radix.Root;
export const PopoverTrigger = Radix.Trigger;
export const PopoverAnchor = Radix.Anchor;
export const PopoverClose = Radix.Close;

/** A small layer beside its trigger: filters, a short form. Esc closes it, the focus goes back. */
export function PopoverContent({
  className,
  align = 'start',
  ...rest
}: React.ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className={cn(
          'pop z-50 max-h-(--radix-popover-content-available-height) w-72 max-w-[calc(100vw-16px)] animate-appear overflow-y-auto p-4 outline-none',
          className,
        )}
        {...rest}
      />
    </Radix.Portal>
  );
}
