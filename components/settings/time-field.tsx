'use client';

import { useEffect, useState } from 'react';
import { Input } from '#components/ui/input.tsx';

type TimeFieldProps = {
  /** Minutes after midnight. */
  value: number;
  onValueChange: (minutes: number) => void;
  disabled?: boolean;
};

/** A time of day with 24 hours, as times are written everywhere here; the browser's own box follows its locale. */
export function TimeField({ value, onValueChange, disabled = false }: TimeFieldProps) {
  const [typed, setTyped] = useState(timeOfMinutes(value));
  useEffect(() => setTyped(timeOfMinutes(value)), [value]);
  return (
    <Input
      value={typed}
      disabled={disabled}
      inputMode="numeric"
      autoComplete="off"
      placeholder="21:00"
      maxLength={5}
      className="tabular-nums"
      onChange={(event) => {
        setTyped(event.target.value);
        const minutes = minutesOfTime(event.target.value);
        if (minutes !== null && event.target.value.length === 5) onValueChange(minutes);
      }}
      onBlur={() => {
        const minutes = minutesOfTime(typed);
        if (minutes !== null) onValueChange(minutes);
        setTyped(timeOfMinutes(minutes ?? value));
      }}
    />
  );
}

/** 1260 -> "21:00". */
export function timeOfMinutes(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** "21:00", "9:30", "21" -> minutes after midnight; null for what is no time. */
export function minutesOfTime(time: string): number | null {
  const [, hours, minutes = '0'] = /^\s*(\d{1,2})(?:[:.h](\d{2}))?\s*$/.exec(time) ?? [];
  if (hours === undefined) return null;
  const [h, m] = [Number(hours), Number(minutes)];
  return h < 24 && m < 60 ? h * 60 + m : null;
}
