'use client';

import { XIcon } from 'lucide-react';
import * as Radix from 'radix-ui/dialog';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';
import { focusBack, focusFirst } from '#components/ui/layer-focus.ts';

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

type DialogContentProps = Omit<React.ComponentProps<typeof Radix.Content>, 'title'> & {
  title: React.ReactNode;
  /** One or two sentences under the title. */
  description?: React.ReactNode;
  /** Buttons, the main one last. They stay in sight while the middle scrolls. */
  footer?: React.ReactNode;
  /** 400, 560 or 800 px; on a phone all are full width at the bottom. */
  size?: 'sm' | 'md' | 'lg';
};

const widths = { sm: 'wide:w-100', md: 'wide:w-140', lg: 'wide:w-200' };

/** A question or a form that must be answered before going on. Esc and the cross leave everything as it was. */
export function DialogContent({
  title,
  description,
  footer,
  size = 'sm',
  className,
  children,
  ...rest
}: DialogContentProps) {
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-50 animate-appear bg-scrim data-[state=closed]:animate-vanish" />
      <Radix.Content
        onOpenAutoFocus={focusFirst}
        onCloseAutoFocus={focusBack}
        {...(description ? {} : { 'aria-describedby': undefined })}
        className={cn(
          'pop fixed z-50 flex flex-col outline-none',
          'inset-x-0 bottom-0 max-h-[90dvh] rounded-b-none max-wide:animate-sheet-bottom max-wide:data-[state=closed]:animate-sheet-bottom-out',
          'wide:inset-x-auto wide:top-[12vh] wide:bottom-auto wide:left-1/2 wide:max-h-[76vh] wide:-translate-x-1/2 wide:animate-appear wide:rounded-card wide:data-[state=closed]:animate-vanish',
          widths[size],
          className,
        )}
        {...rest}
      >
        <header className="flex items-start gap-2 px-4 pt-4">
          <div className="min-w-0 flex-1">
            <Radix.Title className="text-head">{title}</Radix.Title>
            {description ? (
              <Radix.Description className="mt-1 text-ui text-2">{description}</Radix.Description>
            ) : null}
          </div>
          <Radix.Close asChild>
            <Button variant="ghost" size="sm" icon aria-label="Close" className="-mt-0.5 -mr-1.5">
              <XIcon aria-hidden="true" />
            </Button>
          </Radix.Close>
        </header>
        {children ? (
          <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-4 pb-4">{children}</div>
        ) : (
          <div className="h-4" />
        )}
        {footer ? (
          <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3 pb-[max(12px,env(safe-area-inset-bottom))]">
            {footer}
          </footer>
        ) : null}
      </Radix.Content>
    </Radix.Portal>
  );
}
