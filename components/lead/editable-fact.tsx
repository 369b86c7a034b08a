'use client';

import { useRef, useState } from 'react';
import { ask, type Outcome } from '#components/act/outcome.ts';
import type { LeadDetail } from '#components/lead/lead-sheet.ts';
import { cn } from '#components/ui/class-names.ts';
import { FieldError } from '#components/ui/field.tsx';
import { toast } from '#components/ui/toast.tsx';

type EditableFactProps = {
  fact: LeadDetail;
  /** Null: this person may not change leads; the value is plain text. */
  change: ((name: string, value: string) => Promise<Outcome>) | null;
  /** Opens at once: a detail just chosen to be added. */
  startsOpen?: boolean;
  onClosed?: () => void;
};

/**
 * One detail, changed where it stands: press it, type, Enter. Esc leaves it as it was. What cannot be taken stays in
 * the box with the reason; what was taken can be undone for ten seconds.
 */
export function EditableFact({ fact, change, startsOpen = false, onClosed }: EditableFactProps) {
  const [typed, setTyped] = useState<string | null>(startsOpen ? fact.value : null);
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const shownButton = useRef<HTMLButtonElement>(null);

  if (change === null) return <Value fact={fact} />;

  const close = (giveBack: boolean) => {
    setTyped(null);
    setProblem(null);
    onClosed?.();
    if (giveBack) requestAnimationFrame(() => shownButton.current?.focus());
  };

  const save = async (giveBack: boolean) => {
    if (typed === null || saving) return;
    const [before, now] = [fact.value, typed.trim()];
    if (now === before) return close(giveBack);
    setSaving(true);
    const outcome = await ask(() => change(fact.name, now));
    setSaving(false);
    if (!outcome.ok) return setProblem(outcome.reason);
    close(giveBack);
    toast.done(`${fact.label} ${now === '' ? 'removed' : before === '' ? 'added' : 'changed'}`, {
      undo: async () => {
        const undone = await ask(() => change(fact.name, before));
        if (!undone.ok) toast.failed(`${fact.label} could not be put back`, { kept: undone.reason });
      },
    });
  };

  if (typed === null) {
    return (
      <button
        ref={shownButton}
        type="button"
        onClick={() => setTyped(fact.value)}
        className="-mx-1.5 block w-[calc(100%+12px)] rounded-tag px-1.5 text-left wrap-break-word hover:bg-hover"
      >
        <span className="sr-only">Change {fact.label}: </span>
        <Value fact={fact} />
      </button>
    );
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save(true);
      }}
      className="-my-1"
    >
      <span className="box flex h-7 items-center">
        <input
          // biome-ignore lint/a11y/noAutofocus: the person has just pressed this very value in order to change it
          autoFocus
          aria-label={fact.label}
          aria-invalid={problem !== null}
          type={fact.type === 'date' ? 'date' : 'text'}
          inputMode={modes[fact.type]}
          autoComplete="off"
          value={typed}
          readOnly={saving}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.stopPropagation();
              close(true);
            }
          }}
          onBlur={() => void save(false)}
          className={cn(
            'h-full w-full min-w-0 bg-transparent px-1.5 text-ui outline-none max-wide:text-head max-wide:font-normal',
            saving && 'text-3',
          )}
        />
      </span>
      {problem ? <FieldError problem={problem} className="mt-1 mb-1" /> : null}
    </form>
  );
}

const modes: Partial<Record<LeadDetail['type'], 'tel' | 'email' | 'decimal'>> = {
  phone: 'tel',
  email: 'email',
  number: 'decimal',
};

function Value({ fact }: { fact: LeadDetail }) {
  return (
    <>
      {fact.shown ?? fact.value}
      {fact.how ? <span className="block text-meta text-3">{fact.how}</span> : null}
    </>
  );
}
