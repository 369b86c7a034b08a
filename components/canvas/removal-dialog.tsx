'use client';

import type { AskedRemoval } from '#components/canvas/use-acts.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';

type RemovalDialogProps = {
  asked: AskedRemoval | null;
  /** The port whose way stays; null: none. */
  onKeep: (port: string | null) => void;
  onClose: () => void;
};

/** Deleting a step with several ways out: which of them do leads go from now on. */
export function RemovalDialog({ asked, onKeep, onClose }: RemovalDialogProps) {
  if (asked === null) return null;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <DialogContent
        title={`Delete ${asked.name}: which way stays?`}
        description="Leads who came to this step go on by the way you keep. The steps of the other ways stay on the canvas."
      >
        <div className="flex flex-col gap-2">
          {asked.branches.map((branch) => (
            <Button
              key={branch.port}
              onClick={() => onKeep(branch.port)}
              className="h-auto justify-start py-1.5 text-left"
            >
              <span className="whitespace-normal">
                {branch.label} <span className="text-3">to {branch.leadsTo}</span>
              </span>
            </Button>
          ))}
          <Button variant="ghost" onClick={() => onKeep(null)} className="justify-start">
            None of them
          </Button>
        </div>
      </DialogContent>
    </Dialog>
  );
}
