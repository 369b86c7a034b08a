import { expect, test } from 'vitest';
import { cn } from '#components/ui/class-names.ts';

test('a size and a colour of words do not push each other out', () => {
  expect(cn('text-ui text-3')).toBe('text-ui text-3');
  expect(cn('text-ui text-3', 'text-late')).toBe('text-ui text-late');
  expect(cn('text-ui text-3', 'text-body')).toBe('text-3 text-body');
});

test('of two radii, grounds or widths the later wins', () => {
  expect(cn('rounded-control bg-surface w-8', 'rounded-card bg-hover w-full')).toBe(
    'rounded-card bg-hover w-full',
  );
  expect(cn('hidden', 'wide:flex')).toBe('hidden wide:flex');
});
