'use client';

import { PlusIcon } from 'lucide-react';
import { useState } from 'react';
import { ask, type Outcome } from '#components/act/outcome.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogTrigger } from '#components/ui/dialog.tsx';
import { Field, FieldError } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { toast } from '#components/ui/toast.tsx';

type NewSenderButtonProps = {
  brand: string;
  make: (sender: { name: string; brand: string }) => Promise<Outcome>;
};

/** Another sandbox sender: a number of nobody’s and a mailbox of its own. */
export function NewSenderButton({ brand, make }: NewSenderButtonProps) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [as, setAs] = useState(brand);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const submit = async () => {
    setPending(true);
    setProblem(null);
    const outcome = await ask(() => make({ name, brand: as }));
    setPending(false);
    if (!outcome.ok) return setProblem(outcome.reason);
    toast.done(`${name} can send`, { note: 'To the sandbox only.' });
    setName('');
    setOpen(false);
  };

  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button size="sm">
          <PlusIcon aria-hidden="true" />
          New sandbox sender
        </Button>
      </DialogTrigger>
      <DialogContent
        title="New sandbox sender"
        description="It gets a number and an address of its own. What it sends arrives on the sandbox phone and in the mailbox."
        footer={
          <>
            <Button variant="ghost" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button
              variant="primary"
              pending={pending}
              disabled={name.trim() === '' || as.trim() === ''}
              onClick={() => void submit()}
            >
              Make the sender
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <Field label="Name" help="The person or team that writes.">
            <Input value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field label="Brand">
            <Input value={as} maxLength={80} onChange={(event) => setAs(event.target.value)} />
          </Field>
          {problem ? <FieldError problem={problem} /> : null}
        </div>
      </DialogContent>
    </Dialog>
  );
}
