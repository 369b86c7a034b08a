import { expect, it } from 'vitest';
import { retryWaitMs } from './perform-send.ts';

it('a provider that stays away is asked after 5 s, then ever less often, and every five minutes at least', () => {
  expect([1, 2, 3, 6, 7, 1_000].map(retryWaitMs)).toEqual([5_000, 10_000, 20_000, 160_000, 300_000, 300_000]);
});
