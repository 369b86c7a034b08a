'use client';

import type { Outcome } from '#components/act/outcome.ts';
import { FormSection, SaveBar } from '#components/settings/form-parts.tsx';
import { useSettingsForm } from '#components/settings/use-settings-form.ts';
import { DefinitionList } from '#components/ui/definition-list.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { Textarea } from '#components/ui/textarea.tsx';

export type SenderValues = {
  name: string;
  brand: string;
  signature: string;
  postalAddress: string;
  mainNumber: string;
};

export type SenderView = {
  id: string;
  environment: 'sandbox' | 'real';
  shownNumber: string;
  emailAddress: string;
  country: string;
  held: { sinceMs: number; why: string } | null;
  values: SenderValues;
};

type SenderFormProps = {
  sender: SenderView;
  /** Null: this person may only look. */
  save: ((values: SenderValues) => Promise<Outcome>) | null;
};

/** Whom messages come from, and what they say of them. */
export function SenderForm({ sender, save }: SenderFormProps) {
  const { form, problem, submit } = useSettingsForm<SenderValues>(
    sender.values,
    save ?? (async () => ({ ok: false, reason: 'You may not change this.' })),
    'Sender saved: messages from now on say so',
  );
  const { register, formState } = form;
  const errors = formState.errors;
  const locked = save === null;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <FormSection
        title={sender.values.name}
        about={
          <>
            <Tag tone={sender.environment === 'sandbox' ? 'plain' : 'ok'}>
              {sender.environment === 'sandbox' ? 'Sandbox' : 'Real'}
            </Tag>
            <p className="mt-2">
              {sender.environment === 'sandbox'
                ? 'Its texts and emails go to the sandbox phone and mailbox only. Nothing leaves this machine.'
                : 'Its texts and emails reach real people.'}
            </p>
            {sender.held ? (
              <p className="mt-2 text-late">
                On hold since <RelativeTime atMs={sender.held.sinceMs} />: {sender.held.why}
              </p>
            ) : null}
          </>
        }
      >
        <DefinitionList
          termWidth={120}
          facts={[
            { term: 'Texts from', value: sender.shownNumber || 'no number' },
            { term: 'Emails from', value: sender.emailAddress || 'no address' },
            { term: 'Country', value: sender.country },
          ]}
        />
        <Field label="Name" help="The person or team that writes." error={errors.name?.message}>
          <Input {...register('name')} disabled={locked} maxLength={80} />
        </Field>
        <Field
          label="Brand"
          help="Named in consent, footers and opt-out confirmations."
          error={errors.brand?.message}
        >
          <Input {...register('brand')} disabled={locked} maxLength={80} />
        </Field>
        <Field label="Signature" help="Under every email." error={errors.signature?.message}>
          <Textarea {...register('signature')} disabled={locked} rows={2} maxLength={500} />
        </Field>
        <Field
          label="Postal address"
          help="The law wants it under marketing emails."
          error={errors.postalAddress?.message}
        >
          <Input
            {...register('postalAddress')}
            disabled={locked}
            maxLength={200}
            autoComplete="street-address"
          />
        </Field>
        <Field
          label="Main number"
          aside="optional"
          help="Where leads call back, if it is another one than texts come from."
          error={errors.mainNumber?.message}
        >
          <Input {...register('mainNumber')} disabled={locked} type="tel" maxLength={40} />
        </Field>
        <SaveBar
          isChanged={formState.isDirty}
          isSaving={formState.isSubmitting}
          mayNot={locked ? 'Only an owner or admin changes senders.' : null}
          problem={problem}
          undo={() => form.reset()}
        />
      </FormSection>
    </form>
  );
}
