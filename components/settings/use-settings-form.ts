'use client';

import { useState } from 'react';
import {
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  type UseFormReturn,
  useForm,
} from 'react-hook-form';
import { ask, type Outcome } from '#components/act/outcome.ts';
import { toast } from '#components/ui/toast.tsx';

type SettingsForm<Values extends FieldValues> = {
  form: UseFormReturn<Values>;
  /** Why nothing was saved, where no field is to blame. */
  problem: string | null;
  submit: (event?: React.BaseSyntheticEvent) => Promise<void>;
};

/**
 * A form that is saved as a whole. What the server refuses stands at its field; what was saved becomes the new ground
 * from which "changed" is told.
 */
export function useSettingsForm<Values extends FieldValues>(
  values: DefaultValues<Values>,
  save: (values: Values) => Promise<Outcome>,
  done: string,
): SettingsForm<Values> {
  const form = useForm<Values>({ defaultValues: values });
  const [problem, setProblem] = useState<string | null>(null);
  const submit = form.handleSubmit(async (given) => {
    setProblem(null);
    const outcome = await ask(() => save(given));
    if (outcome.ok) {
      form.reset(given);
      toast.done(done);
      return;
    }
    if (outcome.field !== undefined && outcome.field in given) {
      form.setError(outcome.field as FieldPath<Values>, { message: outcome.reason }, { shouldFocus: true });
    } else setProblem(outcome.reason);
  });
  return { form, problem, submit };
}
