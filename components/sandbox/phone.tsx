'use client';

import { useEffect, useRef } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { AnswererChoice } from '#components/sandbox/answerer-choice.tsx';
import { PhoneComposer } from '#components/sandbox/phone-composer.tsx';
import type { Conversation, PersonaChoice, PhoneText } from '#components/sandbox/sandbox-view.ts';
import { cn } from '#components/ui/class-names.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tag } from '#components/ui/tag.tsx';

type PhoneProps = {
  phone: NonNullable<Conversation['phone']>;
  leadName: string;
  personas: readonly PersonaChoice[];
  personasOff: boolean;
  /** Null: may not be done by this person. */
  acts: {
    answer: (answer: { from: string; senderId: string; body: string }) => Promise<Outcome>;
    choosePersona: (address: string, persona: string | null) => Promise<Outcome>;
  } | null;
};

/** The lead's phone: what we texted stands at the left, what they answered at the right. */
export function Phone({ phone, leadName, personas, personasOff, acts }: PhoneProps) {
  const end = useRef<HTMLDivElement>(null);
  const newest = phone.texts.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls when another text is the newest one
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [newest]);
  return (
    <>
      <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2">
        <h2 className="min-w-0 flex-1 text-ui whitespace-nowrap">
          <span className="font-semibold">Phone</span>{' '}
          <span className="text-3 tabular-nums">{phone.shownAddress}</span>
        </h2>
        {phone.optedOut ? <Tag tone="late">Opted out</Tag> : null}
        <AnswererChoice
          answerer={phone.answerer}
          personas={personas}
          isOff={personasOff}
          choose={acts?.choosePersona ?? null}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto bg-sunken px-4 py-4">
        {phone.texts.length === 0 ? (
          <p className="text-ui text-3">No text has come to this number yet. Text first, as {leadName}.</p>
        ) : (
          <ol aria-label={`Texts with ${leadName}`} className="flex flex-col gap-3">
            {phone.texts.map((text) => (
              <Bubble key={text.id} text={text} />
            ))}
          </ol>
        )}
        {phone.answerer.answerDueMs === null ? null : (
          <p role="status" className="mt-3 text-right text-meta text-3">
            {leadName} is about to answer
          </p>
        )}
        <div ref={end} />
      </div>
      {acts && phone.line ? (
        <PhoneComposer
          key={phone.address}
          leadName={leadName}
          toName={phone.line.name}
          toNumber={phone.line.shownNumber ?? ''}
          answer={(body) => acts.answer({ from: phone.address, senderId: phone.line?.senderId ?? '', body })}
        />
      ) : null}
    </>
  );
}

function Bubble({ text }: { text: PhoneText }) {
  return (
    <li
      className={cn(
        'flex max-w-[85%] flex-col',
        text.fromLead ? 'items-end self-end' : 'items-start self-start',
      )}
    >
      <p
        className={cn(
          'rounded-bubble px-3 py-2 text-body wrap-anywhere whitespace-pre-line',
          text.fromLead ? 'bg-accent text-on-accent' : 'border border-line bg-surface',
        )}
      >
        {text.body}
      </p>
      <p className="mt-0.5 px-1 text-meta text-3">
        {text.trouble ? <span className="text-late">{text.trouble}, </span> : null}
        {text.by ? `${text.by}, ` : ''}
        <RelativeTime atMs={text.atMs} />
      </p>
    </li>
  );
}
