'use client';

import { useMemo } from 'react';
import { Controller } from 'react-hook-form';
import type { Outcome } from '#components/act/outcome.ts';
import { FormSection, SaveBar } from '#components/settings/form-parts.tsx';
import { TimeField } from '#components/settings/time-field.tsx';
import { useSettingsForm } from '#components/settings/use-settings-form.ts';
import { Combobox } from '#components/ui/combobox.tsx';
import { DurationField } from '#components/ui/duration-field.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import type { Option } from '#components/ui/option.ts';
import { zoneWords } from '#components/ui/time-words.ts';

export type WorkspaceValues = {
  name: string;
  timeZone: string;
  country: string;
  quietFromMinute: number;
  quietToMinute: number;
  capPerDay: number | null;
  capPerWeek: number | null;
  minGapMs: number | null;
  doubtFirstMs: number | null;
  doubtSecondMs: number | null;
  doubtLastMs: number | null;
};

const SECOND_MS = 1_000;

type WorkspaceFormProps = {
  values: WorkspaceValues;
  countries: readonly Option[];
  zones: readonly string[];
  /** Null: this person may only look. */
  save: ((values: WorkspaceValues) => Promise<Outcome>) | null;
};

/** The workspace itself, and what holds for every message of it. */
export function WorkspaceForm({ values, countries, zones, save }: WorkspaceFormProps) {
  const { form, problem, submit } = useSettingsForm<WorkspaceValues>(
    values,
    save ?? (async () => ({ ok: false, reason: 'You may not change this.' })),
    'Workspace saved',
  );
  const { control, register, formState } = form;
  const errors = formState.errors;
  const zoneOptions = useMemo(
    () =>
      zones.map((zone) => ({
        value: zone,
        label: zoneWords(zone),
        help: zone.split('/').slice(0, -1).join(', '),
      })),
    [zones],
  );
  const locked = save === null;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <FormSection title="Workspace" about="One brand’s leads, plays and people.">
        <Field label="Name" error={errors.name?.message}>
          <Input {...register('name')} disabled={locked} autoComplete="organization" maxLength={80} />
        </Field>
        <Field
          label="Time zone"
          help="In which people here read times. Leads are written to by their own."
          error={errors.timeZone?.message}
        >
          <Controller
            control={control}
            name="timeZone"
            render={({ field }) => (
              <Combobox
                options={zoneOptions}
                value={field.value}
                onValueChange={field.onChange}
                disabled={locked}
                searchPlaceholder="Find a city"
                emptyText="No zone has this name"
              />
            )}
          />
        </Field>
        <Field
          label="Country"
          help="Of phone numbers and leads that come without one."
          error={errors.country?.message}
        >
          <Controller
            control={control}
            name="country"
            render={({ field }) => (
              <Combobox
                options={countries}
                value={field.value}
                onValueChange={field.onChange}
                disabled={locked}
                searchPlaceholder="Find a country"
                emptyText="No country has this name"
              />
            )}
          />
        </Field>
      </FormSection>
      <FormSection
        title="Quiet hours"
        about="No text goes out in them, by the lead’s clock. Stricter hours of the law hold besides: in Florida, say, nothing after 20:00."
      >
        <div className="grid grid-cols-2 gap-4">
          {(
            [
              ['quietFromMinute', 'From'],
              ['quietToMinute', 'To'],
            ] as const
          ).map(([name, label]) => (
            <Field key={name} label={label} error={errors[name]?.message}>
              <Controller
                control={control}
                name={name}
                render={({ field }) => (
                  <TimeField value={field.value} onValueChange={field.onChange} disabled={locked} />
                )}
              />
            </Field>
          ))}
        </div>
      </FormSection>
      <FormSection
        title="Caps"
        about="At most so many messages to one lead, by text and email together and across all plays. What is over waits."
      >
        <div className="grid grid-cols-2 gap-4">
          {(
            [
              ['capPerDay', 'In 24 hours'],
              ['capPerWeek', 'In 7 days'],
            ] as const
          ).map(([name, label]) => (
            <Field key={name} label={label} error={errors[name]?.message}>
              <Controller
                control={control}
                name={name}
                render={({ field }) => (
                  <NumberField
                    value={field.value}
                    onValueChange={field.onChange}
                    onBlur={field.onBlur}
                    min={1}
                    unit="messages"
                    disabled={locked}
                  />
                )}
              />
            </Field>
          ))}
        </div>
        <Field label="Between two messages at least" error={errors.minGapMs?.message}>
          <Controller
            control={control}
            name="minGapMs"
            render={({ field }) => (
              <DurationField
                valueMs={field.value}
                onValueChange={field.onChange}
                onBlur={field.onBlur}
                disabled={locked}
              />
            )}
          />
        </Field>
      </FormSection>
      <FormSection
        title="Texts of unknown fate"
        about="Where a provider does not answer, the text may be on its way: it is never sent again blindly, but looked for three times. Then a person is asked. Plays take this from their next publishing on."
      >
        <div className="grid grid-cols-3 gap-4">
          {(
            [
              ['doubtFirstMs', 'First look after'],
              ['doubtSecondMs', 'Second after'],
              ['doubtLastMs', 'Last after'],
            ] as const
          ).map(([name, label]) => (
            <Field key={name} label={label} error={errors[name]?.message}>
              <Controller
                control={control}
                name={name}
                render={({ field }) => (
                  <NumberField
                    value={field.value === null ? null : field.value / SECOND_MS}
                    onValueChange={(seconds) => field.onChange(seconds === null ? null : seconds * SECOND_MS)}
                    onBlur={field.onBlur}
                    min={5}
                    unit="seconds"
                    disabled={locked}
                  />
                )}
              />
            </Field>
          ))}
        </div>
      </FormSection>
      <SaveBar
        className="desk:pl-68"
        isChanged={formState.isDirty}
        isSaving={formState.isSubmitting}
        mayNot={locked ? 'Only an owner or admin changes these.' : null}
        problem={problem}
        undo={() => form.reset()}
      />
    </form>
  );
}
