'use client';

import { ChevronDownIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import { AnswererChoice } from '#components/sandbox/answerer-choice.tsx';
import { MailComposer } from '#components/sandbox/mail-composer.tsx';
import { MailFrame } from '#components/sandbox/mail-frame.tsx';
import type { Conversation, Mail, PersonaChoice } from '#components/sandbox/sandbox-view.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';
import { RelativeTime } from '#components/ui/relative-time.tsx';

type MailboxProps = {
  mailbox: NonNullable<Conversation['mailbox']>;
  leadName: string;
  personas: readonly PersonaChoice[];
  personasOff: boolean;
  /** Null: may not be done by this person. */
  acts: {
    answer: (answer: { from: string; inReplyTo: string; body: string }) => Promise<Outcome>;
    choosePersona: (address: string, persona: string | null) => Promise<Outcome>;
    unsubscribe: (mailId: string) => Promise<Outcome>;
  } | null;
};

/** The lead's mailbox, the newest mail open at the top. */
export function Mailbox({ mailbox, leadName, personas, personasOff, acts }: MailboxProps) {
  const mails = mailbox.mails.toReversed();
  const newest = mails[0]?.id ?? null;
  const [open, setOpen] = useState<string | null>(newest);
  useEffect(() => setOpen(newest), [newest]);
  return (
    <>
      <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2">
        <h2 className="min-w-0 flex-1 truncate text-ui">
          <span className="font-semibold">Mailbox</span> <span className="text-3">{mailbox.address}</span>
        </h2>
        <AnswererChoice
          answerer={mailbox.answerer}
          personas={personas}
          isOff={personasOff}
          choose={acts?.choosePersona ?? null}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {mailbox.answerer.answerDueMs === null ? null : (
          <p role="status" className="border-b border-line px-4 py-2 text-meta text-3">
            {leadName} is about to answer
          </p>
        )}
        {mails.length === 0 ? (
          <p className="p-4 text-ui text-3">No email has come to this address yet.</p>
        ) : (
          <ol aria-label={`Emails of ${leadName}`}>
            {mails.map((mail) => (
              <MailItem
                key={mail.id}
                mail={mail}
                leadName={leadName}
                isOpen={mail.id === open}
                toggle={() => setOpen(mail.id === open ? null : mail.id)}
                acts={acts && !mail.fromLead ? { ...acts, from: mailbox.address } : null}
              />
            ))}
          </ol>
        )}
      </div>
    </>
  );
}

type MailItemProps = {
  mail: Mail;
  leadName: string;
  isOpen: boolean;
  toggle: () => void;
  acts: (NonNullable<MailboxProps['acts']> & { from: string }) | null;
};

function MailItem({ mail, leadName, isOpen, toggle, acts }: MailItemProps) {
  const [answering, setAnswering] = useState(false);
  const { pending, run } = useAct();
  return (
    <li className="border-b border-line">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={toggle}
        className="flex w-full items-baseline gap-3 px-4 py-2.5 text-left -outline-offset-2 hover:bg-hover"
      >
        <ChevronDownIcon
          aria-hidden="true"
          className={cn('size-3.5 shrink-0 self-center text-3 transition-transform', !isOpen && '-rotate-90')}
        />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-ui font-semibold">{mail.subject || 'No subject'}</span>
          <span className="block truncate text-meta text-3">
            {mail.fromLead ? `${leadName} answered` : mail.from}
            {mail.by ? `, ${mail.by}` : ''}
            {mail.trouble ? <span className="text-late">, {mail.trouble}</span> : null}
          </span>
        </span>
        <RelativeTime atMs={mail.atMs} className="shrink-0 text-meta text-3" />
      </button>
      {isOpen ? (
        <div className="px-4 pb-4">
          {mail.html === null ? (
            <p className="rounded-control bg-hover px-3 py-2 text-body wrap-anywhere whitespace-pre-line">
              {mail.text}
            </p>
          ) : (
            <MailFrame html={mail.html} title={`Email: ${mail.subject}`} />
          )}
          {acts === null ? null : answering ? (
            <MailComposer
              leadName={leadName}
              onClose={() => setAnswering(false)}
              answer={(body) => acts.answer({ from: acts.from, inReplyTo: mail.id, body })}
            />
          ) : (
            <div className="mt-3 flex flex-wrap gap-2">
              <Button size="sm" onClick={() => setAnswering(true)}>
                Answer as {leadName}
              </Button>
              {mail.offersUnsubscribe ? (
                <Button
                  size="sm"
                  pending={pending === 'unsubscribe'}
                  onClick={() =>
                    void run('unsubscribe', () => acts.unsubscribe(mail.id), {
                      done: `${leadName} pressed “Unsubscribe”`,
                      failed: 'The unsubscribe button did not work',
                    })
                  }
                >
                  Press “Unsubscribe”
                </Button>
              ) : null}
            </div>
          )}
        </div>
      ) : null}
    </li>
  );
}
