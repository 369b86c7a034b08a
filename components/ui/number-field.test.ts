import { expect, test } from 'vitest';
import { readNumber } from '#components/ui/number-field.tsx';

test('numbers are read as people write them', () => {
  expect(readNumber('1,200')).toBe(1200);
  expect(readNumber(' 1 200 ')).toBe(1200);
  expect(readNumber('.5')).toBe(0.5);
  expect(readNumber('-3')).toBe(-3);
});

test('what is no number is nothing, never zero', () => {
  for (const typed of ['', 'ten', '1.2.3', '-', '1e5', 'NaN']) expect(readNumber(typed)).toBeNull();
});
