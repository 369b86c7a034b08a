'use client';

import { PlusIcon, XIcon } from 'lucide-react';
import { useId, useState } from 'react';
import { useSetting } from '#components/canvas/setting.ts';
import {
  freeId,
  type Json,
  problemAt,
  recordsOf,
  textOf,
  textsOf,
  type WidgetProps,
} from '#components/inspector/widget.ts';
import { Button } from '#components/ui/button.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { Input } from '#components/ui/input.tsx';
import { NumberField } from '#components/ui/number-field.tsx';

/** Controls for lists: answers, arms, tags. Order counts where ways out are made of them. */

export function IntentsWidget({ value, onChange, disabled }: WidgetProps<'intents'>) {
  const { intents } = useSetting();
  const chosen = textsOf(value);
  const wordsOf = (intent: string) => intents.find((each) => each.value === intent)?.label ?? intent;
  const left = intents.filter((intent) => !chosen.includes(intent.value));
  return (
    <div className="flex flex-col gap-2">
      {chosen.length > 0 ? (
        <ul className="flex flex-wrap gap-1">
          {chosen.map((intent) => (
            <Chip
              key={intent}
              label={wordsOf(intent)}
              disabled={disabled}
              onRemove={() => onChange(chosen.filter((each) => each !== intent))}
            />
          ))}
        </ul>
      ) : null}
      {left.length > 0 ? (
        <Combobox
          options={left}
          value={null}
          onValueChange={(intent) => onChange([...chosen, intent])}
          aria-label="Add a meaning"
          placeholder="Add a meaning"
          searchPlaceholder="Find a meaning"
          disabled={disabled}
        />
      ) : null}
    </div>
  );
}

function Chip({ label, onRemove, disabled }: { label: string; onRemove: () => void; disabled: boolean }) {
  return (
    <li className="inline-flex h-6 items-center gap-1 rounded-tag bg-accent-soft pr-0.5 pl-2 text-meta font-medium text-accent-text">
      {label}
      <button
        type="button"
        aria-label={`Remove ${label}`}
        disabled={disabled}
        onClick={onRemove}
        className="touch-target relative flex size-5 items-center justify-center rounded-tag hover:bg-active"
      >
        <XIcon aria-hidden="true" className="size-3" />
      </button>
    </li>
  );
}

export function TagsWidget({ value, onChange, disabled, field }: WidgetProps<'tags'>) {
  const { tags } = useSetting();
  const [typed, setTyped] = useState('');
  const listId = useId();
  const chosen = textsOf(value);
  const add = () => {
    const tag = typed.trim();
    if (tag !== '' && !chosen.includes(tag)) onChange([...chosen, tag]);
    setTyped('');
  };
  return (
    <div className="flex flex-col gap-2">
      {chosen.length > 0 ? (
        <ul className="flex flex-wrap gap-1">
          {chosen.map((tag) => (
            <Chip
              key={tag}
              label={tag}
              disabled={disabled}
              onRemove={() => onChange(chosen.filter((each) => each !== tag))}
            />
          ))}
        </ul>
      ) : null}
      <Input
        aria-label={field.label}
        list={listId}
        placeholder="Write a tag, then Enter"
        value={typed}
        disabled={disabled}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === ',') {
            event.preventDefault();
            add();
          }
          if (event.key === 'Backspace' && typed === '') onChange(chosen.slice(0, -1));
        }}
      />
      <datalist id={listId}>
        {tags.map((tag) => (
          <option key={tag} value={tag} />
        ))}
      </datalist>
    </div>
  );
}

export function ArmsWidget({ value, onChange, problems, disabled, field }: WidgetProps<'arms'>) {
  const arms = recordsOf(value);
  const set = (i: number, change: Record<string, Json>) =>
    onChange(arms.map((arm, at) => (at === i ? { ...arm, ...change } : arm)));
  const sum = arms.reduce((total, arm) => total + (typeof arm.percent === 'number' ? arm.percent : 0), 0);
  const even = () => {
    const share = Math.floor(10_000 / arms.length) / 100;
    onChange(
      arms.map((arm, i) => ({
        ...arm,
        percent: i === 0 ? Math.round((100 - share * (arms.length - 1)) * 100) / 100 : share,
      })),
    );
  };
  return (
    <div className="flex flex-col gap-2">
      {arms.map((arm, i) => (
        <div key={textOf(arm.id) || i} className="flex items-start gap-2">
          <Input
            aria-label={`Name of arm ${i + 1}`}
            aria-invalid={problemAt(problems, `${field.path}.${i}.label`) !== undefined}
            value={textOf(arm.label)}
            disabled={disabled}
            onChange={(event) => set(i, { label: event.target.value })}
          />
          <NumberField
            aria-label={`Share of arm ${i + 1}`}
            value={typeof arm.percent === 'number' ? arm.percent : null}
            min={0}
            max={100}
            unit="%"
            disabled={disabled}
            onValueChange={(percent) => set(i, { percent: percent ?? 0 })}
            className="w-20 shrink-0"
          />
          <RemoveRow
            what={`arm ${i + 1}`}
            disabled={disabled || arms.length <= 2}
            onRemove={() => onChange(arms.filter((_, at) => at !== i))}
          />
        </div>
      ))}
      <div className="flex items-center gap-2">
        <Button
          size="sm"
          disabled={disabled || arms.length >= 12}
          onClick={() => {
            const id = freeId(arms.map((arm) => textOf(arm.id)));
            onChange([
              ...arms,
              { id, label: id.toUpperCase(), percent: Math.max(0, Math.round((100 - sum) * 100) / 100) },
            ]);
          }}
        >
          <PlusIcon aria-hidden="true" />
          Add an arm
        </Button>
        <Button variant="ghost" size="sm" disabled={disabled} onClick={even}>
          Make even
        </Button>
        <span className="ml-auto text-meta text-3 tabular-nums">{Math.round(sum * 100) / 100} of 100 %</span>
      </div>
    </div>
  );
}

export function RemoveRow({
  what,
  onRemove,
  disabled,
}: {
  what: string;
  onRemove: () => void;
  disabled: boolean;
}) {
  return (
    <Button
      variant="ghost"
      icon
      aria-label={`Remove ${what}`}
      disabled={disabled}
      onClick={onRemove}
      className="-mr-2"
    >
      <XIcon aria-hidden="true" />
    </Button>
  );
}
