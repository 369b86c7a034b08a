import { cn } from '#components/ui/class-names.ts';

type PageBodyProps = React.ComponentProps<'main'> & {
  /** No gutter and no scrolling of its own: a table or a work surface fills it and scrolls inside. */
  flush?: boolean;
};

/** What is under the top bar; the target of the skip link. Scrolls by itself, so that bars stay in sight. */
export function PageBody({ flush = false, className, ...rest }: PageBodyProps) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className={cn(
        'min-h-0 min-w-0 flex-1 outline-none',
        flush ? 'flex flex-col overflow-hidden' : 'overflow-y-auto p-4 wide:px-6',
        className,
      )}
      {...rest}
    />
  );
}

/** 28-px controls over a table: search, filters, order. Wraps on a phone. */
export function ToolBar({ className, ...rest }: React.ComponentProps<'div'>) {
  return (
    <div
      className={cn(
        'flex min-h-12 shrink-0 flex-wrap items-center gap-2 border-b border-line px-(--gutter) py-2',
        className,
      )}
      {...rest}
    />
  );
}

/** 32 px at the foot of a work surface: what is promised, what is saved. Not on a phone. */
export function StatusBar({ className, ...rest }: React.ComponentProps<'footer'>) {
  return (
    <footer
      className={cn(
        'hidden h-8 shrink-0 items-center gap-4 border-t border-line bg-ground px-4 text-meta whitespace-nowrap text-2 tabular-nums wide:flex',
        className,
      )}
      {...rest}
    />
  );
}

/** The acts of a page at the thumb, below 700 px: up to four controls of 44 in a bar of 64. It takes the place of the navigation. */
export function PhoneActions({ className, ...rest }: React.ComponentProps<'div'>) {
  return (
    <div
      data-phone-actions=""
      className={cn(
        'flex shrink-0 items-center gap-2 border-t border-line bg-ground px-4 py-2.5 pb-[max(10px,env(safe-area-inset-bottom))] *:flex-1 wide:hidden',
        className,
      )}
      {...rest}
    />
  );
}
