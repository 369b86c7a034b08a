'use client';

import { useState } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';

type MailComposerProps = {
  leadName: string;
  answer: (body: string) => Promise<Outcome>;
  onClose: () => void;
};

/** Answers an email as the lead: their mail program quotes ours below. */
export function MailComposer({ leadName, answer, onClose }: MailComposerProps) {
  const [words, setWords] = useState('');
  const { pending, run } = useAct();
  const send = async () => {
    if (words.trim() === '') return;
    const outcome = await run('answer', () => answer(words.trim()), {
      failed: 'The email did not arrive',
    });
    if (outcome.ok) onClose();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
      className="mt-3"
    >
      <Field label={`Answer as ${leadName}`}>
        <Textarea
          autoFocus
          rows={3}
          value={words}
          maxLength={20_000}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void send();
            }
          }}
        />
      </Field>
      <div className="mt-2 flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" pending={pending === 'answer'} disabled={words.trim() === ''} keys="mod+enter">
          Send as {leadName}
        </Button>
      </div>
    </form>
  );
}
