import { expect, test } from 'vitest';
import { type Action, type Caller, may, mustBeAllowed, NotAllowed, refusal, systemCaller } from './caller.ts';

const allowed = (role: Caller['role'], actions: Action[]) =>
  actions.filter((action) => may({ role }, action));

test.each([
  [
    'owner',
    ['settings.write', 'agreements.write', 'plays.publish', 'inbox.act', 'leads.import', 'operations.act'],
  ],
  ['manager', ['agreements.write', 'plays.publish', 'inbox.act', 'leads.import', 'operations.act']],
  ['marketer', ['plays.publish', 'leads.import']],
  ['rep', ['inbox.act']],
  ['viewer', []],
] as const)('a %s may do what the table of roles says', (role, expected) => {
  const asked: Action[] = [
    'settings.write',
    'agreements.write',
    'plays.publish',
    'inbox.act',
    'leads.import',
    'operations.act',
  ];
  expect(allowed(role, asked)).toEqual(expected);
});

test('a manager reads the settings, a marketer does not', () => {
  expect(allowed('manager', ['settings.read'])).toEqual(['settings.read']);
  expect(allowed('marketer', ['settings.read'])).toEqual([]);
});

test('a refusal says who may not do what', () => {
  const viewer: Caller = { workspaceId: 'w', userId: 'u', role: 'viewer' };
  expect(refusal(viewer, 'plays.publish')?.reason).toContain('A viewer may not publish plays');
  expect(() => mustBeAllowed(viewer, 'settings.read')).toThrow(NotAllowed);
  expect(refusal(systemCaller('w'), 'settings.write')).toBeNull();
});
