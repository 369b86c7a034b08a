'use client';

import { useState } from 'react';
import { ask, type Outcome } from '#components/act/outcome.ts';
import { toast } from '#components/ui/toast.tsx';

type Said<Value> = {
  /** "Company changed"; from the answer where it depends on it. Nothing: the page itself shows it. */
  done?: string | ((value: Value) => string);
  note?: string;
  undo?: () => void | Promise<void>;
  /** What failed: "The company could not be changed". */
  failed: string;
};

/**
 * Runs one server action at a time and says what became of it. `pending` names the act under way, for the button that
 * started it.
 */
export function useAct(): {
  pending: string | null;
  run: <Value>(
    name: string,
    act: () => Promise<Outcome<Value>>,
    said: Said<Value>,
  ) => Promise<Outcome<Value>>;
} {
  const [pending, setPending] = useState<string | null>(null);
  return {
    pending,
    async run(name, act, said) {
      setPending(name);
      const outcome = await ask(act).finally(() => setPending(null));
      if (!outcome.ok) toast.failed(said.failed, { kept: outcome.reason });
      else if (said.done !== undefined) {
        const words = typeof said.done === 'string' ? said.done : said.done(outcome);
        toast.done(words, { note: said.note, undo: said.undo });
      }
      return outcome;
    },
  };
}
