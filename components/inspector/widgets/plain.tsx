'use client';

import { useSetting } from '#components/canvas/setting.ts';
import { LengthField } from '#components/inspector/length-field.tsx';
import { type Json, textOf, textsOf, type WidgetProps } from '#components/inspector/widget.ts';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { cn } from '#components/ui/class-names.ts';
import { Combobox } from '#components/ui/combobox.tsx';
import { Input } from '#components/ui/input.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Select } from '#components/ui/select.tsx';
import { Switch } from '#components/ui/switch.tsx';

/** Controls for one plain value each. */

export function TextWidget({ widget, value, onChange, disabled }: WidgetProps<'text'>) {
  return (
    <Input
      value={textOf(value)}
      placeholder={widget.placeholder}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export function ChoiceWidget({ widget, value, onChange, disabled, field }: WidgetProps<'choice'>) {
  const known = widget.options.some((option) => option.value === value);
  const chosen = known ? textOf(value) : null;
  if (widget.layout === 'select') {
    return <Select options={widget.options} value={chosen} onValueChange={onChange} disabled={disabled} />;
  }
  const hasHelp = widget.options.some((option) => option.help);
  return (
    <RadioGroup
      options={widget.options}
      value={chosen}
      onValueChange={onChange}
      disabled={disabled}
      layout={hasHelp ? 'list' : 'grid'}
      // The longer words stand at the right: "Prompt a decision" on one line.
      {...(hasHelp ? {} : { className: 'grid-cols-[128px_minmax(0,1fr)]' })}
      aria-label={field.label}
    />
  );
}

export function ChoicesWidget({ widget, value, onChange, disabled }: WidgetProps<'choices'>) {
  const chosen = textsOf(value);
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-2">
      {widget.options.map((option) => (
        <Checkbox
          key={option.value}
          label={option.label}
          checked={chosen.includes(option.value)}
          disabled={disabled}
          onCheckedChange={(checked) =>
            onChange(
              widget.options
                .map((each) => each.value)
                .filter((each) => (each === option.value ? checked === true : chosen.includes(each))),
            )
          }
        />
      ))}
    </div>
  );
}

export function NumberWidget({ widget, value, onChange, disabled }: WidgetProps<'number'>) {
  return (
    <NumberField
      value={typeof value === 'number' ? value : null}
      min={widget.min}
      max={widget.max}
      unit={widget.unit}
      disabled={disabled}
      onValueChange={(next) => onChange(next ?? undefined)}
      className="w-40"
    />
  );
}

export function DurationWidget({ value, onChange, disabled, field }: WidgetProps<'duration'>) {
  return <LengthField label={field.label} value={value} onChange={onChange} disabled={disabled} />;
}

export function TimeWidget({ value, onChange, disabled }: WidgetProps<'timeOfDay'>) {
  return (
    <Input
      type="time"
      value={textOf(value)}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      boxClassName="w-32"
      className="tabular-nums"
    />
  );
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

export function WeekdaysWidget({ value, onChange, disabled, field }: WidgetProps<'weekdays'>) {
  const chosen = Array.isArray(value) ? value.filter((day): day is number => typeof day === 'number') : [];
  return (
    <fieldset
      aria-label={field.label}
      className="grid grid-cols-7 overflow-hidden rounded-control border border-control"
    >
      {WEEKDAYS.map((name, i) => {
        const day = i + 1;
        const on = chosen.includes(day);
        return (
          <button
            key={name}
            type="button"
            aria-pressed={on}
            aria-label={name}
            disabled={disabled}
            onClick={() =>
              onChange([1, 2, 3, 4, 5, 6, 7].filter((each) => (each === day ? !on : chosen.includes(each))))
            }
            className={cn(
              'h-8 border-l border-line text-ui text-2 -outline-offset-2 transition-colors first:border-l-0 hover:text-1',
              on ? 'bg-accent-soft font-medium text-1' : 'bg-surface',
            )}
          >
            {name.slice(0, 2)}
          </button>
        );
      })}
    </fieldset>
  );
}

export function SwitchWidget({ value, onChange, disabled, field }: WidgetProps<'switch'>) {
  return (
    <Switch
      label={field.label}
      help={field.help}
      checked={value === true}
      disabled={disabled}
      onCheckedChange={onChange}
    />
  );
}

export function LeadFieldWidget({ widget, value, onChange, disabled }: WidgetProps<'leadField'>) {
  const { leadFields } = useSetting();
  const fitting = leadFields.filter((field) => widget.only === undefined || field.type === widget.only);
  return (
    <Combobox
      options={fitting.map((field) => ({ value: field.name, label: field.label }))}
      value={textOf(value) || null}
      onValueChange={onChange}
      placeholder="Choose a field"
      searchPlaceholder="Find a field"
      emptyText="No field of this kind has this name"
      disabled={disabled}
    />
  );
}

export function PlayWidget({ value, onChangeAll, disabled, field }: WidgetProps<'play'>) {
  const { plays, playId } = useSetting();
  return (
    <Combobox
      options={plays.map((play) => ({
        value: play.id,
        label: play.name,
        ...(play.id === playId ? { help: 'This play' } : {}),
      }))}
      value={textOf(value) || null}
      // The name goes along for the card; the id is what counts.
      onValueChange={(id) =>
        onChangeAll([
          [field.path, id],
          ['name', plays.find((play) => play.id === id)?.name ?? ''],
        ] satisfies [string, Json][])
      }
      placeholder="Choose a play"
      searchPlaceholder="Find a play"
      disabled={disabled}
    />
  );
}
