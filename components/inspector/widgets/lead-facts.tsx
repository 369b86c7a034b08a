'use client';

import { ChevronDownIcon, ChevronUpIcon, PlusIcon, XIcon } from 'lucide-react';
import { useId } from 'react';
import { useSetting } from '#components/canvas/setting.ts';
import {
  freeId,
  type Json,
  problemAt,
  recordsOf,
  textOf,
  type WidgetProps,
} from '#components/inspector/widget.ts';
import { RemoveRow } from '#components/inspector/widgets/lists.tsx';
import { Button } from '#components/ui/button.tsx';
import { Combobox } from '#components/ui/combobox.tsx';
import { FieldError } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { NumberField } from '#components/ui/number-field.tsx';
import { Select } from '#components/ui/select.tsx';
import { isSetByPlays } from '#workflows/leads/field-values.ts';
import { OPERATORS, TAGS_FIELD } from '#workflows/nodes/condition.ts';

/** Controls that ask and set fields of the lead: cases of a branch, assignments. */

export function CasesWidget({ value, onChange, problems, disabled, field }: WidgetProps<'cases'>) {
  const cases = recordsOf(value);
  const set = (i: number, change: Record<string, Json>) =>
    onChange(cases.map((row, at) => (at === i ? { ...row, ...change } : row)));
  const swap = (i: number, j: number) => {
    const next = [...cases];
    const [a, b] = [next[i], next[j]];
    if (a === undefined || b === undefined) return;
    next[i] = b;
    next[j] = a;
    onChange(next);
  };
  return (
    <div className="flex flex-col gap-3">
      {cases.map((row, i) => (
        <section
          key={textOf(row.id) || i}
          aria-label={`Case ${i + 1}`}
          className="border-b border-line pb-3 last:border-b-0"
        >
          <div className="mb-1 flex items-center gap-1">
            <h4 className="flex-1 text-meta font-medium text-3">Case {i + 1}</h4>
            <Button
              variant="ghost"
              size="sm"
              icon
              aria-label={`Ask case ${i + 1} earlier`}
              disabled={disabled || i === 0}
              onClick={() => swap(i, i - 1)}
            >
              <ChevronUpIcon aria-hidden="true" />
            </Button>
            <Button
              variant="ghost"
              size="sm"
              icon
              aria-label={`Ask case ${i + 1} later`}
              disabled={disabled || i === cases.length - 1}
              onClick={() => swap(i, i + 1)}
            >
              <ChevronDownIcon aria-hidden="true" />
            </Button>
            <Button
              variant="ghost"
              size="sm"
              icon
              aria-label={`Remove case ${i + 1}`}
              disabled={disabled || cases.length <= 1}
              onClick={() => onChange(cases.filter((_, at) => at !== i))}
            >
              <XIcon aria-hidden="true" />
            </Button>
          </div>
          <ConditionRow
            condition={recordsOf([row.condition])[0] ?? {}}
            problem={problemAt(problems, `${field.path}.${i}`)}
            disabled={disabled}
            onChange={(condition) => set(i, { condition })}
          />
          <Input
            aria-label={`Name of case ${i + 1}`}
            placeholder="Name on the card (optional)"
            value={textOf(row.label)}
            disabled={disabled}
            onChange={(event) => {
              const { label: _, ...rest } = row;
              const label = event.target.value;
              onChange(
                cases.map((each, at) => (at === i ? (label === '' ? rest : { ...rest, label }) : each)),
              );
            }}
            boxClassName="mt-2"
          />
        </section>
      ))}
      <Button
        size="sm"
        className="self-start"
        disabled={disabled || cases.length >= 12}
        onClick={() =>
          onChange([
            ...cases,
            { id: freeId(cases.map((row) => textOf(row.id))), condition: { field: '', operator: 'is' } },
          ])
        }
      >
        <PlusIcon aria-hidden="true" />
        Add a case
      </Button>
    </div>
  );
}

type RowProps = { label: string; problem: string | undefined; children: React.ReactNode };

/** Several controls that say one thing, with its problem under them. */
function Row({ label, problem, children }: RowProps) {
  return (
    <fieldset aria-label={label} className="flex min-w-0 flex-col gap-2">
      {children}
      {problem ? <FieldError problem={problem} /> : null}
    </fieldset>
  );
}

type ConditionRowProps = {
  condition: Record<string, Json>;
  problem: string | undefined;
  disabled: boolean;
  onChange: (condition: Record<string, Json>) => void;
};

/** "Score / at least / 50": the operators that fit the field's type, and a value of that type. */
function ConditionRow({ condition, problem, disabled, onChange }: ConditionRowProps) {
  const { leadFields, tags } = useSetting();
  const name = textOf(condition.field);
  const type = name === TAGS_FIELD ? 'tags' : leadFields.find((field) => field.name === name)?.type;
  const fitting = OPERATORS.filter(
    (row) => type === undefined || (row.types as readonly string[]).includes(type),
  );
  const operator = fitting.find((row) => row.operator === condition.operator) ?? fitting[0];
  const listId = useId();

  const chooseField = (next: string) => {
    const nextType = next === TAGS_FIELD ? 'tags' : leadFields.find((field) => field.name === next)?.type;
    const keeps = OPERATORS.some(
      (row) =>
        row.operator === condition.operator && (row.types as readonly string[]).includes(nextType ?? ''),
    );
    const first = OPERATORS.find((row) => (row.types as readonly string[]).includes(nextType ?? ''));
    onChange({ field: next, operator: keeps ? textOf(condition.operator) : (first?.operator ?? 'is') });
  };

  return (
    <Row label="Condition" problem={problem}>
      <Combobox
        options={[
          ...leadFields.map((field) => ({ value: field.name, label: field.label })),
          { value: TAGS_FIELD, label: 'Tags' },
        ]}
        value={name || null}
        onValueChange={chooseField}
        placeholder="Choose what to ask of the lead"
        searchPlaceholder="Find a field"
        disabled={disabled}
        aria-label="Field"
      />
      {type === undefined ? null : (
        <div className="flex gap-2">
          <Select
            aria-label="Comparison"
            options={fitting.map((row) => ({ value: row.operator, label: row.words }))}
            value={operator?.operator ?? null}
            onValueChange={(next) => {
              const needs = OPERATORS.find((row) => row.operator === next)?.value === true;
              const { value: _, ...rest } = condition;
              onChange(needs ? { ...condition, operator: next } : { ...rest, operator: next });
            }}
            disabled={disabled}
            className="w-32 shrink-0"
          />
          {operator?.value === true ? (
            <ValueInput
              type={type}
              value={condition.value}
              listId={listId}
              disabled={disabled}
              onChange={(value) => {
                const { value: _, ...rest } = condition;
                onChange(value === undefined ? rest : { ...rest, value });
              }}
            />
          ) : null}
        </div>
      )}
      <datalist id={listId}>
        {type === 'tags' ? tags.map((tag) => <option key={tag} value={tag} />) : null}
      </datalist>
    </Row>
  );
}

type ValueInputProps = {
  type: string;
  value: unknown;
  listId?: string;
  disabled: boolean;
  onChange: (value: Json | undefined) => void;
};

/** A value of a lead field's type. */
function ValueInput({ type, value, listId, disabled, onChange }: ValueInputProps) {
  if (type === 'boolean') {
    return (
      <Select
        aria-label="Value"
        options={[
          { value: 'true', label: 'yes' },
          { value: 'false', label: 'no' },
        ]}
        value={typeof value === 'boolean' ? String(value) : null}
        onValueChange={(next) => onChange(next === 'true')}
        disabled={disabled}
        className="flex-1"
      />
    );
  }
  if (type === 'number') {
    return (
      <NumberField
        aria-label="Value"
        value={typeof value === 'number' ? value : null}
        onValueChange={(next) => onChange(next ?? undefined)}
        disabled={disabled}
        className="flex-1"
      />
    );
  }
  return (
    <Input
      aria-label="Value"
      type={type === 'date' ? 'date' : 'text'}
      value={textOf(value)}
      disabled={disabled}
      {...(listId ? { list: listId } : {})}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
    />
  );
}

export function AssignmentsWidget({
  value,
  onChange,
  problems,
  disabled,
  field,
}: WidgetProps<'assignments'>) {
  const { leadFields } = useSetting();
  const rows = recordsOf(value);
  const set = (i: number, row: Record<string, Json>) =>
    onChange(rows.map((each, at) => (at === i ? row : each)));
  return (
    <div className="flex flex-col gap-3">
      {rows.map((row, i) => {
        const known = leadFields.find((each) => each.name === row.field);
        return (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: assignments have no identity of their own
            key={i}
            label={`Assignment ${i + 1}`}
            problem={problemAt(problems, `${field.path}.${i}`)}
          >
            <div className="flex gap-2">
              <Combobox
                aria-label="Field to set"
                options={leadFields
                  .filter(({ name }) => isSetByPlays(name) || name === row.field)
                  .map((each) => ({ value: each.name, label: each.label }))}
                value={textOf(row.field) || null}
                onValueChange={(name) => set(i, { field: name, value: row.value === null ? null : '' })}
                placeholder="Choose a field"
                searchPlaceholder="Find a field"
                disabled={disabled}
              />
              <RemoveRow
                what={`assignment ${i + 1}`}
                disabled={disabled}
                onRemove={() => onChange(rows.filter((_, at) => at !== i))}
              />
            </div>
            {known ? (
              <div className="flex gap-2">
                <Select
                  aria-label="Set or empty"
                  options={[
                    { value: 'set', label: 'to' },
                    { value: 'empty', label: 'to nothing' },
                  ]}
                  value={row.value === null ? 'empty' : 'set'}
                  onValueChange={(next) => set(i, { ...row, value: next === 'empty' ? null : '' })}
                  disabled={disabled}
                  className="w-28 shrink-0"
                />
                {row.value === null ? null : (
                  <ValueInput
                    type={known.type}
                    value={row.value}
                    disabled={disabled}
                    onChange={(next) => set(i, { ...row, value: next ?? '' })}
                  />
                )}
              </div>
            ) : null}
          </Row>
        );
      })}
      <Button
        size="sm"
        className="self-start"
        disabled={disabled || rows.length >= 20}
        onClick={() => onChange([...rows, { field: '', value: '' }])}
      >
        <PlusIcon aria-hidden="true" />
        Set a field
      </Button>
    </div>
  );
}
