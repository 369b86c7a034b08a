'use client';

import * as Radix from 'radix-ui/alert-dialog';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { FieldError } from '#components/ui/field.tsx';
import { focusBack, rememberFocus } from '#components/ui/layer-focus.ts';

/** What an act answers: done, or why not. A server action's own result fits. */
type Outcome = { ok: true } | { ok: false; reason: string };

type ConfirmDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The consequence is in the question: "Take 12 leads out of Speed to lead?" */
  question: string;
  /** What follows and what stays: "Their waits end now. Messages already sent stay in their history." */
  consequence: React.ReactNode;
  /** The act, named: "Take them out". Never "OK" or "Yes". */
  confirm: string;
  cancel?: string;
  /** The act cannot be undone or reaches a lead: its button is red. */
  harmful?: boolean;
  /** Runs with a pending sign; a returned failure shows its reason and the question stays. */
  onConfirm: () => Outcome | Promise<Outcome>;
  children?: React.ReactNode;
};

/** Asked only when an act cannot be undone; otherwise do it and offer "Undo" in a toast. The focus starts on Cancel. */
export function ConfirmDialog({
  open,
  onOpenChange,
  question,
  consequence,
  confirm,
  cancel = 'Cancel',
  harmful = false,
  onConfirm,
  children,
}: ConfirmDialogProps) {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const run = async () => {
    setPending(true);
    setProblem(null);
    try {
      const outcome = await onConfirm();
      if (!outcome.ok) setProblem(outcome.reason);
      else onOpenChange(false);
    } finally {
      setPending(false);
    }
  };

  return (
    <Radix.Root
      open={open}
      onOpenChange={(next) => {
        if (pending) return;
        if (!next) setProblem(null);
        onOpenChange(next);
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-appear bg-scrim data-[state=closed]:animate-vanish" />
        <Radix.Content
          onOpenAutoFocus={rememberFocus}
          onCloseAutoFocus={focusBack}
          className="pop fixed inset-x-4 bottom-4 z-50 animate-appear p-4 outline-none data-[state=closed]:animate-vanish wide:inset-x-auto wide:top-[20vh] wide:bottom-auto wide:left-1/2 wide:w-100 wide:-translate-x-1/2"
        >
          <Radix.Title className="text-head">{question}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-1 text-ui text-2">{consequence}</div>
          </Radix.Description>
          {children ? <div className="mt-4">{children}</div> : null}
          {problem ? <FieldError problem={problem} className="mt-3" /> : null}
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <Radix.Cancel asChild>
              <Button variant="ghost" disabled={pending}>
                {cancel}
              </Button>
            </Radix.Cancel>
            <Button variant={harmful ? 'danger' : 'primary'} pending={pending} onClick={() => void run()}>
              {confirm}
            </Button>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
