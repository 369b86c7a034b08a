'use client';

import { useEffect, useState } from 'react';
import { Input } from '#components/ui/input.tsx';

type NumberFieldProps = {
  value: number | null;
  /** null while the box is empty or holds no number; the caller decides whether that may be saved. */
  onValueChange: (value: number | null) => void;
  onBlur?: () => void;
  /** Behind the number: "messages", "per day". */
  unit?: React.ReactNode;
  min?: number;
  max?: number;
  /** Arrow keys step by this much. */
  step?: number;
  disabled?: boolean;
  size?: 'sm' | 'md' | 'touch';
  id?: string;
  'aria-label'?: string;
  className?: string;
};

/** A whole or decimal number in words a person types: "1,200" and "1 200" are read as well. */
export function NumberField({
  value,
  onValueChange,
  unit,
  min,
  max,
  step = 1,
  className,
  ...rest
}: NumberFieldProps) {
  const [typed, setTyped] = useState(value === null ? '' : String(value));
  useEffect(() => {
    setTyped((now) => (readNumber(now) === value ? now : value === null ? '' : String(value)));
  }, [value]);

  const nudge = (by: number) => {
    const next = Math.min(
      max ?? Number.POSITIVE_INFINITY,
      Math.max(min ?? Number.NEGATIVE_INFINITY, (value ?? min ?? 0) + by),
    );
    setTyped(String(next));
    onValueChange(next);
  };

  return (
    <Input
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      value={typed}
      trail={unit}
      boxClassName={className ?? ''}
      className="tabular-nums"
      onChange={(event) => {
        setTyped(event.target.value);
        onValueChange(readNumber(event.target.value));
      }}
      onKeyDown={(event) => {
        if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
        event.preventDefault();
        nudge(event.key === 'ArrowUp' ? step : -step);
      }}
    />
  );
}

/** "1,200" -> 1200, "0.5" -> 0.5, "" or "ten" -> null. */
export function readNumber(typed: string): number | null {
  const plain = typed.replace(/[\s,_]/g, '');
  if (!/^-?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  return Number(plain);
}
