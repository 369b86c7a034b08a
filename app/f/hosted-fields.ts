import type { Kept } from '#app/f/kept-answers.ts';
import { type ColumnTarget, targetOfName } from '#workflows/leads/columns.ts';

/** The fields of the hosted form. */
export const HOSTED = ['firstName', 'lastName', 'email', 'phone', 'company', 'message'] as const;
export type HostedField = (typeof HOSTED)[number];

export type HostedAnswers = {
  values: Partial<Record<HostedField, string>>;
  errors: Partial<Record<HostedField | 'textConsent' | 'form', string>>;
  /** Answers to what only another site asked: they go along out of sight, and are not lost. */
  others: { name: string; value: string }[];
};

export const NO_ANSWERS: HostedAnswers = { values: {}, errors: {}, others: [] };

/** Answers with mistakes, from this form or another site's, as the hosted form shows them for mending. */
export function hostedAnswers(kept: Kept): HostedAnswers {
  const found: HostedAnswers = { values: {}, errors: {}, others: [] };
  for (const [name, value] of Object.entries(kept.values)) {
    const field = hostedField(name);
    if (field !== null && found.values[field] === undefined) found.values[field] = value;
    else found.others.push({ name, value });
  }
  for (const [name, sentence] of Object.entries(kept.errors)) {
    const field = name === 'textConsent' || name === 'form' ? name : hostedField(name);
    const at = field ?? 'form';
    found.errors[at] = [found.errors[at], sentence].filter(Boolean).join(' ');
  }
  return found;
}

const BY_TARGET: Partial<Record<ColumnTarget, HostedField>> = {
  firstName: 'firstName',
  lastName: 'lastName',
  company: 'company',
  email: 'email',
  phone: 'phone',
  cellPhone: 'phone',
};

function hostedField(name: string): HostedField | null {
  if (name === 'message') return name;
  const target = targetOfName(name);
  return target === null ? null : (BY_TARGET[target] ?? null);
}
