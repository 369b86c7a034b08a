'use client';

import { PlusIcon } from 'lucide-react';
import { useState } from 'react';
import { ask, type Outcome } from '#components/act/outcome.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog, DialogContent, DialogTrigger } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

type NewKeyButtonProps = { make: (name: string) => Promise<Outcome<{ key: string }>> };

/** Makes a key and shows it, once. */
export function NewKeyButton({ make }: NewKeyButtonProps) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [made, setMade] = useState<string | null>(null);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | undefined>();

  const change = (next: boolean) => {
    setOpen(next);
    if (next) return;
    setName('');
    setMade(null);
    setProblem(undefined);
  };
  const submit = async () => {
    setPending(true);
    const outcome = await ask(() => make(name));
    setPending(false);
    if (!outcome.ok) return setProblem(outcome.reason);
    setProblem(undefined);
    setMade(outcome.key);
  };

  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button size="sm">
          <PlusIcon aria-hidden="true" />
          New key
        </Button>
      </DialogTrigger>
      {made === null ? (
        <DialogContent
          key="new"
          title="New API key"
          description="One key a program, so that each can be revoked by itself. It may report signals, and nothing else."
          footer={
            <>
              <Button variant="ghost" onClick={() => change(false)}>
                Cancel
              </Button>
              <Button
                variant="primary"
                pending={pending}
                disabled={name.trim() === ''}
                onClick={() => void submit()}
              >
                Make the key
              </Button>
            </>
          }
        >
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (name.trim() !== '' && !pending) void submit();
            }}
          >
            <Field label="Which program is it for?" help="Timelines name it." error={problem}>
              <Input
                value={name}
                maxLength={60}
                placeholder="HubSpot"
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
          </form>
        </DialogContent>
      ) : (
        <DialogContent
          key="made"
          size="md"
          title={`The key of ${name.trim()}`}
          description="Copy it now, into the program that will use it. It is shown this once: Baton keeps only what it needs to know it again."
          footer={
            <Button variant="primary" onClick={() => change(false)}>
              I have copied it
            </Button>
          }
        >
          <div className="flex flex-wrap items-center gap-2">
            <p
              data-testid="new-key"
              className="min-w-0 flex-1 basis-64 rounded-control border border-line bg-sunken px-2.5 py-2 text-ui break-all select-all"
            >
              {made}
            </p>
            <CopyButton text={made} what="the key" />
          </div>
        </DialogContent>
      )}
    </Dialog>
  );
}
