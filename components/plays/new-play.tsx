'use client';

import { PlusIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ask } from '#components/act/outcome.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent, DialogTrigger } from '#components/ui/dialog.tsx';
import { Field, FieldError } from '#components/ui/field.tsx';
import { FileDrop } from '#components/ui/file-drop.tsx';
import { Input } from '#components/ui/input.tsx';
import { Segmented } from '#components/ui/segmented.tsx';

type Created =
  | { ok: true; playId: string }
  | { ok: false; reason: string; field?: string; problems?: { path: string; sentence: string }[] };

type NewPlayProps = {
  createBlank: (name: string) => Promise<Created>;
  importPlay: (text: string) => Promise<Created>;
};

/** A new play: an empty canvas that asks how leads come in, or a file that was exported. */
export function NewPlay(props: NewPlayProps) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog open={open} onOpenChange={setOpen}>
      <DialogTrigger asChild>
        <Button variant="primary" size="sm">
          <PlusIcon aria-hidden="true" />
          New play
        </Button>
      </DialogTrigger>
      {open ? <Body {...props} /> : null}
    </Dialog>
  );
}

function Body({ createBlank, importPlay }: NewPlayProps) {
  const router = useRouter();
  const [from, setFrom] = useState<'blank' | 'file'>('blank');
  const [name, setName] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Exclude<Created, { ok: true }> | null>(null);

  const create = async () => {
    setPending(true);
    setProblem(null);
    const answer: Created = await ask(async () =>
      from === 'blank' ? createBlank(name) : importPlay((await file?.text()) ?? ''),
    );
    if (answer.ok) {
      router.push(`/plays/${answer.playId}`);
      return;
    }
    setPending(false);
    setProblem(answer);
  };

  return (
    <DialogContent
      title="New play"
      footer={
        <Button
          variant="primary"
          pending={pending}
          disabled={from === 'blank' ? name.trim() === '' : file === null}
          onClick={() => void create()}
        >
          {from === 'blank' ? 'Draw it' : 'Import it'}
        </Button>
      }
    >
      <Segmented
        aria-label="Start from"
        size="md"
        options={[
          { value: 'blank', label: 'Blank canvas' },
          { value: 'file', label: 'A file' },
        ]}
        value={from}
        onValueChange={(next) => {
          setFrom(next);
          setProblem(null);
        }}
        className="mb-4"
      />
      {from === 'blank' ? (
        <Field label="Name" error={problem?.reason}>
          <Input
            data-first-focus=""
            value={name}
            maxLength={80}
            placeholder="Speed to lead"
            onChange={(event) => setName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && name.trim() !== '') void create();
            }}
          />
        </Field>
      ) : (
        <>
          <FileDrop
            label="Drop a play here"
            help="A .json file exported from Baton, up to 2 MB"
            accept=".json,application/json"
            maxBytes={2_000_000}
            ifLarger="No play is that large: choose another file."
            file={file}
            onFile={(next) => {
              setFile(next);
              setProblem(null);
            }}
          />
          {problem ? <FieldError problem={problem.reason} className="mt-3" /> : null}
          {problem?.problems ? (
            <ul className="mt-2 max-h-40 overflow-y-auto text-meta text-2">
              {problem.problems.map((each) => (
                <li key={`${each.path} ${each.sentence}`}>
                  {each.path ? <span className="font-medium">{each.path}: </span> : null}
                  {each.sentence}
                </li>
              ))}
            </ul>
          ) : null}
        </>
      )}
    </DialogContent>
  );
}
