'use client';

import * as Radix from 'radix-ui/tooltip';
import { cn } from '#components/ui/class-names.ts';
import { Kbd } from '#components/ui/kbd.tsx';

/** Mounted once, in `app/layout.tsx`: the first tooltip waits 400 ms, the next ones come at once. */
export function TooltipProvider({ children }: { children: React.ReactNode }) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

type TooltipProps = {
  /** A few words. What is needed in order to work does not belong in a tooltip. */
  words: React.ReactNode;
  keys?: string | undefined;
  className?: string | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** The control it names; it takes a ref. */
  children: React.ReactNode;
};

/** Names an icon button, on hover and on focus. The button still carries its own `aria-label`. */
export function Tooltip({ words, keys, side = 'top', className, children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            'pop z-60 flex max-w-72 animate-appear items-center gap-2 rounded-control px-2 py-1 text-meta text-1',
            className,
          )}
        >
          {words}
          {keys ? <Kbd keys={keys} /> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
