import { expect, test } from 'vitest';
import { addressOf, RateLimit } from '#app/rate-limit.ts';

test('so many in a sliding span, then it says how long to wait', () => {
  const limit = new RateLimit({ most: 2, windowMs: 1_000 });
  expect(limit.take('a', 0)).toBeNull();
  expect(limit.take('a', 400)).toBeNull();
  expect(limit.take('a', 500)).toBe(500);
  expect(limit.take('b', 500)).toBeNull();
  expect(limit.take('a', 1_001)).toBeNull();
  expect(limit.take('a', 1_002)).toBe(398);
});

test('ten thousand callers are remembered, the first to act is forgotten first', () => {
  const limit = new RateLimit({ most: 1, windowMs: 1_000 });
  limit.take('first', 0);
  for (let i = 0; i < 9_999; i += 1) limit.take(`other ${i}`, 1);
  expect(limit.take('first', 2)).not.toBeNull();
  limit.take('one more', 3);
  expect(limit.take('first', 4)).toBeNull();
});

const from = (header: string | undefined, isBehindProxy: boolean) =>
  addressOf(
    new Request('http://x', { headers: header === undefined ? {} : { 'x-forwarded-for': header } }),
    isBehindProxy,
  );

test('of a chain of addresses only the last was written by the proxy in front', () => {
  expect(from('198.51.100.1, 203.0.113.7', true)).toBe('203.0.113.7');
  expect(from('203.0.113.7', true)).toBe('203.0.113.7');
  expect(from(' ', true)).toBeNull();
  expect(from(undefined, true)).toBeNull();
});

test('without a proxy in front whoever asks wrote the whole header, and nothing of it is believed', () => {
  expect(from('203.0.113.7', false)).toBeNull();
  expect(from(undefined, false)).toBeNull();
});
