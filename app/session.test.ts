import { expect, test } from 'vitest';
import { isForeignWrite } from './session.ts';

const ask = (method: string, headers: Record<string, string>) =>
  isForeignWrite(
    new Request('http://127.0.0.1:3210/api/x', { method, headers: { host: '127.0.0.1:3210', ...headers } }),
  );

test('a write from another site is told apart by its Origin', () => {
  expect(ask('POST', { origin: 'http://127.0.0.1:3210' })).toBe(false);
  expect(ask('POST', { origin: 'https://evil.example' })).toBe(true);
  expect(ask('POST', { origin: 'null' })).toBe(true);
  expect(ask('POST', { 'sec-fetch-site': 'cross-site' })).toBe(true);
  expect(ask('POST', {})).toBe(false);
  expect(ask('GET', { origin: 'https://evil.example' })).toBe(false);
});

test('behind a proxy the public host counts', () => {
  expect(ask('POST', { origin: 'https://baton.example.com', 'x-forwarded-host': 'baton.example.com' })).toBe(
    false,
  );
});
