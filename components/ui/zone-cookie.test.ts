import { expect, test } from 'vitest';
import { readZone } from '#components/ui/zone-cookie.ts';

test('a known zone is read, encoded or not', () => {
  expect(readZone('Europe%2FBerlin')).toBe('Europe/Berlin');
  expect(readZone('America/Chicago')).toBe('America/Chicago');
});

test('anything else is none', () => {
  for (const value of [undefined, '', 'Mars/Olympus', '%', '<script>']) expect(readZone(value)).toBeNull();
});
