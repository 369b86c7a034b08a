'use client';

import { useState } from 'react';
import { cn } from '#components/ui/class-names.ts';
import { type DurationUnit, joinDuration, splitDuration } from '#components/ui/duration.ts';
import { FieldEnd } from '#components/ui/field.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Select } from '#components/ui/select.tsx';

type DurationFieldProps = {
  /** Milliseconds; null: not given. */
  valueMs: number | null;
  onValueChange: (valueMs: number | null) => void;
  onBlur?: () => void;
  /** Shortest first. */
  units?: readonly DurationUnit[];
  disabled?: boolean;
  /** The name of the amount for a screen reader when no `Field` stands round it. */
  'aria-label'?: string;
  className?: string;
};

const allUnits: readonly DurationUnit[] = ['minutes', 'hours', 'days'];

/** A length of time: an amount and its unit, kept as milliseconds. Changing the unit keeps the amount ("2 hours" -> "2 days"). */
export function DurationField({
  valueMs,
  onValueChange,
  units = allUnits,
  disabled = false,
  className,
  ...rest
}: DurationFieldProps) {
  const shown = valueMs === null ? null : splitDuration(valueMs, units);
  const [chosen, setChosen] = useState<DurationUnit>(shown?.unit ?? units[0] ?? 'minutes');
  // The unit the person chose stays as long as it can show the value whole: 24 hours does not turn into 1 day while typing.
  const unit =
    valueMs === null || Number.isInteger(valueMs / joinDuration(1, chosen))
      ? chosen
      : (shown?.unit ?? chosen);

  return (
    <div className={cn('flex min-w-0 gap-2', className)}>
      <NumberField
        {...rest}
        value={valueMs === null ? null : valueMs / joinDuration(1, unit)}
        onValueChange={(amount) => onValueChange(amount === null ? null : joinDuration(amount, unit))}
        min={0}
        disabled={disabled}
        className="w-20 shrink-0"
      />
      <FieldEnd>
        <Select
          aria-label="Unit"
          options={units.map((each) => ({ value: each, label: each }))}
          value={unit}
          disabled={disabled}
          onValueChange={(next) => {
            setChosen(next);
            if (valueMs !== null) onValueChange(joinDuration(valueMs / joinDuration(1, unit), next));
          }}
          className="w-28"
        />
      </FieldEnd>
    </div>
  );
}
