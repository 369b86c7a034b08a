'use client';

import { useState } from 'react';
import { z } from 'zod';
import { FieldEnd } from '#components/ui/field.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Select } from '#components/ui/select.tsx';
import { type Duration, type DurationUnit, durationSchema } from '#workflows/time/duration.ts';

const UNITS: readonly DurationUnit[] = ['minutes', 'hours', 'days', 'weeks'];
const Stored = z.object({ value: z.number(), unit: durationSchema.shape.unit });

type LengthFieldProps = {
  label: string;
  /** As stored; anything that is no length counts as none. */
  value: unknown;
  /** Undefined while the amount is empty. */
  onChange: (value: Duration | undefined) => void;
  disabled: boolean;
};

/** The amount and the unit as the person chose them: 14 days stay 14 days. Changing the unit keeps the amount. */
export function LengthField({ label, value, onChange, disabled }: LengthFieldProps) {
  const stored = Stored.safeParse(value);
  const [chosen, setChosen] = useState<DurationUnit>('days');
  const unit = stored.success ? stored.data.unit : chosen;
  return (
    <div className="flex gap-2">
      <NumberField
        aria-label={label}
        value={stored.success ? stored.data.value : null}
        min={1}
        disabled={disabled}
        onValueChange={(amount) => {
          setChosen(unit);
          onChange(amount === null ? undefined : { value: amount, unit });
        }}
        className="w-20 shrink-0"
      />
      <FieldEnd>
        <Select
          aria-label={`Unit of ${label}`}
          options={UNITS.map((each) => ({ value: each, label: each }))}
          value={unit}
          disabled={disabled}
          onValueChange={(next) => {
            setChosen(next);
            if (stored.success) onChange({ value: stored.data.value, unit: next });
          }}
          className="w-28"
        />
      </FieldEnd>
    </div>
  );
}
