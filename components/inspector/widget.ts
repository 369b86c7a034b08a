import type { z } from 'zod';
import type { Field, Problem } from '#workflows/node.ts';
import type { PlayNode } from '#workflows/play.ts';

export type Json = z.core.util.JSONType;
export type Widget = Field['widget'];
export type WidgetType = Widget['type'];

/** What every control of the inspector gets. It shows any stored value, however broken, and writes whole values. */
export type WidgetProps<Type extends WidgetType = WidgetType> = {
  widget: Extract<Widget, { type: Type }>;
  field: Field;
  node: PlayNode;
  value: unknown;
  /** Writes the value at the field's path; undefined takes it away. */
  onChange: (value: Json | undefined) => void;
  /** Writes several values of the config in one step. */
  onChangeAll: (values: readonly (readonly [path: string, value: Json | undefined])[]) => void;
  /** What is wrong with values inside this one: their path continues the field's. */
  problems: readonly Problem[];
  disabled: boolean;
};

/** The problem of one value inside a list: `problemAt(problems, 'cases.0.condition.field')`. */
export function problemAt(problems: readonly Problem[], path: string): string | undefined {
  return problems.find((problem) => problem.field === path || problem.field?.startsWith(`${path}.`))
    ?.sentence;
}

/** Stored drafts may hold anything: only records of a list are shown. */
export function recordsOf(value: unknown): Record<string, Json>[] {
  return Array.isArray(value)
    ? value.filter(
        (item): item is Record<string, Json> =>
          typeof item === 'object' && item !== null && !Array.isArray(item),
      )
    : [];
}

export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A short id for a new case or arm that no other of the list has: a, b, c ... */
export function freeId(taken: readonly string[]): string {
  for (let i = 0; i < 1_000; i++) {
    const id = i < 26 ? String.fromCharCode(97 + i) : `a${i}`;
    if (!taken.includes(id)) return id;
  }
  throw new Error('A list of a thousand ids is longer than any list here.');
}
