import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinDuration, splitDuration } from '#components/ui/duration.ts';

const units = ['minutes', 'hours', 'days'] as const;

test('a length is shown in the largest unit that holds it whole', () => {
  expect(splitDuration(172_800_000, units)).toEqual({ amount: 2, unit: 'days' });
  expect(splitDuration(5_400_000, units)).toEqual({ amount: 90, unit: 'minutes' });
  expect(splitDuration(0, units)).toEqual({ amount: 0, unit: 'minutes' });
  expect(splitDuration(86_400_000, ['hours'])).toEqual({ amount: 24, unit: 'hours' });
});

test('splitting and joining give back every whole number of minutes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (minutes) => {
      const { amount, unit } = splitDuration(minutes * 60_000, units);
      return Number.isInteger(amount) && joinDuration(amount, unit) === minutes * 60_000;
    }),
  );
});
