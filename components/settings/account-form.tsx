'use client';

import type { Outcome } from '#components/act/outcome.ts';
import { FormSection, SaveBar } from '#components/settings/form-parts.tsx';
import { useSettingsForm } from '#components/settings/use-settings-form.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

type NameFormProps = {
  name: string;
  email: string;
  role: string;
  save: (values: { name: string }) => Promise<Outcome>;
};

export function NameForm({ name, email, role, save }: NameFormProps) {
  const { form, problem, submit } = useSettingsForm<{ name: string }>({ name }, save, 'Name saved');
  const { register, formState } = form;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <FormSection title="You" about={`Signed in as ${email}, ${role} of this workspace.`}>
        <Field
          label="Name"
          help="What colleagues see, and what stands on timelines beside what you do."
          error={formState.errors.name?.message}
        >
          <Input {...register('name')} autoComplete="name" maxLength={80} />
        </Field>
        <SaveBar
          isChanged={formState.isDirty}
          isSaving={formState.isSubmitting}
          mayNot={null}
          problem={problem}
          undo={() => form.reset()}
        />
      </FormSection>
    </form>
  );
}

export type PasswordValues = { current: string; next: string; again: string };

type PasswordFormProps = { save: (values: PasswordValues) => Promise<Outcome> };

const EMPTY: PasswordValues = { current: '', next: '', again: '' };

export function PasswordForm({ save }: PasswordFormProps) {
  const { form, problem, submit } = useSettingsForm<PasswordValues>(
    EMPTY,
    async (values) => {
      if (values.next !== values.again) {
        return { ok: false, field: 'again', reason: 'This is not the same as the new password.' };
      }
      const outcome = await save(values);
      if (outcome.ok) setTimeout(() => form.reset(EMPTY));
      return outcome;
    },
    'Password changed: other browsers are signed out',
  );
  const { register, formState } = form;
  const fields = [
    ['current', 'Password now', 'current-password'],
    ['next', 'New password', 'new-password'],
    ['again', 'New password again', 'new-password'],
  ] as const;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <FormSection
        title="Password"
        about="At least 8 characters. Every other browser you are signed in with is signed out."
      >
        {fields.map(([name, label, autoComplete]) => (
          <Field key={name} label={label} error={formState.errors[name]?.message}>
            <Input {...register(name)} type="password" autoComplete={autoComplete} maxLength={128} />
          </Field>
        ))}
        <SaveBar
          isChanged={formState.isDirty}
          isSaving={formState.isSubmitting}
          mayNot={null}
          problem={problem}
          undo={() => form.reset(EMPTY)}
        />
      </FormSection>
    </form>
  );
}
