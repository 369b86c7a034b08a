import { expect, test } from 'vitest';
import { currentDestination, isWorkSurface } from '#components/shell/destination.ts';

const places = [{ href: '/' }, { href: '/plays' }, { href: '/settings' }, { href: '/settings/operations' }];

test('a page belongs to the destination with the longest address it begins with', () => {
  expect(currentDestination('/', places)?.href).toBe('/');
  expect(currentDestination('/plays/ply_1/live', places)?.href).toBe('/plays');
  expect(currentDestination('/settings/operations', places)?.href).toBe('/settings/operations');
  expect(currentDestination('/settings/senders', places)?.href).toBe('/settings');
});

test('a page outside them belongs to none, and a longer word is another page', () => {
  expect(currentDestination('/sandbox', places)).toBeUndefined();
  expect(currentDestination('/playsome', places)).toBeUndefined();
});

test('one play is a work surface, the list of plays is not', () => {
  expect(isWorkSurface('/plays/ply_1', ['/plays/'])).toBe(true);
  expect(isWorkSurface('/plays', ['/plays/'])).toBe(false);
  expect(isWorkSurface('/plays/', ['/plays/'])).toBe(false);
});
