'use client';

import { useActionState, useEffect, useState } from 'react';
import { useFirstMistake } from '#app/first-mistake.ts';
import { makeOwner, type OwnerState } from '#app/welcome/actions.ts';
import { countryOfZone } from '#app/welcome/country-of-zone.ts';
import { Button } from '#components/ui/button.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { Field, FieldError } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Option } from '#components/ui/option.ts';

const NOTHING_YET: OwnerState = { values: { name: '', email: '', workspace: '' }, errors: {} };

type OwnerFormProps = { zones: readonly Option[]; countries: readonly Option[] };

export function OwnerForm({ zones, countries }: OwnerFormProps) {
  const [{ values, errors }, act, pending] = useActionState(makeOwner, NOTHING_YET);
  const form = useFirstMistake(errors);
  const [timeZone, setTimeZone] = useState<string | null>(null);
  const [country, setCountry] = useState<string | null>(null);

  // Known to the browser only; a guess that stands in the form, to be corrected.
  useEffect(() => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    setTimeZone((chosen) => chosen ?? (zones.some(({ value }) => value === zone) ? zone : 'UTC'));
    setCountry((chosen) => chosen ?? countryOfZone(zone, navigator.language));
  }, [zones]);

  return (
    <form ref={form} action={act} noValidate className="flex flex-col gap-4">
      <Field label="Your name" error={errors.name} help="Leads see it below your messages." required>
        <Input name="name" autoComplete="name" defaultValue={values.name} autoFocus />
      </Field>
      <Field label="Email" error={errors.email} required>
        <Input name="email" type="email" autoComplete="username" defaultValue={values.email} />
      </Field>
      <Field label="Password" aside="at least 8 characters" error={errors.password} required>
        <Input name="password" type="password" autoComplete="new-password" />
      </Field>
      <Field
        label="Workspace"
        error={errors.workspace}
        help="Your company or brand, as leads know it."
        required
      >
        <Input name="workspace" autoComplete="organization" defaultValue={values.workspace} />
      </Field>
      <div className="grid gap-4 wide:grid-cols-2">
        <Field label="Time zone" error={errors.timeZone} required>
          <Combobox
            options={zones}
            value={timeZone}
            onValueChange={setTimeZone}
            searchPlaceholder="Find a city"
            emptyText="No zone has this name"
          />
        </Field>
        <Field label="Country" error={errors.country} required>
          <Combobox
            options={countries}
            value={country}
            onValueChange={setCountry}
            searchPlaceholder="Find a country"
            emptyText="No country has this name"
          />
        </Field>
      </div>
      <input type="hidden" name="timeZone" value={timeZone ?? ''} />
      <input type="hidden" name="country" value={country ?? ''} />
      {errors.form ? <FieldError problem={errors.form} /> : null}
      <div>
        <Button type="submit" variant="primary" pending={pending}>
          Make the account
        </Button>
      </div>
    </form>
  );
}
