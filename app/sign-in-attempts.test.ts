import { expect, test } from 'vitest';
import { SignInAttempts } from './sign-in-attempts.ts';

test('the twenty-first try within ten minutes is refused, also when the address is written otherwise', () => {
  const attempts = new SignInAttempts();
  for (let i = 0; i < 20; i += 1) {
    expect(attempts.take('a@example.com', i)).toBe(true);
  }
  expect(attempts.take(' A@Example.com', 21)).toBe(false);
  expect(attempts.take('b@example.com', 21)).toBe(true);
  expect(attempts.take('a@example.com', 10 * 60_000 + 1)).toBe(true);
});
