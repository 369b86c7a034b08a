'use client';

import { CircleAlertIcon, CircleCheckIcon } from 'lucide-react';
import { Toaster as SonnerToaster, toast as sonner } from 'sonner';
import { Spinner } from '#components/ui/spinner.tsx';

/** Mounted once, in `app/layout.tsx`. */
export function Toaster() {
  return (
    <SonnerToaster
      position="bottom-right"
      visibleToasts={4}
      gap={8}
      offset={{ bottom: 16, right: 16 }}
      mobileOffset={{ bottom: 72, left: 8, right: 8 }}
      containerAriaLabel="Messages"
      icons={{
        success: <CircleCheckIcon aria-hidden="true" className="size-4 text-ok" />,
        error: <CircleAlertIcon aria-hidden="true" className="size-4 text-late" />,
        loading: <Spinner size={16} />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast: 'pop flex w-full items-start gap-2 px-3 py-2.5 font-sans text-ui text-1 wide:w-[356px]',
          icon: 'flex h-5 shrink-0 items-center',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'mt-0.5 text-meta text-3',
          actionButton:
            'order-last -my-1 flex h-7 shrink-0 items-center rounded-control px-2 text-ui font-medium text-accent-text hover:bg-hover',
          cancelButton:
            'order-last -my-1 flex h-7 shrink-0 items-center rounded-control px-2 text-ui font-medium text-2 hover:bg-hover',
        },
      }}
    />
  );
}

type Done = {
  /** A second line: what was kept, what follows. */
  note?: string;
  /** Takes the act back. The message then stays 10 s instead of 5. */
  undo?: () => void | Promise<void>;
  /** Another thing to do: "See it". Not together with `undo`. */
  action?: { label: string; run: () => void };
};

type Failed = {
  /** What was kept: "Your draft is kept." */
  kept: string;
  /** What to do: "Try again". */
  action?: { label: string; run: () => void };
};

/** Passing words about an act just done. What must not be missed belongs on the page instead. */
export const toast = {
  /** `toast.done('Play paused', { undo: resume })` */
  done(what: string, { note, undo, action }: Done = {}): void {
    const act = undo ? { label: 'Undo', run: () => void undo() } : action;
    sonner.success(what, {
      description: note,
      duration: undo ? 10_000 : 5_000,
      ...(act ? { action: { label: act.label, onClick: act.run } } : {}),
    });
  },

  /** Stays until it is closed: a failure is not to be missed by looking away. */
  failed(what: string, { kept, action }: Failed): void {
    sonner.error(what, {
      description: kept,
      duration: Number.POSITIVE_INFINITY,
      cancel: { label: 'Close', onClick: () => {} },
      ...(action ? { action: { label: action.label, onClick: action.run } } : {}),
    });
  },
};
