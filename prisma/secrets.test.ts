import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { open, seal } from './secrets.ts';

const secret = randomBytes(32);

test('what was sealed is opened, and the same text is never sealed alike', () => {
  const sealed = seal('{"key":"ø"}', secret);
  expect(open(sealed, secret)).toBe('{"key":"ø"}');
  expect(seal('{"key":"ø"}', secret)).not.toBe(sealed);
});

test('another secret, or one changed bit, opens nothing', () => {
  const sealed = seal('text', secret);
  expect(() => open(sealed, randomBytes(32))).toThrow(/BATON_SECRET/);
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  bytes[13] = (bytes[13] ?? 0) ^ 1;
  expect(() => open(`v1.${bytes.toString('base64url')}`, secret)).toThrow(/BATON_SECRET/);
  expect(() => open('plain', secret)).toThrow('not something Baton sealed');
});
