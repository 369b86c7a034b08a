import { expect, test } from 'vitest';
import { stepIcons } from '#components/canvas/step-icon.tsx';
import { NODE_KINDS } from '#workflows/nodes/registry.ts';

test('every kind of step has its icon', () => {
  expect(NODE_KINDS.map((kind) => kind.icon).filter((icon) => stepIcons[icon] === undefined)).toEqual([]);
});
