'use client';

import { CircleAlertIcon } from 'lucide-react';
import { createContext, useContext, useId } from 'react';
import { cn } from '#components/ui/class-names.ts';

/** What went wrong with one value. `kept` says what was not lost ("Draft kept. v7 stays live."). */
export type FieldProblem = string | { what: string; kept?: string };

type FieldContextValue = {
  controlId: string;
  describedBy: string | undefined;
  invalid: boolean;
  required: boolean;
};
const FieldContext = createContext<FieldContextValue | null>(null);

type ControlProps = {
  id?: string;
  'aria-describedby'?: string;
  'aria-invalid'?: boolean;
  'aria-required'?: boolean;
};

/** What a control needs in order to be told apart, described and marked by the `Field` round it. Own props win. */
export function useFieldControl(
  own: { id?: string | undefined; 'aria-describedby'?: string | undefined } = {},
): ControlProps {
  const field = useContext(FieldContext);
  if (!field) return { ...(own.id ? { id: own.id } : {}) };
  const describedBy = [own['aria-describedby'], field.describedBy].filter(Boolean).join(' ');
  return {
    id: own.id ?? field.controlId,
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(field.invalid ? { 'aria-invalid': true } : {}),
    ...(field.required ? { 'aria-required': true } : {}),
  };
}

/** Controls inside do not belong to the `Field` round them: the second box of a pair, which has its own `aria-label`. */
export function FieldEnd({ children }: { children: React.ReactNode }) {
  return <FieldContext value={null}>{children}</FieldContext>;
}

export function Label({ className, ...rest }: React.ComponentProps<'label'>) {
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is tied by `htmlFor`, which the caller or Field gives
  return <label className={cn('text-meta font-medium text-2', className)} {...rest} />;
}

type FieldProps = {
  label: React.ReactNode;
  /** Stands at the right of the label: a unit, a count, "optional". */
  aside?: React.ReactNode;
  /** One or two lines under the control: what the value is used for. */
  help?: React.ReactNode;
  error?: FieldProblem | undefined;
  required?: boolean;
  /** The label is read out but not drawn (a search box whose placeholder says it). */
  labelHidden?: boolean;
  className?: string;
  /** One control of this room: it finds its id and description by itself. */
  children: React.ReactNode;
};

/** Label, control, help and error, tied together for screen readers. */
export function Field({
  label,
  aside,
  help,
  error,
  required = false,
  labelHidden = false,
  className,
  children,
}: FieldProps) {
  const id = useId();
  const described = [error ? `${id}-error` : '', help ? `${id}-help` : ''].filter(Boolean).join(' ');
  return (
    <div className={cn('flex min-w-0 flex-col', className)}>
      <div className={cn('mb-1.5 flex items-baseline justify-between gap-2', labelHidden && 'sr-only')}>
        <Label htmlFor={`${id}-control`}>{label}</Label>
        {aside ? <span className="text-meta text-3 tabular-nums">{aside}</span> : null}
      </div>
      <FieldContext
        value={{
          controlId: `${id}-control`,
          describedBy: described || undefined,
          invalid: Boolean(error),
          required,
        }}
      >
        {children}
      </FieldContext>
      {error ? <FieldError id={`${id}-error`} problem={error} className="mt-2" /> : null}
      {help ? (
        <p id={`${id}-help`} className="mt-1.5 text-meta text-3">
          {help}
        </p>
      ) : null}
    </div>
  );
}

type FieldErrorProps = { problem: FieldProblem; id?: string; className?: string };

/** What happened in `late` with its sign, what was kept below it. */
export function FieldError({ problem, id, className }: FieldErrorProps) {
  const { what, kept } = typeof problem === 'string' ? { what: problem, kept: undefined } : problem;
  return (
    <div id={id} role="alert" className={className}>
      <p className="flex gap-1.5 text-ui text-late">
        <CircleAlertIcon aria-hidden="true" className="mt-[3px] size-3.5 shrink-0" />
        {what}
      </p>
      {kept ? <p className="mt-1 text-meta text-3">{kept}</p> : null}
    </div>
  );
}

type FieldGroupProps = {
  legend: React.ReactNode;
  help?: React.ReactNode;
  error?: FieldProblem | undefined;
  className?: string;
  children: React.ReactNode;
};

/** Several controls under one question: checkboxes, a radio group, a from and a to. */
export function FieldGroup({ legend, help, error, className, children }: FieldGroupProps) {
  const id = useId();
  const described = [error ? `${id}-error` : '', help ? `${id}-help` : ''].filter(Boolean).join(' ');
  return (
    <fieldset className={cn('min-w-0', className)} {...(described ? { 'aria-describedby': described } : {})}>
      <legend className="mb-1.5 text-meta font-medium text-2">{legend}</legend>
      {children}
      {error ? <FieldError id={`${id}-error`} problem={error} className="mt-2" /> : null}
      {help ? (
        <p id={`${id}-help`} className="mt-1.5 text-meta text-3">
          {help}
        </p>
      ) : null}
    </fieldset>
  );
}
