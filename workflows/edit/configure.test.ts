import { expect, test } from 'vitest';
import { apply } from '#workflows/edit/apply.ts';
import { configure } from '#workflows/edit/configure.ts';
import { smallPlay } from '#workflows/edit/testing/small-play.ts';

test('taking an answer away takes its wire along, and undoing brings both back', () => {
  const operation = configure(smallPlay, 'reply', 'intents', []);
  expect(operation.dropPorts).toEqual(['intent-interested']);
  const done = apply(smallPlay, operation);
  if (!done.ok) throw new Error(done.reason);
  expect(done.play.edges.map((edge) => edge.port)).toEqual(['next', 'sent', 'otherwise', 'noReply']);
  const back = apply(done.play, done.inverse);
  expect(back.ok && back.play).toStrictEqual(smallPlay);
});

test('a change that ends no way out drops nothing', () => {
  expect(configure(smallPlay, 'reply', 'duration', { value: 3, unit: 'days' })).toEqual({
    op: 'setConfig',
    id: 'reply',
    path: 'duration',
    value: { value: 3, unit: 'days' },
  });
  expect(configure(smallPlay, 'text', 'giveUp', undefined)).toEqual({
    op: 'setConfig',
    id: 'text',
    path: 'giveUp',
  });
});
