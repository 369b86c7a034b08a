'use client';

import { useState } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';

type PhoneComposerProps = {
  leadName: string;
  toName: string;
  toNumber: string;
  answer: (body: string) => Promise<Outcome>;
};

/** What leads say most often, and what a play must take right. */
const QUICK = [
  ['Interested', 'Yes, still interested'],
  ['How much?', 'How much is it?'],
  ['Not now', 'Not right now, maybe next month'],
  ['Prefers email', 'Email is better for me'],
  ['Wrong number', 'Wrong number'],
  ['STOP', 'STOP'],
] as const;

/** Answers as the lead, in own words or by one press. */
export function PhoneComposer({ leadName, toName, toNumber, answer }: PhoneComposerProps) {
  const [words, setWords] = useState('');
  const { pending, run } = useAct();

  const send = async (body: string, isOwn: boolean) => {
    const text = body.trim();
    if (text === '' || pending !== null) return;
    const outcome = await run(isOwn ? 'own' : body, () => answer(text), {
      failed: 'The text did not arrive',
    });
    if (outcome.ok && isOwn) setWords('');
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send(words, true);
      }}
      className="shrink-0 border-t border-line bg-ground px-4 py-3"
    >
      <div className="mb-2.5 flex flex-wrap gap-1.5">
        {QUICK.map(([label, body]) => (
          <Button key={label} size="sm" pending={pending === body} onClick={() => void send(body, false)}>
            {label}
          </Button>
        ))}
      </div>
      <Field label={`Answer as ${leadName}`} aside={`to ${toName}, ${toNumber}`}>
        <Textarea
          rows={2}
          value={words}
          maxLength={1_600}
          placeholder={`What ${leadName} texts back`}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault();
              void send(words, true);
            }
          }}
        />
      </Field>
      <div className="mt-2 flex justify-end">
        <Button type="submit" variant="primary" pending={pending === 'own'} disabled={words.trim() === ''}>
          Send as {leadName}
        </Button>
      </div>
    </form>
  );
}
