'use client';

import { XIcon } from 'lucide-react';
import * as Radix from 'radix-ui/dialog';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';
import { focusBack, focusFirst } from '#components/ui/layer-focus.ts';

export const Sheet = Radix.Root;
export const SheetTrigger = Radix.Trigger;
export const SheetClose = Radix.Close;

type SheetContentProps = Omit<React.ComponentProps<typeof Radix.Content>, 'title'> & {
  title: React.ReactNode;
  description?: React.ReactNode;
  footer?: React.ReactNode;
  /** `right`: 328 px beside the work (full width on a phone). `left`: navigation. `bottom`: under the thumb. */
  side?: 'right' | 'left' | 'bottom';
};

const sides = {
  right:
    'inset-y-0 right-0 w-full border-l animate-sheet-right data-[state=closed]:animate-sheet-right-out wide:w-96',
  left: 'inset-y-0 left-0 w-72 max-w-[85vw] border-r animate-sheet-left data-[state=closed]:animate-sheet-left-out',
  bottom:
    'inset-x-0 bottom-0 max-h-[85dvh] rounded-t-card border-t animate-sheet-bottom data-[state=closed]:animate-sheet-bottom-out',
};

/** A panel that slides over the page and leaves it in sight: details, filters on a phone, the navigation on a phone. */
export function SheetContent({
  title,
  description,
  footer,
  side = 'right',
  className,
  children,
  ...rest
}: SheetContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-50 animate-appear bg-scrim data-[state=closed]:animate-vanish" />
      <Radix.Content
        onOpenAutoFocus={focusFirst}
        onCloseAutoFocus={focusBack}
        {...(description ? {} : { 'aria-describedby': undefined })}
        className={cn(
          'fixed z-50 flex flex-col border-line bg-ground shadow-pop outline-none',
          sides[side],
          className,
        )}
        {...rest}
      >
        <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line py-1.5 pr-2 pl-4">
          <div className="min-w-0 flex-1">
            <Radix.Title className="truncate text-ui font-semibold">{title}</Radix.Title>
            {description ? (
              <Radix.Description className="text-meta text-3">{description}</Radix.Description>
            ) : null}
          </div>
          <Radix.Close asChild>
            <Button variant="ghost" icon aria-label="Close">
              <XIcon aria-hidden="true" />
            </Button>
          </Radix.Close>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto pb-[env(safe-area-inset-bottom)]">{children}</div>
        {footer ? (
          <footer className="flex shrink-0 items-center justify-end gap-2 border-t border-line px-4 py-3 pb-[max(12px,env(safe-area-inset-bottom))]">
            {footer}
          </footer>
        ) : null}
      </Radix.Content>
    </Radix.Portal>
  );
}
