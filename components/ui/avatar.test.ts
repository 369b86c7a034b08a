import { expect, test } from 'vitest';
import { initials } from '#components/ui/avatar.tsx';

test('initials are of the first and the last name', () => {
  expect(initials('Maya Lindqvist')).toBe('ML');
  expect(initials('  Ana María de la Cruz ')).toBe('AC');
  expect(initials('Kestrel')).toBe('KE');
  expect(initials('émile zola')).toBe('ÉZ');
  expect(initials('')).toBe('');
});
